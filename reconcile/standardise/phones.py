"""Phone and fax numbers as "+33465710000".

French numbers are read by column; phonenumbers reads the rest, once per distinct cell, and a test
holds both together. What no rule reads stays as it was written.
"""

from __future__ import annotations

import re
from typing import Final

import pandas as pd
import phonenumbers

from reconcile.marked import FAX_FIRST, FAX_SECOND
from reconcile.tables import field_of

from .cards import LIKELY
from .cells import NO_ORIGINS, NO_REMARKS, Filled, Part, cells, listed, on_each, remarks, stack

_FRENCH: Final = r"^(?:(?:00)?33)?0?([1-9][0-9]{8})$"
_WRITTEN: Final = re.compile(
    r"(?<![0-9])(?:(?:\+|00)\s?33[\s.\-/]*(?:\(0\)[\s.\-/]*|0)?|0|\(0\))[1-9](?:[\s.\-/]*[0-9]{2}){4}(?![0-9])"
)
_STRONG: Final = re.compile(r"\s*(?:[;,|\n]|:::|\bou\b|\bet\b|&)\s*", re.I)
_WEAK: Final = re.compile(r"\s*/\s*|\s+-\s+|\s{2,}")
_NAMED: Final = re.compile(
    r"(?<=[0-9])\s+(?=(?:fax|t[ée]l[ée]?c?\w*|port\w*|mob\w*|gsm|fixe|standard)\b)", re.I
)
_FAX: Final = re.compile(r"\b(?:fax|t[ée]l[ée]copie\w*)\b|^F\s*[:.]", re.I)
_FAX_BEFORE: Final = re.compile(r"\b(?:fax|t[ée]l[ée]copie\w*)\W*$", re.I)
_EXTENSION: Final = re.compile(r"\s*\b(?:poste|ext|p)\b\.?\s*:?\s*[0-9]{1,5}\s*$", re.I)
_AMERICAN: Final = re.compile(r"^\(?([2-9][0-9]{2})\)?[ ./-]{0,2}([2-9][0-9]{2})[ .-]([0-9]{4})$")
_PAIR: Final = re.compile(rf"^({_WRITTEN.pattern})\s?[/-]\s?([0-9]{{2}})$")  # 04 65 71 00 00/01
_SCIENTIFIC: Final = r"\+?[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+"
_MAIL: Final = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_OTHERS: Final = ("email", "contact", "contact_first", "contact_last", "contact_role")
_MOBILE: Final = ("+336", "+337")
_KINDS: Final = {"phone": "phones", "mobile": "phones", "fax": "faxes"}


def french(texts: pd.Series) -> pd.Series:
    """E.164 of texts that are one French number, however spaced (missing for others).

    0465710000, 04 65 71 00 00, 04.65…, +33 4 65…, +33 (0)4 65…, 0033 4 65…, and 465710000 where a
    spreadsheet took the zero away.
    """
    # Of a number kept as one, with the decimal of a French file: 465710000,0
    texts = texts.str.replace(r"^([0-9]{9,11}),0$", r"\1", regex=True)
    plain = texts.str.fullmatch(r"\+?[0-9][0-9 .\-/()]*", na=False)
    plain |= texts.str.fullmatch(r"\(0\)[0-9 .\-/]*", na=False)
    digits = texts.where(plain).str.replace(r"\.0$", "", regex=True)
    digits = digits.str.replace(r"[^0-9]", "", regex=True)
    return "+33" + digits.str.extract(_FRENCH, expand=False).astype("str")


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _parts(cell: str) -> list[str]:
    """The pieces of a cell that each hold a number; "/" and " - " never part pairs of digits."""
    pieces = []
    for strong in _STRONG.split(_NAMED.sub("\n", cell)):
        weak = _WEAK.split(strong)
        whole = all(len(_digits(piece)) >= 8 or not re.search(r"\d", piece) for piece in weak)
        pieces += weak if whole else [strong]
    return [piece for piece in pieces if piece.strip(" ()-.:")]


def read_number(text: str) -> str:
    """E.164 of one written number of any country (France where it names none), else the text."""
    bare = _EXTENSION.sub("", text)
    found = _WRITTEN.findall(bare)
    if len(found) == 1 and len(_digits(bare)) == len(_digits(found[0])):
        return "+33" + re.sub(_FRENCH, r"\1", _digits(found[0]))
    try:
        number = phonenumbers.parse(bare, "FR")
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_possible_number(number):
        # ten digits without a 0, written 3-3-4, are no French number
        return _AMERICAN.sub(r"+1\1\2\3", bare.strip()) if _AMERICAN.match(bare.strip()) else text
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_cell(cell: str) -> list[tuple[str, bool]]:
    """The numbers of a cell, each with whether it is said to be a fax. Mails are left out."""
    written = _WRITTEN.findall(cell)
    plain = len(written) > 1 and re.fullmatch(r"(?:[0-9 .+()/;,|&-]|\bou\b|\bet\b)+", cell, re.I)
    if plain and sum(len(_digits(number)) for number in written) == len(_digits(cell)):
        return [(read_number(number), False) for number in written]
    if pair := _PAIR.match(cell):
        return [(read_number(pair[1]), False), (read_number(pair[1][:-2] + pair[2]), False)]
    numbers: list[tuple[str, bool]] = []
    for piece in _parts(cell):
        fax = bool(_FAX.search(piece))
        if "@" in piece:
            continue
        if not re.search(r"\d", piece):  # "(fax)" that a separator parted from its number
            if fax and numbers:
                numbers[-1] = (numbers[-1][0], True)
            continue
        numbers.append((read_number(piece), fax))
    return numbers or ([] if "@" in cell else [(cell, False)])


def _sides(cell: str, label: str, numbers: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """The numbers of a cell under a heading that names the phone and the fax, in either order.

    Only two numbers, none of them said to be a fax, stand in the order of the heading; a mobile is
    no fax. One alone is of what the heading names first, but for a sign before or after it.
    """
    if len(numbers) > 2 or any(fax for _, fax in numbers):
        return numbers
    first = FAX_FIRST in label
    if len(numbers) == 2:
        told = [(number, first == (nth == 0)) for nth, (number, _) in enumerate(numbers)]
    else:
        other = re.match(r"\s*[/;|-]", cell) or re.search(r"[/;|-]\s*$", cell)
        second = bool(re.match(r"\s*[/;|-]", cell))
        told = [(number, (first != second) if other else first) for number, _ in numbers]
    return [(number, fax and not number.startswith(_MOBILE)) for number, fax in told]


def _elsewhere(filled: Filled) -> pd.DataFrame:
    """pos, label, raw, value, list of French numbers that stand in cells of mails, persons and
    addresses."""
    other = cells(filled, *_OTHERS, line="; ")
    other = other[other["text"].str.contains("[0-9]{2}[^0-9]?[0-9]{2}", na=False)]
    other = pd.concat([other, _in_addresses(filled)], ignore_index=True)
    numbers = [_named_numbers(_MAIL.sub(" ", text)) for text in other["text"]]
    other = other.assign(value=pd.Series(numbers, other.index, dtype=object))
    other = other.explode("value").dropna(subset=["value"])
    fax = other["value"].str[1].astype(bool)
    other["list"] = pd.Series("phones", other.index, dtype="str").mask(fax, "faxes")
    return other.assign(value=french(other["value"].str[0].astype("str")))


def _in_addresses(filled: Filled) -> pd.DataFrame:
    """The cells of addresses that hold a phone too."""
    found = cells(filled, "address", line="; ")
    return found[found["text"].str.contains(LIKELY, na=False)]


def _named_numbers(text: str) -> list[tuple[str, bool]]:
    """The French numbers in a text, each with whether the word before it says that it is a fax."""
    found = _WRITTEN.finditer(text)
    return [(one[0], bool(_FAX_BEFORE.search(text[: one.start()]))) for one in found]


def read(filled: Filled) -> tuple[Part, pd.DataFrame]:
    """phones, faxes (lists) with origins; and the numbers of mobile columns (pos, label, value).

    Numbers in the cells of mails, persons and addresses come last in their row and are told.
    """
    found = cells(filled, *_KINDS, line="; ")
    lost = found[found["text"].str.fullmatch(_SCIENTIFIC, na=False)]
    found["list"] = found["label"].map(field_of).map(_KINDS).astype("str")
    found["value"] = french(found["text"]).fillna(lost["text"])
    alone = found["label"].str.contains(FAX_FIRST, regex=False) & found["value"].notna()
    alone &= ~found["value"].str.startswith(_MOBILE, na=False)
    found["list"] = found["list"].mask(alone, "faxes")
    rest = found[found["value"].isna()].copy()
    pairs = rest[rest["text"].str.match(_PAIR, na=False)]
    rest["read"] = on_each(rest["text"], read_cell)
    both = rest["label"].str.contains(f"{FAX_SECOND}|{FAX_FIRST}")
    rest.loc[both, "read"] = pd.Series(
        [_sides(*one) for one in rest.loc[both, ["text", "label", "read"]].to_numpy()],
        rest.index[both],
        dtype=object,
    )
    rest = rest.explode("read").dropna(subset=["read"])
    rest["value"] = rest["read"].str[0].astype("str")
    rest["list"] = rest["list"].mask(rest["read"].str[1].astype(bool), "faxes")
    other = _elsewhere(filled)
    found = pd.concat([found.dropna(subset=["value"]), rest]).sort_index(kind="stable")
    found = pd.concat([found, other], ignore_index=True)
    found = found.sort_values("pos", kind="stable", ignore_index=True)
    phones, phones_from = listed(found[found["list"] == "phones"], "phones", filled.index)
    faxes, faxes_from = listed(found[found["list"] == "faxes"], "faxes", filled.index)
    personal = found["label"].str.startswith(("mobile", "contact"))
    personal |= found["label"].str.contains("+", regex=False)  # of a further contact's own row
    mobiles = found[personal & (found["list"] == "phones")]
    origins = stack([phones_from, faxes_from], NO_ORIGINS)
    told = [{"value": value} for value in other["value"]]
    notes = [
        remarks(pairs, "second_number_completed", "info"),
        remarks(lost, "digits_lost", "warning"),
        remarks(other, "phone_elsewhere", "info", told),
    ]
    part = Part({"phones": phones, "faxes": faxes}, origins, stack(notes, NO_REMARKS))
    return part, mobiles[["pos", "label", "value"]].drop_duplicates(["pos", "value"])
