"""SIREN, SIRET, VAT number, APE code: digits, their checks, and zeros that Excel took away.

Regular forms are checked by column; python-stdnum is the authority, and a test holds both together.
An identifier that fails its check keeps its text.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from stdnum.fr import tva

from .cells import (
    NO_ORIGINS,
    NO_REMARKS,
    Filled,
    Part,
    origin_where,
    remarks_on,
    single,
    stack,
)
from .text import LONGEST, on_distinct

LA_POSTE: Final = "356000000"
_LA_POSTE_HEAD_OFFICE: Final = "35600000000048"
_WORDS: Final = (
    r"(?i)^(?:N(?:[°ºo]|um[ée]ro)?\.? ?)?(?:SIRET|SIREN|RCS|TVA|VAT)\b[^0-9A-Z]*(?:FR\b)?"
)
# One number among words: "RCS Saint-Étienne 123 456 789", "n° 123 456 789 00012 (siège)". The W of
# an association's RNA number makes it no SIREN.
_AMONG_WORDS: Final = (
    r"(?i)^[^0-9]*?(?<!\bW)(?<!\bW )(?:SIRET|SIREN|\b)([0-9][0-9 .\-_/]*[0-9])\b[^0-9]*$"
)
_WITH_SIGNS: Final = r"[^0-9 .,\-_/]"
# Cells of digits, words and separators alone, and how the digits of several numbers fall apart.
_NUMBERS: Final = (
    r"(?i)(?:[0-9 .\-/;,|:&+()]|\bet\b|\bou\b|siret|siren|rcs|n°|si[eè]ge|agence|[eé]tablissement)+"
)
_LENGTHS: Final[dict[int, list[tuple[int, ...]]]] = {
    18: [(9, 9)],
    23: [(9, 14), (14, 9)],
    28: [(14, 14)],
    42: [(14, 14, 14)],
}
_VAT: Final = r"(?i)\bFR[ .\-/]*([0-9A-Z]{2})[ .\-/]*((?:[0-9][ .\-/]*){8}[0-9])(?![0-9])"
_APE: Final = r"(?<![0-9A-Za-z.])([0-9]{2})[ .]?([0-9])[ .]?([0-9])[ .]{0,2}([A-Za-z])(?![A-Za-z])"
_SCIENTIFIC: Final = r"^\d(?:[.,]\d+)?[eE]\+?\d+$"


def _digits(values: pd.Series) -> np.ndarray:
    """Digits of texts of one length, a row a text (int64, n x length)."""
    joined = "".join(values)
    length = len(joined) // max(len(values), 1)
    return (np.frombuffer(joined.encode("ascii"), dtype=np.uint8) - 48).reshape(-1, length or 1)


def luhn(values: pd.Series) -> pd.Series:
    """Whether texts that are digits alone, all of one length, pass the Luhn check (bool)."""
    digits = _digits(values).astype(np.int64)[:, ::-1]
    digits[:, 1::2] *= 2
    total = (digits // 10 + digits % 10).sum(axis=1)
    return pd.Series(total % 10 == 0, index=values.index, dtype=bool)


def _passing(values: pd.Series, length: int) -> pd.Series:
    regular = values.str.fullmatch(rf"[0-9]{{{length}}}", na=False).astype(bool)
    passed = pd.Series(False, index=values.index)
    if regular.any():
        passed[regular] = luhn(values[regular])
    return passed


def siren_valid(values: pd.Series) -> pd.Series:
    """Whether each text is a SIREN: 9 digits, Luhn (bool)."""
    return _passing(values, 9)


def siret_valid(values: pd.Series) -> pd.Series:
    """Whether each text is a SIRET: 14 digits, Luhn, its SIREN too (bool).

    The sites of La Poste but its head office have a digit sum divisible by 5 instead.
    """
    passed = _passing(values, 14) & siren_valid(values.str[:9])
    poste = values.str.fullmatch(LA_POSTE + "[0-9]{5}", na=False) & (
        values != _LA_POSTE_HEAD_OFFICE
    )
    if poste.any():
        passed[poste] = _digits(values[poste]).sum(axis=1) % 5 == 0
    return passed


def compact(tidied: pd.Series) -> pd.Series:
    """Identifiers without spaces, dots, hyphens, a leading "SIRET:" or the ".0" of a float."""
    text = tidied.str.replace(_WORDS, "", regex=True)
    text = text.str.replace(r"^([0-9 ]+)[.,]0$", r"\1", regex=True)
    plain = text.str.replace(r"[ .\-_/]", "", regex=True)
    plain = plain.mask(text.str.contains(_SCIENTIFIC, na=False), text.str.replace(" ", ""))
    return plain.mask(plain == "", tidied)


def _among_words(cells: pd.Series) -> pd.Series:
    """The SIREN or SIRET in cells that say words beside it; other cells as they are."""
    some = cells[cells.str.contains(_WITH_SIGNS, na=False) & (cells.str.len() <= LONGEST)]
    number = some.str.extract(_AMONG_WORDS, expand=False).str.replace(r"[^0-9]", "", regex=True)
    whole = number.str.len().isin((9, 14))
    number = number[whole | ((number.str.len() > 9) & siret_valid(number.str.zfill(14)))]
    result = cells.copy()
    result[number.index] = number
    return result


def _put_back(values: pd.Series) -> pd.Series:
    """Numbers whose leading zeros Excel took away, whole again where the result passes its check.

    10 to 13 digits may be a SIRET, 6 to 8 a SIREN; others stay as they are.
    """
    result = values.copy()
    for shortest, longest, length, valid in ((10, 13, 14, siret_valid), (6, 8, 9, siren_valid)):
        short = values.str.fullmatch(rf"[0-9]{{{shortest},{longest}}}", na=False).astype(bool)
        whole = values[short].str.zfill(length)
        good = valid(whole)
        result[whole.index[good]] = whole[good]
    return result


def _first_of(written: pd.Series) -> pd.DataFrame:
    """first (`str`), several (bool) of cells that hold more than one valid number.

    "000259168 00011 / 000294876 00016": the first, and it is several. A SIREN beside a SIRET that
    begins with it is one number. Cells with one number, or one that fails its check, have none.
    """
    long = written.where(written.str.len() >= min(_LENGTHS))
    joined = long.where(long.str.fullmatch(_NUMBERS, na=False))
    joined = joined.str.replace(r"[^0-9]", "", regex=True)
    joined = joined.where(joined.str.len().isin((18, 23, 28, 42)))
    found = pd.DataFrame({"first": None, "several": False}, index=written.index)
    for at, text in joined.dropna().items():
        for lengths in _LENGTHS[len(text)]:
            ends = [sum(lengths[: nth + 1]) for nth in range(len(lengths))]
            parts = [text[end - n : end] for n, end in zip(lengths, ends, strict=True)]
            sites = pd.Series([part for part in parts if len(part) == 14], dtype="str")
            firms = pd.Series([part for part in parts if len(part) == 9], dtype="str")
            if siret_valid(sites).all() and siren_valid(firms).all():
                best = sites.iloc[0] if len(sites) else firms.iloc[0]
                found.loc[at, "first"] = best
                found.loc[at, "several"] = any(not best.startswith(part) for part in parts)
                break
    return found.astype({"first": "str"})


def _numbers(filled: Filled, name: str) -> tuple[pd.Series, list[pd.DataFrame]]:
    """A column of identifiers, and what was inferred or lost in its cells."""
    cell = single(filled, name)
    first = _first_of(cell)
    one = on_distinct(first["first"].fillna(cell), _among_words)
    written = on_distinct(one, compact)
    whole = on_distinct(written, _put_back)
    rounded = written.str.fullmatch(r"[0-9]{11}[0-9]*000", na=False) & ~siret_valid(whole)
    lost = written.str.contains(_SCIENTIFIC, na=False) | rounded
    restored = whole.notna() & (whole != written)
    return whole, [
        remarks_on(filled, name, restored, "zero_put_back", "info", value=whole),
        remarks_on(filled, name, lost, "digits_lost", "warning"),
        remarks_on(filled, name, first["several"], "several_identifiers", "warning", value=written),
    ]


def with_siren(siren: pd.Series, siret: pd.Series) -> pd.Series:
    """SIRETs (`str`), whole where a cell has the NIC alone, the last five figures, and the row its
    SIREN. Where Excel took its zeros away the whole must pass the check."""
    nic = siret.where(siret.str.fullmatch("[0-9]{1,5}", na=False))
    whole = siren.where(siren.str.fullmatch("[0-9]{9}", na=False)) + nic.str.zfill(5)
    sure = whole.notna() & ((nic.str.len() == 5) | siret_valid(whole))
    return siret.mask(sure, whole)


def vat_valid(values: pd.Series) -> pd.Series:
    """Whether each text is FR, a key of two digits that is right, and a SIREN (bool).

    key = (12 + 3 x (SIREN mod 97)) mod 97. Keys with letters are for python-stdnum.
    """
    passed = values.str.fullmatch("FR[0-9]{11}", na=False).astype(bool)
    number = values[passed].str[2:]
    key, siren = number.str[:2].astype("int64"), number.str[2:].astype("int64")
    right = ((12 + 3 * (siren % 97)) % 97 == key) & siren_valid(number.str[2:])
    passed[right.index] = right
    return passed


def vat_numbers(tidied: pd.Series) -> pd.Series:
    """VAT numbers as "FRkkNNNNNNNNN" where they are right; others without spaces, in capitals."""

    def rule(texts: pd.Series) -> pd.Series:
        parts = texts.str.extract(_VAT)
        number = "FR" + parts[0].str.upper() + parts[1].str.replace(r"[^0-9]", "", regex=True)
        plain = number.fillna(compact(texts).str.upper())
        whole = plain.mask(plain.str.fullmatch("[0-9]{11}", na=False), "FR" + plain)
        good = vat_valid(whole)
        maybe = plain[~good & plain.str.fullmatch(r"(?:FR)?[0-9A-Z]{2}[0-9]{9}", na=False)]
        good[maybe.index[[bool(tva.is_valid(text)) for text in maybe]]] = True
        return plain.mask(good, "FR" + plain.str[-11:])

    return on_distinct(tidied, rule)


def naf_codes(tidied: pd.Series) -> pd.Series:
    """APE codes as "62.01Z", also "APE : 6201Z" and "Programmation (6201Z)"; text that holds none,
    or several, stays as it is."""
    parts = tidied.str.extract(_APE)
    parts = parts.where(tidied.str.count(_APE) == 1)
    code = parts[0] + "." + parts[1] + parts[2] + parts[3].str.upper()
    return code.fillna(tidied).astype("str")


def read(filled: Filled) -> Part:
    """siren, siret, vat, naf (`str`), siren_ok, siret_ok (bool), with origins and remarks."""
    siren, siren_remarks = _numbers(filled, "siren")
    siret, siret_remarks = _numbers(filled, "siret")
    vat, naf = vat_numbers(single(filled, "vat")), naf_codes(single(filled, "naf"))
    siret = with_siren(siren, siret)
    short = siren_valid(siret)  # a SIREN in the column of SIRETs
    swapped = siret_valid(siren)  # and the other way round
    given, site = siren, siret.mask(short)
    from_siren = swapped & site.isna()
    siret_out = site.mask(from_siren, siren)
    known = given.mask(swapped, siren.str[:9])
    head = siret_out.str[:9]
    rounded = siret_out.str.endswith("000").fillna(False) & ~siret_valid(siret_out)
    whole = siret_out.str.fullmatch("[0-9]{14}", na=False) & ~rounded
    head = head.where(whole & siren_valid(head))
    tail = vat.str[4:]
    tail = tail.where(vat_valid(vat))
    from_siret = known.isna() & (head.notna() | short)
    own = known.fillna(siret.where(short)).fillna(head)
    from_vat = own.isna() & tail.notna()
    siren_out = own.fillna(tail).astype("str")
    origins = [
        origin_where(from_siret, "siren", "siret"),
        origin_where(from_vat, "siren", "vat"),
        origin_where(from_siren, "siret", "siren"),
    ]
    notes = [
        *siren_remarks,
        *siret_remarks,
        remarks_on(filled, "siret", short, "siren_in_siret", "info"),
        remarks_on(filled, "siren", swapped, "siret_in_siren", "info"),
    ]
    columns = {"siren": siren_out, "siret": siret_out.astype("str"), "vat": vat, "naf": naf}
    checks = {"siren_ok": siren_valid(siren_out), "siret_ok": siret_valid(siret_out)}
    return Part({**columns, **checks}, stack(origins, NO_ORIGINS), stack(notes, NO_REMARKS))
