"""`Effacements`: where an erasure is asked for and confirmed, and what was done; and what people
wrote there."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from ..config import fold
from ..decisions.ledger import ASKED, CONFIRMED, DONE, ERASE, TORN, TYPED, WITHDRAWN
from ..words import words as words_of
from ..workbooks.sheets import Shown
from ..workbooks.shown import count, long_day, text_of
from .frame import FORM, Report, from_cell
from .pairs import drop_down
from .sheets_read import Row

WHOM: Final = "whom"  # the key of the column in which a person is named
NEW: Final = "new"  # before the number of a row that is still empty, as its subject
_ROWS: Final = 6  # to be filled in
_LOOKS: Final = {ASKED: "warn", CONFIRMED: "warn", TORN: "critical", DONE: "good"}


def erasing_sheet(report: Report) -> None:
    """Write the sheet: what waits for a confirmation, empty rows to ask in, what was done."""
    words = report.words
    columns = [
        report.column(WHOM, 34, 38, "typed"),
        report.column("answer", 14, 16, "answer"),
        report.column("erasure", 18, 24),
        report.column("erased_who", 26, 40),
        report.column("goes", 40, 64),
        report.column("stays", 30, 44),
        report.column("reviewer", 12, 20),
        report.column("decided_at", 12, 18),
        report.column("decision_id", 11, 12, "id"),
        *FORM,
    ]
    table = report.night.erasures
    waits = table["state"].isin((ASKED, TORN, CONFIRMED))
    first = [_row(report, one) for one in table[waits].to_dict("records")]
    blank = [_blank(report, nth) for nth in range(1, _ROWS + 1)]
    done = [_row(report, one) for one in table[~waits].to_dict("records")[::-1]]
    hint = words("report.hints.erasing", n=count(words, "erasures", len(first)))
    sheet, heading, _ = report.table("erasing", "8C2F39", columns, [*first, *blank, *done], 2, hint)
    area = heading + 1
    for rows, choices in ((first, ("confirm", "cancel")), (blank, ("erase",)), (done, ("lift",))):
        if rows:
            end = area + len(rows) - 1
            texts = [words(f"report.words.erase_{one}") for one in choices]
            drop_down(sheet, texts, f"B{area}:B{end}", f"A{area}:B{end}")
            area = end + 1


def _blank(report: Report, nth: int) -> list[object]:
    hint = report.words("report.words.erase_ask") if nth == 1 else None
    cells = [Shown(None, "typed"), Shown(None, "answer"), None, None, hint and Shown(hint, "quiet")]
    return [*cells, None, None, None, None, *report.keys(ERASE, f"{NEW}{nth}")]


def _row(report: Report, one: dict[Any, Any]) -> list[object]:
    words, state = report.words, str(one["state"])
    day = text_of(one["decided_at"])[:10]
    return [
        Shown(None, "text"),
        Shown(None, "answer"),
        Shown(words(f"report.words.erasure_{state}"), _LOOKS[state]),
        None if state == DONE else _who(report, one),
        _goes(report, one) or None,
        _stays(report, one) or None,
        text_of(one["reviewer"]) or None,
        day and _day(report, day),
        text_of(one["decision_id"]) or None,
        *report.keys(ERASE, str(one["subject"])),
    ]


def _day(report: Report, text: str) -> str:
    try:
        return long_day(report.words, date.fromisoformat(text))
    except ValueError:
        return text


def _who(report: Report, one: dict[Any, Any]) -> str:
    """Who is meant; before the clubs are one without the name."""
    name = text_of(one["name"]) if report.mask is None else ""
    at = " · ".join(filter(None, (text_of(one["members"]), text_of(one["firms"]))))
    return "\n".join(filter(None, (name, at))) or report.words("report.words.erase_nobody")


def _goes(report: Report, one: dict[Any, Any]) -> str:
    words = report.words
    if one["state"] == DONE:
        left = int(one["n_left"] or 0)
        return words("report.words.erase_left", n=left) if left else words("report.words.erase_all")
    told = {key: int(one[key] or 0) for key in ("n_rows", "n_mails", "n_phones")}
    parts = [words("report.words.erase_goes", **told)]
    parts += [words("report.words.erase_whole")] if one["whole"] is True else []
    return "\n".join([*parts, *filter(None, (text_of(one["places"]),))])


def _stays(report: Report, one: dict[Any, Any]) -> str:
    if one["state"] == DONE:
        return ""
    parts = []
    if n_kept := int(one["n_kept"] or 0):
        parts.append(report.words("report.words.erase_kept", n=n_kept))
    if one["bears"] is True:
        parts.append(report.words("report.words.erase_bears"))
    if one["whole"] is not True and text_of(one["members"]):
        parts.append(report.words("report.words.erase_firm"))
    return " ".join(parts)


def asked_in(row: Row, sheet: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What a row of the sheet says: acts (kind, subject, answer), and rows of ISSUES. What was
    typed stands in the subject until it is known who is meant; it is never told again."""
    subject, text = from_cell(row.cells.get("subject", "")), row.cells.get("answer", "")
    whom = row.cells.get(WHOM, "").strip()
    is_new = subject.startswith(NEW)
    about = {"sheet": sheet, "cell": row.at.get("answer")}
    if is_new and not whom:
        return [], [{**about, "problem": "erase_unnamed"}] if text else []
    if not text:
        return [], [{**about, "problem": "erase_unchosen"}] if is_new else []
    meaning = _meanings().get(fold(text))
    if is_new and meaning == ASKED:
        return [{"kind": ERASE, "subject": TYPED + whom, "answer": ASKED}], []
    if not is_new and subject and meaning in (CONFIRMED, WITHDRAWN):
        return [{"kind": ERASE, "subject": subject, "answer": meaning}], []
    near = words_of("fr")("report.words.erase_erase" if is_new else "report.words.erase_confirm")
    return [], [{**about, "raw": text, "problem": "answer_unclear_near", "details": {"near": near}}]


def _meanings() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("fr", "en"):
        said = words_of(language).section("erasing")
        for key, meaning in (("erase", ASKED), ("confirm", CONFIRMED), ("withdrawn", WITHDRAWN)):
            found |= {fold(text): meaning for text in said[key].split("|")}
    return found
