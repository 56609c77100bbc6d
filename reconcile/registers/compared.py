"""Two registers side by side: to whom one must write again, and all that changed between them."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from ..results import Memory
from ..review.changes import cause_text, counted, shown_value, value_of
from ..words import Words
from ..workbooks.sheets import Book, Column, Shown, finish_table, write_table
from ..workbooks.shown import count, field_name, is_personal, long_day, text_of
from .causes import known_later
from .changes import changes
from .register_values import as_of

# A letter or a mail goes elsewhere when one of these changes.
REACHED_BY: Final = ("name", "address", "address_extra", "postcode", "city", "emails")
_LISTED: Final = ("emails", "phones")  # whose values are lists
_LIST: Final = ("clubs", "name", "address", "address_extra", "postcode", "city", "email", "phone")


class Compared:
    """The register of a run beside that of a later one (`runs`). log: REGISTER_VALUES of all runs;
    days: the day of each run; clubs: their names by id."""

    def __init__(
        self,
        log: pd.DataFrame,
        memory: Memory,
        days: Mapping[int, Any],
        runs: tuple[int, int],
        clubs: Mapping[str, str],
    ) -> None:
        self.days, self.runs, self.clubs = days, runs, clubs
        self.before, self.now = (as_of(log, run) for run in runs)
        found = changes(self.before, self.now, known_later(memory, runs[1]))
        # Before the clubs are one, nothing of a person is told.
        apart = bool((self.now["club"] != "").any())
        base = found["field"].fillna("").str.split("[:#]", regex=True).str[0]
        hidden = base.map(is_personal).astype(bool) & apart
        self.changes, self.apart = found[~hidden].reset_index(drop=True), apart

    def comparable(self) -> bool:
        """Whether a club has a register in both."""
        return bool(set(self.before["club"]) & set(self.now["club"]))

    def to_write_to(self) -> pd.DataFrame:
        """The members of today who are new or back, or whose name, address or first mail changed
        (by more than case and accents), in the order of their numbers: club, member_id, why ("new",
        "returned", "split", or the fields; parted by "|")."""
        table = self.changes
        new = table[table["kind"].isin(["new", "returned", "split"])].assign(why=table["kind"])
        moved = table[(table["kind"] == "changed") & table["field"].isin(REACHED_BY)]
        sides = [
            pd.Series(map(_on_a_letter, moved["field"], moved[side]), moved.index, dtype="str")
            for side in ("before", "after")
        ]
        moved = moved[sides[0] != sides[1]]
        moved = moved.assign(why=moved["field"])
        both = pd.concat([new, moved]).drop_duplicates(["club", "member_id", "why"])
        status = self.now[self.now["field"] == "status"]
        current = status.loc[status["value"] != "left", ["club", "member_id"]]
        both = both.merge(current, on=["club", "member_id"])
        if both.empty:
            return both[["club", "member_id", "why"]]
        whole = both.groupby(["club", "member_id"], sort=False)["why"].agg("|".join).reset_index()
        return whole.sort_values("member_id", key=lambda one: one.str[2:].astype(int))


def _on_a_letter(field: str, text: object) -> str:
    """What of a value makes a letter or a mail go elsewhere: not its case, its accents or its
    hyphens, and of several mails the first."""
    said = _first(text) if field in _LISTED else text_of(text)
    parts = unicodedata.normalize("NFKD", said).casefold().replace("-", " ").split()
    return "".join(one for one in " ".join(parts) if not unicodedata.combining(one))


def _first(text: object) -> str:
    """The first entry of a value of `_LISTED`, the one that is written to."""
    entries = json.loads(text) if isinstance(text, str) and text else []
    return str(entries[0]) if entries else ""


def text(compared: Compared, say: Words) -> str:
    """The comparison for a terminal."""
    if not compared.comparable():
        return say("compare.unlike", **_runs(compared, say))
    wanted = compared.to_write_to()
    lines = [title(compared, say), count(say, "write_again", len(wanted))]
    names = _values(compared, "name")
    for one in wanted.to_dict("records"):
        key = (one["club"], one["member_id"])
        lines.append(_told(say, one["member_id"], names.get(key, ""), _why(say, one["why"])))
    left = compared.changes[compared.changes["kind"].isin(["left", "merged"])]
    for one in left.to_dict("records"):
        kind = say(f"changes.kinds.{one['kind']}")
        number = text_of(one["other_id"]) or one["member_id"]
        name = text_of(one["cause"].get("name")) or text_of(one["name"])
        more = f" → {one['member_id']}" if one["kind"] == "merged" else ""
        lines.append(_told(say, number, name, f"{kind}{more}"))
    return "\n".join(lines)


def _told(say: Words, number: object, name: str, what: str) -> str:
    return "  " + say("shown.colon", left=f"{number}  {name}", right=what)


def title(compared: Compared, say: Words) -> str:
    """What is compared, and how many of each kind."""
    said = counted(compared.changes, say)
    return say("compare.title" if said else "compare.nothing", what=said, **_runs(compared, say))


def _runs(compared: Compared, say: Words) -> dict[str, object]:
    old, new = compared.runs
    days = [long_day(say, compared.days[run]) for run in compared.runs]
    return {"old": old, "new": new, "old_day": days[0], "new_day": days[1]}


def _why(say: Words, why: str) -> str:
    kinds = ("new", "returned", "split")
    said = [
        say(f"changes.kinds.{one}") if one in kinds else field_name(say, one)
        for one in why.split("|")
    ]
    return ", ".join(said)


def _values(compared: Compared, field: str) -> dict[tuple[str, str], str]:
    own = compared.now[compared.now["field"] == field]
    keys = zip(own["club"], own["member_id"], strict=True)
    return dict(zip(keys, own["value"], strict=True))


def workbook(compared: Compared, say: Words, path: Path) -> None:
    """The comparison as a workbook: to whom to write, who is gone, and every change."""
    book = Book(say("compare.book"), title(compared, say))
    _write_again(compared, say, book)
    _all_changes(compared, say, book)
    book.save(path)


def _sheet(
    book: Book, name: str, tab: str, hint: str, columns: list[Column], rows: list[list[object]]
) -> None:
    sheet = book.sheet(name, tab)
    last = write_table(book, sheet, columns, rows, top=4)
    book.put(sheet, 1, 1, name, "title")
    book.put(sheet, 2, 1, hint, "hint")
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 26, 20
    finish_table(sheet, 4, last, len(columns), sheet.cell(5, 3).coordinate)


def _write_again(compared: Compared, say: Words, book: Book) -> None:
    """A line a member to write to, ready for a mailing."""
    fields = [one for one in _LIST if not (compared.apart and is_personal(one))]
    columns = [
        Column("member_id", say("report.columns.member_id"), 11, 12, "id"),
        Column("why", say("compare.why"), 16, 34),
        *(Column(field, field_name(say, field), 9, 36) for field in fields),
    ]
    many = {"email": "emails", "phone": "phones"}
    values = {field: _values(compared, many.get(field, field)) for field in fields}
    rows: list[list[object]] = []
    for one in compared.to_write_to().to_dict("records"):
        key = (one["club"], one["member_id"])
        cells: list[object] = []
        for field in fields:
            told = values[field].get(key, "")
            told = _first(told) if field in many else told  # a mailing takes one
            cells.append(shown_value(say, field, told, compared.clubs) or None)
        rows.append([one["member_id"], _why(say, one["why"]), *cells])
    hint = count(say, "write_again", len(rows)).rstrip(":. ") + "."
    _sheet(book, say("compare.again"), "3C8D5A", hint, columns, rows)


def _all_changes(compared: Compared, say: Words, book: Book) -> None:
    """Every change, as the report tells those of a night."""
    looks = {"member_id": ("id", 12), "name": ("text", 30), "kind": ("text", 18)}
    looks |= {"field": ("text", 32), "before": ("text", 34), "after": ("text", 34)}
    looks |= {"cause": ("text", 46)}
    columns = [
        Column(key, say(f"report.columns.{key}"), 11, widest, look)
        for key, (look, widest) in looks.items()
    ]
    rows: list[list[object]] = []
    for one in compared.changes.to_dict("records"):
        field = text_of(one["field"])
        sides = [value_of(say, one, side, compared.clubs) for side in ("before", "after")]
        kind = Shown(say(f"changes.kinds.{one['kind']}"), "strong")
        named = field_name(say, field, compared.clubs) if field else None
        name = text_of(one["name"]) or None
        rows.append([one["member_id"], name, kind, named, *sides, cause_text(say, one)])
    name = say("report.sheets.changes")
    _sheet(book, name, "7A5C99", title(compared, say), columns, rows)
