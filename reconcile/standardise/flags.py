"""Yes and no (permissions), dues, commissions: what clubs note in a column of ticks and lists."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from reconcile.results import column_of
from reconcile.tables import CONSENT_PURPOSES, conform, empty

from .cells import (
    NO_REMARKS,
    Filled,
    Part,
    cells,
    listed,
    on_each,
    remarks,
    remarks_on,
    single,
    stack,
)
from .dates import read_date
from .text import fold_text, is_nothing

_YES: Final = frozenset(
    "OUI O YES Y X XX XXX OK 1 VRAI TRUE V ACCEPTE ACCEPTEE INSCRIT INSCRITE ABONNE ABONNEE".split()
)
_NO: Final = frozenset(
    "NON N NO 0 FAUX FALSE REFUS REFUSE REFUSEE JAMAIS DESINSCRIT DESABONNE STOP".split()
)
# A refusal in more words ("non merci", "ne souhaite pas"); "non renseigné" says that none is known.
_REFUSAL: Final = re.compile(
    r"^(?:NON|NE|PAS|REFUS\w*|DESINSCRI\w*|DESABONN\w*|STOP|NO)\b(?!.*\b(?:OUI|YES|REPON\w*|SAI[ST]|"
    r"SAVOIR|RENSEIGN\w*|COMMUNIQ\w*|CONNU\w*|ENCORE|DEMAND\w*|CONCERN\w*|DEFINI\w*|PRECIS\w*|"
    r"ANSWER|DATA)\b)"
)
_YES_MARKS: Final = frozenset("✓✔☑✅√")
_NO_MARKS: Final = frozenset("✗✘❌☐✕")
_PAID: Final = re.compile(
    r"\b(?:PAYEE?|REGLEE?|A JOUR|ENCAISSEE?|SOLDEE?|ACQUITTEE?|RECUE?|CHQ|CHEQUE|VIREMENT|VIRT|CB|"
    r"ESPECES|PAID)\b"
)
_UNPAID: Final = re.compile(
    r"\b(?:IMPAYEE?|(?:NON|PAS) (?:PAYEE?|REGLEE?|A JOUR)|RELANCEE?|RELANCER|DOIT|UNPAID|RESTE)\b"
)
_AMOUNT: Final = re.compile(
    r"(?<![0-9/.-])([0-9]{1,3}(?:[ .][0-9]{3})+|[0-9]+)(?:[.,]([0-9]{1,2}))?(?![0-9/])"
)
_CURRENCY: Final = re.compile(r"€|\beuros?\b|\beur\b", re.I)
_DUE_YEARS: Final = range(1990, 2101)


def read_flag(text: str) -> str:
    """ "yes", "no" or "unknown" of what stands in a column of ticks."""
    sign = text.strip(" .!")
    if sign in _YES_MARKS or sign in _NO_MARKS:
        return "yes" if sign in _YES_MARKS else "no"
    word = fold_text(re.sub(r"^([01])[.,]0$", r"\1", text))
    if word in _YES or word == "D ACCORD":
        return "yes"
    return "no" if word in _NO or _REFUSAL.search(word) else "unknown"


def flags(filled: Filled) -> Part:
    """newsletter, directory, photo: "yes", "no" or "unknown" (an empty cell), never missing."""
    columns, notes = {}, []
    for name in CONSENT_PURPOSES:
        written = single(filled, name, keep_marks=True)
        columns[name] = on_each(written, read_flag).fillna("unknown").astype("str")
        unread = written.notna() & (columns[name] == "unknown") & ~is_nothing(written)
        notes.append(remarks_on(filled, name, unread, "flag_unreadable", "warning"))
    return Part(columns, remarks=stack(notes, NO_REMARKS))


def amount(text: str) -> float | None:
    """The sum in a text ("150 €", "1 150,00"), None where there is none or there are several."""
    found = _AMOUNT.findall(_CURRENCY.sub(" ", text))
    if len(found) != 1:
        return None
    whole, cents = found[0]
    return float(re.sub(r"\D", "", whole)) + (float(f"0.{cents}") if cents else 0.0)


def read_due(text: str) -> tuple[str, float | None, int | None]:
    """State ("paid", "unpaid", "unknown"), amount and year of a cell of dues.

    A sum above 0 and a date count as paid; a year alone is the year that was paid.
    """
    folded = fold_text(text)
    if re.fullmatch(r"[0-9]{4}(?:\.0)?", text) and int(text[:4]) in _DUE_YEARS:
        return "paid", None, int(text[:4])
    flag, dated = read_flag(text), read_date(text)
    dated = dated if dated and len(dated) > 4 and re.search(r"[-/.]|[^\W\d_]", text) else None
    paid = None if dated else amount(re.sub(r"\b[0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?\b", "", text))
    if folded in ("1", "X", "O"):
        paid = None
    if _UNPAID.search(folded) or flag == "no" or paid == 0:
        return "unpaid", paid, None
    if _PAID.search(folded) or flag == "yes" or dated:
        return "paid", paid, None
    bare = re.sub(r"[0-9]|\b(?:EUROS?|EUR|LE|DU)\b", "", folded).strip()
    return ("paid" if paid and not bare else "unknown"), paid, None


def _heading_years(raw: pd.DataFrame, columns: pd.DataFrame, at: pd.DataFrame) -> pd.Series:
    """The year of each cell's column: of its label ("dues#2011"), else the one in its heading."""
    place = ["file", "sheet", "row"]
    cell = raw.loc[at["pos"], place].reset_index(drop=True).assign(label=at["label"].to_numpy())
    years = column_of(cell, columns, "heading").str.findall(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
    one = years.map(
        lambda found: found[0] if isinstance(found, list) and len(set(found)) == 1 else None
    )
    label = cell["label"].str.extract(r"#((?:19|20)[0-9]{2})$", expand=False)
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
    at = at[~is_nothing(at["text"]) | (on_each(at["text"], read_flag) != "unknown")]
    if at.empty:
        return empty("dues_read"), NO_REMARKS
    found = on_each(at["text"], read_due)
    table = at[["pos", "label"]].assign(
        state=found.str[0],
        amount=found.str[1].astype("float64"),
        year=_heading_years(raw, columns, at).fillna(found.str[2].astype("Int64")),
    )
    unread = at[table["state"] == "unknown"]
    table = conform(table.reset_index(drop=True), "dues_read")
    return table, remarks(unread, "dues_unreadable", "warning")


def commissions(filled: Filled) -> Part:
    """commissions (lists), each once a row, parted at , ; / and line breaks, not in "5 à 7"."""
    found = cells(filled, "commissions", line="; ")
    found["value"] = found["text"].str.split(r"\s*[,;/|]\s*", regex=True)
    each = found.explode("value").dropna(subset=["value"]).astype({"value": "str"})
    each["value"] = each["value"].str.strip(" .-").str.replace(r"^([0-9]+)\.0$", r"\1", regex=True)
    each = each[each["value"] != ""]
    each["key"] = on_each(each["value"], fold_text)
    each = each[each["key"] != ""].drop_duplicates(["pos", "key"])
    lists, origins = listed(each, "commissions", filled.index)
    return Part({"commissions": lists}, origins)
