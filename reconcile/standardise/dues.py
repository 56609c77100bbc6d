"""Dues as clubs note them: paid or not, the sum where it is clear, and the year."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from reconcile.marked import OWED
from reconcile.results import column_of
from reconcile.tables import conform, empty

from .cells import NO_REMARKS, Filled, cells, on_each, remarks
from .dates import read_date
from .flags import is_doubted, read_flag
from .sums import BARE_YEAR, FULL_DATE, PERCENT, amount
from .text import LONGEST, fold_text, is_nothing

_EXCEL_DAYS: Final = range(32874, 73051)  # 1990 to 2099, as Excel counts days
_SETTLED: Final = r"(?:PAYEE?S?|REGLEE?S?|A JOUR|ENCAISSEE?S?|SOLDEE?S?|ACQUITTEE?S?|RECUE?S?)"
_PAID: Final = re.compile(
    rf"\b(?:{_SETTLED}|CHQS?|CHEQUES?|VIREMENTS?|VIRT?|VRT|CB|ESPECES?|LIQUIDE|PRELEVEE?|PRELEVEMENT|"
    r"PRLV|PAYPAL|HELLOASSO|PAID)\b"
)
_UNPAID: Final = re.compile(
    rf"\b(?:IMPAYEE?S?|(?:NON|PAS|JAMAIS)(?: ENCORE)? {_SETTLED}|A (?:PAYER|REGLER|ENCAISSER)|"
    r"UNPAID|REJETE?E?S?|(?:SOLDE )?(?:RESTE|DOIT|DUS|DUES))\b"
)
_OWED: Final = re.compile(r"\b(?:RESTE|DOIT|DUS|DUES)\b")
_DUNNED: Final = re.compile(r"\b(?:RELANCEE?S?|RELANCER)\b")
# Neither paid nor unpaid: a part, a promise, what was given or taken back. People must say.
_UNSETTLED: Final = re.compile(
    r"\b(?:ACOMPTE|PARTIEL\w*|EN PARTIE|MOITIE|ATTENTE|ATTENDUE?S?|A VENIR|PREVUE?S?|PROMISE?|"
    r"ANNULEE?S?|REMBOURS\w*|OFFERTE?S?|GRATUIT\w*|EXO\w*|DISPENSE\w*|AVOIR|SOLDE(?= [0-9]))\b"
)
_NUMBER_OF_CHEQUE: Final = re.compile(r"N(?:O|UM|UMERO)? ?[0-9]{5,8}")
_A_PART: Final = re.compile(r"^(?:[1-3] ?/ ?[2-4](?![0-9/])|½|⅓|¼|¾)")
_REBATE: Final = re.compile(r"\b(?:REMISE|REDUCTION|RABAIS|TARIF|TVA)\b")
_BESIDE_A_SUM: Final = re.compile(
    r"[0-9]|\b(?:EUROS?|EUR|E|LE|LA|DU|DE|D|EN|PAR|A|ET|TTC|HT|NET|COTIS|COTISATION|ADHESION|TARIF|"
    r"DEMI|PLEIN|REDUIT|JANV\w*|FEVR\w*|MARS|AVR\w*|MAI|JUIN|JUIL\w*|AOUT|SEPT\w*|OCT\w*|NOV\w*|DEC\w*)\b"
)


def read_due(text: str) -> tuple[str, float | None, int | None]:
    """State ("paid", "unpaid", "unknown"), amount and year of a cell of dues.

    A sum above 0 and a date count as paid; a year alone, or beside a word that says paid or unpaid,
    is the year that is meant. What is paid in part, promised, given or taken back is unknown.
    """
    if len(text) > LONGEST:  # a page that was pasted
        return "unknown", None, None
    if re.fullmatch(rf"{BARE_YEAR}(?:\.0)?", text):
        return "paid", None, int(text[:4])
    if re.fullmatch(r"[0-9]{5}(?:\.0)?", text) and int(text[:5]) in _EXCEL_DAYS:
        return "paid", None, None  # a date
    folded = fold_text(re.sub(r"\b(dû)(e?s?)\b", r"dus", text, flags=re.I))
    whole = read_date(text)
    dated = bool(whole and len(whole) > 4 and re.search(r"[-/.]|[^\W\d_]", text))
    paid = None if dated or folded in ("1", "X", "O") else amount(text)
    state = _state(text, folded, paid, dated or bool(FULL_DATE.search(text)))
    return state, paid, None if dated else _year(text, folded)


def read_owed(text: str) -> tuple[str | None, float | None, int | None]:
    """The same of a cell that says what is still owed ("Reste à payer", "Impayé"): a tick or a sum
    above 0 is unpaid. The state is None where it owes nothing: not all that owe nothing have paid.
    """
    state, owed, year = read_due(text)
    flag = read_flag(text)
    if flag == "no" or (owed == 0 and "?" not in text):
        return None, None, None
    if flag == "yes" or state == "unpaid":
        return "unpaid", owed, year
    folded = fold_text(text[:LONGEST])
    if state == "paid" and re.search(rf"\b{_SETTLED}\b", folded):
        return "paid", None, year
    if state == "paid" and (owed or re.fullmatch(rf"{BARE_YEAR}(?:\.0)?", text)):
        return "unpaid", owed, year
    return "unknown", None, None


def _state(text: str, folded: str, paid: float | None, dated: bool) -> str:
    """What a cell says: its words first, then its sum or date."""
    rest = _UNPAID.sub(" ", folded)
    says_paid = bool(_PAID.search(rest))
    part = [int(share) for share in PERCENT.findall(text) if not _REBATE.search(folded)]
    if rest != folded or (_DUNNED.search(folded) and not says_paid):
        return "paid" if paid == 0 and _OWED.search(folded) else "unpaid"
    if "?" in text or _UNSETTLED.search(folded) or _DUNNED.search(folded):
        return "unknown"
    if read_flag(text) == "no" or paid == 0 or part == [0]:
        return "unpaid"
    if _A_PART.match(text) or any(share != 100 for share in part):
        return "unknown"
    bare = _BESIDE_A_SUM.sub("", folded).strip()
    yes = read_flag(text) == "yes" or read_flag(bare) == "yes"
    if says_paid or yes or part == [100] or _NUMBER_OF_CHEQUE.fullmatch(folded):
        return "paid"
    return "paid" if (paid or dated) and not bare else "unknown"


def _year(text: str, folded: str) -> int | None:
    """The one year beside a word that says paid or unpaid and no date: "réglé 2024"."""
    words = re.sub(rf"\b{BARE_YEAR}\b", "", folded)
    if not re.fullmatch(r"[^0-9]*", words) or FULL_DATE.search(text):
        return None
    bare = _BESIDE_A_SUM.sub("", _UNPAID.sub("", words))
    years = re.findall(rf"\b{BARE_YEAR}\b", folded)
    said = len(years) == 1 and not re.fullmatch(r"\s*", words)
    rest = _PAID.sub("", bare).strip()
    return int(years[0]) if said and (not rest or read_flag(rest) == "yes") else None


def _heading_years(raw: pd.DataFrame, columns: pd.DataFrame, at: pd.DataFrame) -> pd.Series:
    """The year of each cell's column: of its label ("dues#2011"), else the one in its heading."""
    place = ["file", "sheet", "row"]
    cell = raw.loc[at["pos"], place].reset_index(drop=True).assign(label=at["label"].to_numpy())
    years = column_of(cell, columns, "heading").str.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
    one = years.map(
        lambda found: found[0] if isinstance(found, list) and len(set(found)) == 1 else None
    )
    of_label = rf"#(?:{OWED})?((?:19|20)[0-9]{{2}})(?:-[0-9]+)?$"
    label = cell["label"].str.extract(of_label, expand=False)
    return (
        pd.to_numeric(label.fillna(one.astype("str")), errors="coerce")
        .astype("Int64")
        .set_axis(at.index)
    )


def dues(
    filled: Filled, raw: pd.DataFrame, columns: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """DUES_READ, a row a filled cell of dues; and remarks on the cells that no rule reads."""
    at = cells(filled, "dues", keep_marks=True)
    said = (on_each(at["text"], read_flag) != "unknown") | on_each(at["text"], is_doubted)
    at = at[~is_nothing(at["text"]) | said.astype(bool)]
    owed = at["label"].str.startswith(f"dues#{OWED}")
    found = on_each(at["text"], read_due).mask(owed, on_each(at["text"], read_owed))
    found = found[found.str[0].notna()]
    at = at.loc[found.index]
    if at.empty:
        return empty("dues_read"), NO_REMARKS
    table = at[["pos", "label"]].assign(
        state=found.str[0],
        amount=found.str[1].astype("float64"),
        year=_heading_years(raw, columns, at).fillna(found.str[2].astype("Int64")),
    )
    unread = at[table["state"] == "unknown"]
    table = conform(table.reset_index(drop=True), "dues_read")
    return table, remarks(unread, "dues_unreadable", "warning")
