"""PAIRS -> LEVELS: the comparisons, each a pure function from two positions to a level.

Levels are int8: -1 where a side says nothing, 0 the least alike; their names are in weights.toml.
Evidence that shows in several fields is one comparison: identity (SIREN, SIRET), name, place,
reach (phones, mails, web domain) and people.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from . import names
from .blocking import pairs_sharing
from .weights import Weights

Ints = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int8]
Texts = npt.NDArray[np.object_]

COMMON_VALUE = 8  # records that may share a phone before it says nothing (a switchboard)


def _columns(records: pd.DataFrame, name: str, left: Ints, right: Ints) -> tuple[Texts, Texts]:
    values = records[name].fillna("").to_numpy(dtype=object)
    return values[left], values[right]


def identity(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """SIREN and SIRET. A number that fails its check never holds records apart: its levels are
    weak. Two valid SIRENs that differ are the strongest evidence against."""
    siren_a, siren_b = _columns(records, "siren", left, right)
    siret_a, siret_b = _columns(records, "siret", left, right)
    siren_ok, siret_ok = records["siren_ok"].to_numpy(), records["siret_ok"].to_numpy()
    both_siren = (siren_a != "") & (siren_b != "")
    both_siret = (siret_a != "") & (siret_b != "")
    valid = siren_ok[left] & siren_ok[right]
    same_siret = both_siret & (siret_a == siret_b)
    same_siren = both_siren & (siren_a == siren_b)
    near = both_siren & ~valid & _near(siren_a, siren_b)
    known = both_siren | both_siret
    return np.select(
        [
            ~known,
            same_siret & siret_ok[left],
            same_siren & valid,
            same_siret | same_siren | near,
            both_siren & valid,
        ],
        [-1, 4, 3, 2, 0],
        1,
    ).astype(np.int8)


def _near(a: Texts, b: Texts) -> npt.NDArray[np.bool_]:
    """One digit wrong, or two changed about, in a number of nine or more."""
    return np.asarray(process.cpdist(a, b, scorer=fuzz.ratio, score_cutoff=88, workers=-1) > 0)


def name(
    records: pd.DataFrame, left: Ints, right: Ints, weights: Weights
) -> tuple[Levels, npt.NDArray[np.float64]]:
    """The best of name, trade name and former name on both sides, and the bits of shared words.

    A holding or an SCI is not the firm whose name it bears: at most "related" to another kind.
    """
    best = np.full(len(left), -1, dtype=np.int8)
    bits = np.zeros(len(left))
    keys = ("name_key", "trade_key", "former_key")
    for one in keys:
        for other in keys:
            has = records[one].notna().to_numpy()[left] & records[other].notna().to_numpy()[right]
            at = np.flatnonzero(has)
            if not len(at) or (one == other == "former_key"):
                continue
            level, known = names.compare_keys(
                records[one], records[other], left[at], right[at], weights
            )
            better = (level > best[at]) | ((level == best[at]) & (known > bits[at]))
            best[at[better]], bits[at[better]] = level[better], known[better]
    kind = _kind(records)
    apart = (kind[left] != kind[right]) & (best > names.RELATED)
    best[apart], bits[apart] = names.RELATED, 0.0
    return best, bits


def _kind(records: pd.DataFrame) -> npt.NDArray[np.int64]:
    """What a firm is for: 1 owns premises (SCI), 2 owns firms (holding), 0 anything else."""
    form = records["legal_form"].fillna("")
    words = records["name_key"].fillna("")
    premises = form.isin(["SCI", "SCPI", "SCM"]) | words.str.contains(r"\bIMMO(?:BILIERE)? DE\b")
    owner = words.str.contains(r"\b(?:HOLDING|PARTICIPATIONS?|FINANCIERE|PATRIMOINE)\b")
    return np.select([premises, owner], [1, 2], 0)


def place(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Town and street. One of many firms at an address (a business centre) is no better than a
    shared street."""
    street_a, street_b = _columns(records, "street_key", left, right)
    number_a, number_b = _columns(records, "street_no", left, right)
    city_a, city_b = _columns(records, "city_key", left, right)
    code_a, code_b = _columns(records, "postcode", left, right)
    streets = (street_a != "") & (street_b != "")
    alike = process.cpdist(street_a, street_b, scorer=fuzz.token_sort_ratio, workers=-1)
    cities, codes = (city_a != "") & (city_b != ""), (code_a != "") & (code_b != "")
    city_ratio = process.cpdist(city_a, city_b, scorer=fuzz.ratio, score_cutoff=85, workers=-1)
    same_city = (cities & (city_ratio > 0)) | (codes & (code_a == code_b))
    other_city = (cities | codes) & ~same_city
    same_street = streets & (alike >= 86) & ~other_city
    one_number = (number_a == number_b) | (number_a == "") | (number_b == "")
    crowd = records.groupby(["street_key", "street_no", "city_key"], dropna=False)["row"]
    crowded = (crowd.transform("size") > COMMON_VALUE).to_numpy()[left]
    return np.select(
        [
            same_street & one_number & ~crowded,
            same_street,
            same_city & ~streets,
            same_city | (streets & ~cities & ~codes),
            other_city,
        ],
        [4, 3, 2, 1, 0],
        -1,
    ).astype(np.int8)


def _share(records: pd.DataFrame, column: str, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    pairs = pairs_sharing(records[column], COMMON_VALUE)
    size = len(records)
    keys = pairs["left"].to_numpy(dtype=np.int64) * size + pairs["right"].to_numpy(dtype=np.int64)
    return np.isin(np.minimum(left, right) * size + np.maximum(left, right), keys)


def _both(records: pd.DataFrame, column: str, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    filled = records[column]
    has = filled.str.len().fillna(0).to_numpy() > 0
    return np.asarray(has[left] & has[right])


def reach(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Any phone against any phone, any mail against any mail, the web domain. "Two of them" is a
    phone together with a mail or the domain."""
    phone = _share(records, "phones", left, right)
    mail = _share(records, "emails", left, right)
    domain = _share(records, "domain", left, right)
    known = np.zeros(len(left), dtype=bool)
    for column in ("phones", "emails", "domain"):
        known |= _both(records, column, left, right)
    levels = [phone & (mail | domain), mail, phone, domain, known]
    return np.select(levels, [4, 3, 2, 1, 0], -1).astype(np.int8)


def people(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Any person of one side against any of the other, first and last names in any order."""
    same = _share(records, "people", left, right)
    known = _both(records, "people", left, right)
    return np.select([same, known], [1, 0], -1).astype(np.int8)


SIMPLE: Final[dict[str, Callable[[pd.DataFrame, Ints, Ints], Levels]]] = {
    "identity": identity,
    "place": place,
    "reach": reach,
    "people": people,
}


def compare(records: pd.DataFrame, pairs: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """LEVELS: left, right, an int8 column a comparison, and `name_bits`, the rarity of the words
    that both names share (float64, bits). `records` is indexed 0..n-1. A pair that nothing at all
    can be said of is left out."""
    left, right = pairs["left"].to_numpy(np.int64), pairs["right"].to_numpy(np.int64)
    level, bits = name(records, left, right, weights)
    columns = {test: rule(records, left, right) for test, rule in SIMPLE.items()}
    levels = pd.DataFrame(
        {"left": left, "right": right, **columns, "name": level, "name_bits": bits}
    )
    said = (levels[["name", *SIMPLE]] >= 0).any(axis=1)
    return levels[said].reset_index(drop=True)
