"""What the cells of a column say about it: the field that they prove, and whether they fit one.

A sample of a few hundred cells is looked at, by column. Proof is a check that chance does not pass:
the control digit of a SIRET, SIREN or VAT number, the form of a mail address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Sequence
from functools import cache
from typing import Final

import numpy as np
import pandas as pd
from stdnum.fr import siren, siret, tva

from .headings import catalogue, is_other, words_of

LOOKED_AT: Final = 400  # cells of a column
FEWEST: Final = 3  # cells, of different content, below which nothing is concluded
MOST: Final = 0.8  # this share of the cells proves or confirms
FEW: Final = 0.2  # this share or less speaks against
_LONGEST_NAME: Final = 60  # characters of a usual name; what is longer describes
_LONGEST: Final = 300  # signs tell what a cell is; some patterns take minutes over a page
_LONGEST_NOTHING: Final = 12  # characters of "en cours", "néant", "-"
# Confidence in a column that its content alone names, by check, by form, by length.
PROVED, LIKELY, FORMED = 0.9, 0.7, 0.6
_LONGEST_NUMBER: Final = 14  # letters and digits of a number that people give to members

_PHONE: Final = r"(?:(?:\+|00)33\s?(?:\(0\))?|0)\s?[1-9](?:[\s./-]?\d{2}){4}"
_MAIL: Final = r"[\w.+%'&-]+\s?@\s?[\w-]+(?:\.[\w-]+)+"
_GAP: Final = r"\s*(?:[;,/|\n]|\bou\b|\bet\b|\s)\s*"
# Forms that name the field of a column without a heading that is known.
_FORMS: Final = {
    "phone": rf"\s*{_PHONE}(?:{_GAP}{_PHONE})*\s*",
    "website": r"\s*(?:https?://|www\.)[^\s@]+\s*",
    "naf": r"\s*\d{2}[. ]?\d{2}[. ]?[A-Z]\s*",
    "email": rf"(?s).*{_MAIL}.*",  # beside a phone, or a name
    "city": r"\s*(?:F-?)?\d{2} ?\d{3}[\s,-]+[^\W\d_][^\d@]*(?:\d{1,2})?\s*",
    "postcode": r"(?:0[1-9]|[1-8]\d|9[0-8])\d{3}",
}
_CARD_TOWN: Final = r"(?<!\d)\d{2} ?\d{3}[\s,-]+[^\W\d_]{2}"
_STREET: Final = (
    "rue|avenue|ave?|boulevard|bld|bd|place|pl|allées?|chemin|che|route|rte|impasse|imp|quai|cours"
    "|square|street"
)
_TOWN: Final = {name: _FORMS[name] for name in ("city", "postcode")}
_CIVILITY: Final = r"(?i)\s*(?:mr?|mme|mlle|mrs|ms|dr|me|monsieur|madame|mademoiselle)\.?\s*"
_LEGAL: Final = r"(?i)\s*(?:sarl|sasu?|eurl|sa|snc|sc[iopm]|selarl|eirl|ei|gie|association)\s*"
# What the cells under a heading may be instead, being near to it, and the form that says so.
_INSTEAD: Final[dict[str, dict[str, str]]] = {
    "activity": {"naf": _FORMS["naf"]},
    "contact": {"phone": _FORMS["phone"]},
    "contact_role": {"contact_title": _CIVILITY, "legal_form": _LEGAL},
    "address": _TOWN,
    "address_extra": _TOWN,
    "city": {"address": rf"(?is).*\b(?:{_STREET})\b.*"},
}
_LETTERS: Final = r"[^\W\d_]"
_DIGITS: Final = r"(?:\d\W*){%s}"
# What nearly every cell under a right heading holds; a field that is not here may hold anything.
_FITS: Final = {
    "siren": _DIGITS % "6,14",
    "siret": rf"{_DIGITS % '9,14'}|\d[.,]?\d*[eE]\+?\d",
    "vat": _DIGITS % "8,12",
    "naf": r"\d{2}\W?\d",
    "postcode": r"\d{4}|\d[A-Za-z]|\d\s\d{3}",
    **dict.fromkeys(("phone", "mobile", "fax"), _DIGITS % "6"),
    "email": r"@|\bat\b|\(at\)",
    "website": r"\w\.\w{2}|https?:",
    **dict.fromkeys(("joined_on", "left_on"), r"\d"),
    **dict.fromkeys(("name", "address", "city", "activity"), _LETTERS),
    **dict.fromkeys(("contact", "contact_first", "contact_last", "contact_role"), _LETTERS),
}
# "20240131101500" is a moment.
_MOMENT: Final = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d{3}"
# One look at all cells together: most columns hold neither a mail nor a long number.
_MAYBE: Final = re.compile(r"@|(?:\d[\s.\u00a0-]?){9}")
_MAYBE_FORM: Final = re.compile(r"\d{2}[. ]?\d{2}|www\.|http")
# These sort themselves out cell by cell: a SIREN among SIRETs is told where it stands.
_ALIKE: Final = frozenset({"siren", "siret"})


def sample(cells: np.ndarray) -> pd.Series:
    """At most some hundreds of the filled cells, spread over the column (`str`, a new index);
    those that say that nothing is known are left out."""
    values = cells[pd.notna(cells)]
    step = max(1, -(-len(values) // LOOKED_AT))
    some = [str(value)[:_LONGEST] for value in values[::step]]
    return pd.Series([one for one in some if not _says_nothing(one)], dtype="str")


def _says_nothing(cell: str) -> bool:
    if len(cell) > _LONGEST_NOTHING:
        return False
    said = " ".join(words_of(cell))
    return said in _nothing() if said else not any(sign in "123456789" for sign in cell)


@cache
def _nothing() -> frozenset[str]:
    return frozenset(" ".join(words_of(said)) for said in catalogue()["words"]["nothing"])


def proved(values: pd.Series) -> str | None:
    """The field that a sample of cells proves, or None: siret, siren, vat or email."""
    written = values.tolist()
    if not _MAYBE.search("\n".join(written)) or len(set(written)) < FEWEST:
        return None
    for field, test in _PROOFS.items():
        if float(test(values).mean()) >= MOST:
            return field
    return None


def _checked(values: pd.Series, form: str, check: Callable[[str], bool], length: int) -> pd.Series:
    """Whether each text, its zeros put back, has a form and passes a check (bool)."""
    plain = values.str.replace(r"^(\d+)[.,]0$", r"\1", regex=True)
    plain = plain.str.replace(r"[\s.\u00a0-]", "", regex=True)
    formed = plain.str.fullmatch(form, na=False)
    passed = [
        bool(like) and check(text.zfill(length))
        for like, text in zip(formed.tolist(), plain.tolist(), strict=True)
    ]
    return pd.Series(passed, values.index, dtype=bool)


_PROOFS: Final[dict[str, Callable[[pd.Series], pd.Series]]] = {
    # A number has lost the zeros in front.
    "siret": lambda values: _checked(values, r"\d{11,14}", siret.is_valid, 14),
    "siren": lambda values: _checked(values, r"\d{9}", siren.is_valid, 9),
    "vat": lambda values: _checked(values, r"(?i)FR[0-9A-Z]{2}\d{9}", tva.is_valid, 0),
    "email": lambda values: values.str.fullmatch(
        rf"\W*(?:mailto:)?{_MAIL}(?:{_GAP}{_MAIL})*\W*", na=False
    ),
}


def formed(values: pd.Series, heading: str | None, fewest: int = FEWEST) -> str | None:
    """siret or siren where a sample of cells has the length of one and its check need not pass, as
    in lists made anonymous; None where the heading or the cells speak against it.

    Of a heading that speaks of a number of identification a single number will do; else `fewest`
    of different content must be. Nine digits may be the key of a program, or a phone without its
    zero: only an "Immatriculation" makes them SIRENs.
    """
    words = set(words_of(heading or ""))
    lists = catalogue()["words"]
    if is_other(heading) or words & set(lists["numbered"]):
        return None
    named = bool(words & set(lists["identifying"]))
    plain = values.str.replace(r"[.,]0$|[\s.\u00a0-]", "", regex=True)
    if plain.nunique() < (1 if named else fewest):
        return None
    long, short = plain.str.fullmatch(r"\d{14}"), plain.str.fullmatch(r"\d{9}")
    moments = plain.str.fullmatch(_MOMENT)
    if float((long | short).mean()) < MOST or moments.mean() > FEW:
        return None
    if long.mean() >= (FEW if named else MOST):
        return "siret"
    return "siren" if "immatriculation" in words else None


def are_postcodes(values: pd.Series) -> bool:
    """Whether nearly all cells may be postcodes, and members share them, unlike numbers."""
    if len(values) < FEWEST or values.nunique() * 2 > len(values):
        return False
    return float(values.str.fullmatch(_FORMS["postcode"]).mean()) >= MOST


def is_record_key(values: pd.Series) -> bool:
    """Whether the cells are longer than a number that people give: keys of a program's records."""
    signs = values.str.count(r"\w")
    return len(values) > 0 and float((signs > _LONGEST_NUMBER).mean()) >= MOST


def is_part(values: pd.Series) -> bool:
    """Whether the cells are numbers of houses ("12", "3 bis") or signs beside them ("B", "TER"), as
    where an address has a column for each of its parts."""
    return bool(values.str.fullmatch(r"(?i)\d{0,4}(?:[.,]0)?(?:[-/]\d{1,4})?\s?[a-z]{0,6}").all())


def is_link(values: pd.Series) -> bool:
    """Whether nearly all cells are links or mails, which number no member."""
    form = rf"{_FORMS['website']}|\W*(?:mailto:)?{_MAIL}\W*"
    return len(values) > 0 and float(values.str.fullmatch(form, na=False).mean()) >= MOST


def is_yes_no(values: pd.Series, figures: bool = False) -> bool:
    """Whether all cells only say yes or no (a no alone says nothing, and is not in a sample);
    figures: 0 and 1 say it too."""
    said = {*catalogue()["words"]["yes_no"], *(("0", "1") if figures else ())}
    return len(values) > 0 and set(values.str.strip().str.casefold()) <= said


def is_code(values: pd.Series) -> bool:
    """Whether nearly all cells are short codes: a few capitals and digits without a space."""
    if len(values) < FEWEST:
        return False
    return float(values.str.fullmatch(r"[A-Z0-9][A-Z0-9./_-]{0,5}").mean()) >= MOST


def is_untitled(values: pd.Series) -> bool:
    """Whether the cells are codes and none of them a civility: "PM", "PF" of a register."""
    titles = values.str.fullmatch(rf"{_CIVILITY}|[HF12]")
    return is_code(values) and float(titles.mean()) <= FEW


def instead(values: pd.Series, field: str) -> str | None:
    """The field near to `field` whose form nearly all cells of a sample have, or None: APE codes
    under "Activité principale", "42000 Saint-Étienne" under "Localisation"."""
    if len(values) < FEWEST:
        return None
    for other, form in _INSTEAD.get(field, {}).items():
        if float(values.str.fullmatch(form, na=False).mean()) >= MOST:
            return other
    return None


def fit(values: pd.Series, field: str) -> float | None:
    """The share of a sample that may be cells of `field`; None where that cannot be told."""
    form = _FITS.get(field)
    if form is None or len(values) < FEWEST:
        return None
    return float(values.str.contains(re.compile(form), na=False).mean())


def against(field: str, seen: str | None) -> bool:
    """Whether cells that prove `seen` speak against a heading that says `field`."""
    return seen is not None and seen != field and not {field, seen} <= _ALIKE


def guess(
    values: pd.Series, heading: str | None, taken: Container[str]
) -> tuple[str, float] | None:
    """The field of a column whose heading is missing or not known, and the confidence; or None.

    At least four cells in five must prove it, or have its form. Nothing proves a postcode (an INSEE
    code looks the same), so a heading of another name speaks against it. `taken` are the fields
    that other columns hold already.
    """
    if len(values) < FEWEST or is_other(heading):
        return None
    seen = proved(values)
    if seen:
        return None if seen in taken else (seen, PROVED)
    if not _MAYBE_FORM.search("\n".join(values.tolist())):
        return None
    if "address" not in taken and _are_cards(values):
        return "address", LIKELY
    if "siret" not in taken and formed(values, heading) == "siret":
        return "siret", FORMED
    return _by_form(values, heading, taken)


def _by_form(
    values: pd.Series, heading: str | None, taken: Container[str]
) -> tuple[str, float] | None:
    """The field whose form nearly all cells have, and the confidence; or None."""
    for field, form in _FORMS.items():
        allowed = field not in taken and not (heading and field == "postcode")
        if allowed and float(values.str.fullmatch(form, na=False).mean()) >= MOST:
            return None if field == "website" and _one_host(values) else (field, LIKELY)
    return None


def _are_cards(values: pd.Series) -> bool:
    """Whether most cells hold a postcode with its town, and a phone or a mail beside it."""
    towns = values.str.contains(_CARD_TOWN, na=False)
    return float((towns & values.str.contains(f"{_PHONE}|{_MAIL}", na=False)).mean()) >= MOST


def _one_host(links: pd.Series) -> bool:
    """Whether most links of a sample lead to the same site: a directory's pages or photos, and not
    the members' own sites."""
    hosts = links.str.extract(r"(?i)(?:https?://)?(?:www\.)?([^/\s?]+)")[0].str.lower()
    return int(hosts.value_counts().max()) * 2 > len(links)


def counts_rows(cells: np.ndarray) -> bool:
    """Whether a column only counts: 1, 2, 3… Such a number changes hands when a row goes in."""
    values = [cell for cell in cells if cell is not None and cell.isdigit()]
    return len(values) > 1 and values == [str(nth) for nth in range(1, len(values) + 1)]


def names(
    samples: Sequence[pd.Series], headings: Sequence[str | None], free: Sequence[bool]
) -> int | None:
    """The leftmost column without a field whose cells are all different short words, as names, in a
    sheet that has no column of names; None where there is none. free: columns without a field."""
    for at, values in enumerate(samples):
        if not free[at] or is_other(headings[at]) or len(values) < FEWEST:
            continue
        worded = float(values.str.contains(rf"{_LETTERS}{{3}}", na=False).mean())
        described = float(values.str.len().median()) > _LONGEST_NAME
        if worded >= MOST and values.nunique() >= MOST * len(values) and not described:
            return at
    return None
