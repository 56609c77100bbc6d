"""A code and what it stands for under one heading: "Fournisseur" over "1000423" and "Velinore"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from . import content
from .header import LOOKED_INTO
from .headings import WEAK, Meaning, words_of

_CODE: Final = r"(?=[^a-z]*\d)[A-Z0-9][A-Z0-9./_-]{0,19}"
_WORDED: Final = r"[^\W\d_]{3}"
_USUAL: Final = 0.6  # of the rows at least, for lists hold a code by mistake too
# Fields of which a sheet may have both a code and its words.
_NAMES: Final = {"name", "trade_name", "company_or_person", "company_or_last_name"}
# What stands beside a code whose heading names the code.
_OF_CODES: Final = {"naf": "activity", "postcode": "city"} | dict.fromkeys(
    ("member_no", "siren", "siret"), "name"
)
_BOTH: Final = _NAMES | {"city", "activity", "legal_form", *_OF_CODES}
_OWN_NUMBER: Final = {"adherent", "membre", "client", "member", "customer"}
_POSTCODE: Final = r"\d{4}0"  # nearly all end in 0, where INSEE codes end in any figure


def pairs(cells: np.ndarray, headings: Sequence[str | None]) -> dict[int, int]:
    """The columns of labels that stand right of their codes under one heading: each with the
    column of its codes. cells: what stands under the headings (rows x columns).

    The heading of the labels is blank, as merged ones are, or the same again.
    """
    found = {}
    for at, (heading, beside) in enumerate(pairwise(headings[:LOOKED_INTO])):
        same = heading and (beside is None or words_of(beside) == words_of(heading))
        if same and at not in found and _are_pair(cells[:, at], cells[:, at + 1]):
            found[at + 1] = at
    return found


def _are_pair(codes: np.ndarray, labels: np.ndarray) -> bool:
    some = [cell for cell in codes[: content.LOOKED_AT] if cell]
    if not any(sign.isdigit() for cell in some for sign in cell):  # most columns: no code at all
        return False
    both = pd.DataFrame({"code": codes, "label": labels}).dropna().astype("str")
    if len(both) < content.FEWEST or len(both) < content.MOST * pd.notna(codes).sum():
        return False
    first = both.head(content.LOOKED_AT)
    coded = first["code"].str.strip().str.fullmatch(_CODE).mean()
    worded = first["label"].str.contains(_WORDED).mean()
    if coded < content.MOST or worded < content.MOST:
        return False
    # A code stands for one label: the rows that have the one that is usual for their code.
    usual = both.value_counts().groupby(level="code").max().sum()
    return bool(usual >= _USUAL * len(both))


def settle(
    found: Sequence[Meaning | None],
    under: Mapping[int, int],
    samples: Sequence[pd.Series],
    headings: Sequence[str | None],
) -> list[Meaning | None]:
    """The meanings of columns, where those of codes and labels (`under`, as `pairs` gives them)
    have one heading between them: the label is what the heading says, and the code its number.
    """
    settled = list(found)
    for label, code in under.items():
        meaning = found[code]
        if meaning is None or meaning.field not in _BOTH:
            continue
        if meaning.field in _OF_CODES:
            other = _OF_CODES[meaning.field]
            rivals = _NAMES if other == "name" else {other}
            free = not any(one and one.field in rivals for one in found)
            settled[label] = Meaning(other, WEAK, exact=False) if free else None
            continue
        settled[label] = replace(meaning, exact=False)
        own = _OWN_NUMBER & set(words_of(headings[code] or ""))
        settled[code] = None
        if meaning.field in _NAMES and own:
            settled[code] = Meaning("member_no", WEAK, exact=False)
        elif meaning.field == "city" and _are_postcodes(samples[code]):
            settled[code] = Meaning("postcode", WEAK, exact=False)
    return settled


def _are_postcodes(values: pd.Series) -> bool:
    return len(values) > 0 and float(values.str.fullmatch(_POSTCODE).mean()) >= content.MOST
