"""RECORDS -> PAIRS: which records are worth comparing.

A pair must share a key of one of RULES, or have names that look alike. Up to ALL_PAIRS records
every pair is looked at: no block is too big, and every name is held against every other. Above, a
block of more than BIG_BLOCK records is split by the town, and what is still too big is skipped and
named; and each name is held against those that share its rarer letters (neighbours.py).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from ..tables import conform
from .neighbours import neighbours
from .values import holders, words

ALL_PAIRS = 3_000
BIG_BLOCK = 12
ALIKE_RATIO = 62.0  # of 100: names less alike than this have a word in common or nothing
HIDDEN_START = 9  # letters of a name that a web domain begins with

NAMES: Final = ("name", "second_name")  # the comparisons of names
log = logging.getLogger(__name__)
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Rule:
    """A blocking rule: records with one value of `key` are compared.

    name: what the words files call it ([blocking]). key: RECORDS -> what `holders` takes: text or
    lists of text, a row a record, or words. uses: the comparisons that the key decides, which pairs
    of this rule alone can teach nothing of.
    """

    name: str
    uses: tuple[str, ...]
    key: Callable[[pd.DataFrame], pd.Series]


def _joined(records: pd.DataFrame, *columns: str) -> pd.Series:
    """The columns as one key; missing where any of them is."""
    key = records[columns[0]]
    for column in columns[1:]:
        key = key + "|" + records[column]
    return key


def _letters(texts: pd.Series) -> pd.Series:
    return texts.str.replace(r"[^0-9A-Za-z]", "", regex=True).str.upper()


def _name_or_domain(records: pd.DataFrame) -> pd.Series:
    """The first letters of the name, and of the web domain: "MAURYMACO", from either."""
    domain = _letters(records["domain"].str.replace(r"\.[^.]*$", "", regex=True))
    starts = [
        text.where(text.str.len() >= HIDDEN_START).str[:HIDDEN_START]
        for text in (_letters(records["name_key"]), domain)
    ]
    both = pd.concat(starts, axis=1).fillna("")
    return pd.Series(both.to_numpy().tolist(), index=records.index, dtype=object)


def _words(records: pd.DataFrame) -> pd.Series:
    return words(records["name_key"].fillna("") + " " + records["trade_key"].fillna(""))


def _every_name(records: pd.DataFrame) -> pd.Series:
    """All names of the records, under the position of their record, spaces left out."""
    kinds = [records[kind].dropna() for kind in ("name_key", "trade_key", "former_key")]
    names = pd.concat(kinds).str.replace(" ", "")
    return names[names != ""]


RULES: Final = (
    Rule("number", ("identity",), lambda r: r["siren"].fillna(r["siret"])),
    Rule("phone", ("reach",), lambda r: r["phones"]),
    Rule("mail", ("reach",), lambda r: r["emails"]),
    Rule("domain", ("reach",), lambda r: r["domain"]),
    Rule("name", NAMES, lambda r: _letters(r["name_key"])),
    Rule("trade_name", NAMES, lambda r: _letters(r["trade_key"].fillna(r["name_key"]))),
    Rule("former_name", NAMES, lambda r: _letters(r["former_key"].fillna(r["name_key"]))),
    Rule("word", NAMES, _words),
    Rule("name_in_domain", (*NAMES, "reach"), _name_or_domain),
    Rule(
        "start_and_town",
        (*NAMES, "place"),
        lambda r: r["name_key"].str[:4] + "|" + r["city_key"],
    ),
    Rule("address_town", ("place",), lambda r: _joined(r, "street_no", "street_key", "city_key")),
    Rule(
        "address_postcode", ("place",), lambda r: _joined(r, "street_no", "street_key", "postcode")
    ),
    Rule("person", ("people",), lambda r: r["people"]),
)
ALIKE_NAMES: Final = Rule("names_alike", NAMES, lambda r: r["name_key"])
EVERY_RULE: Final = (*RULES, ALIKE_NAMES)


@dataclass(frozen=True)
class Blocked:
    """pairs: PAIRS. skipped: rule, blocks, records and largest of the blocks that were too big."""

    pairs: pd.DataFrame
    skipped: pd.DataFrame


def block(records: pd.DataFrame) -> Blocked:
    """PAIRS of RECORDS (indexed 0..n-1): left < right, and the bit mask of the rules that made
    each; 0 in all of them where every pair was looked at."""
    size = len(records)
    small = size <= ALL_PAIRS
    most = size if small else BIG_BLOCK
    parts, skipped = [], []
    with ThreadPoolExecutor(1) as pool:  # letters are compared outside of Python's lock
        alike = pool.submit(_alike, _every_name(records), size, most)
        for bit, rule in enumerate(RULES):
            found, too_big = _blocks(records, rule, most)
            parts.append((found, 1 << bit))
            if len(too_big):
                log.info("rule %s: %d blocks too big, skipped", rule.name, len(too_big))
                skipped.append((rule.name, len(too_big), int(too_big.sum()), int(too_big.max())))
    parts.append((alike.result(), 1 << len(RULES)))
    keys = np.concatenate([found for found, _ in parts])
    bits = np.concatenate([np.full(len(found), bit) for found, bit in parts])
    keys, place = np.unique(keys, return_inverse=True)
    rules = np.zeros(len(keys), dtype=np.int64)
    np.bitwise_or.at(rules, place, bits)
    left, right = np.divmod(keys, max(size, 1))
    pairs = pd.DataFrame({"left": left, "right": right, "rules": 0 if small else rules})
    names = ["rule", "blocks", "records", "largest"]
    return Blocked(conform(pairs, "pairs"), pd.DataFrame(skipped, columns=names))


def _blocks(records: pd.DataFrame, rule: Rule, most: int) -> tuple[Ints, Ints]:
    """Pairs (left * n + right) of the records that share the rule's key; and the sizes of the
    blocks that were skipped because even their parts of one town, or without one, are too big."""
    table = holders(rule.key(records))
    held = table["held"]
    big = table[held > most]
    town = pd.factorize(records["city_key"])[0][big["pos"].to_numpy()]
    big = big.assign(value=pd.factorize(_one_key(big["value"].to_numpy(), town))[0])
    parted = big.groupby("value")["pos"].transform("size")
    size = len(records)
    fit = [table[held.between(2, most)], big[(town >= 0) & parted.between(2, most)]]
    found = np.concatenate([_pairs_within(part, size) for part in fit])
    left_out = big[(parted > most) | ((town < 0) & (parted > 1))]
    return found, left_out.groupby("value").size().to_numpy(np.int64)


def _one_key(one: Ints, other: Ints) -> Ints:
    return np.asarray(one.astype(np.int64) * (int(other.max(initial=0)) + 2) + other)


def _pairs_within(table: pd.DataFrame, size: int) -> Ints:
    """left * size + right of all pairs of rows (pos) that share a value."""
    table = table.sort_values(["value", "pos"])
    pos = table["pos"].to_numpy()
    _, start, count = np.unique(table["value"].to_numpy(), return_index=True, return_counts=True)
    parts = [np.zeros(0, dtype=np.int64)]
    for many in np.unique(count):  # blocks of one size are made together
        blocks = pos[start[count == many][:, None] + np.arange(many)]
        one, other = np.triu_indices(int(many), k=1)
        parts.append((blocks[:, one] * size + blocks[:, other]).ravel())
    return np.concatenate(parts)


def _alike(names: pd.Series, size: int, most: int) -> Ints:
    """left * size + right of the records whose names (under their positions) look alike. A name
    that more than `most` records hold is left out: the rule `name` tells of it."""
    codes, distinct = pd.factorize(names, sort=True)
    texts = pd.Series(distinct, dtype="str")
    if size <= ALL_PAIRS:
        one, other = _all_near(texts.to_numpy(dtype=object))
    else:
        one, other = neighbours(texts)
    held = np.bincount(codes, minlength=len(texts))
    few_of_each = (held[one] <= most) & (held[other] <= most)
    rows = pd.DataFrame({"code": codes, "pos": names.index.to_numpy(np.int64)})
    pairs = pd.DataFrame({"one": one[few_of_each], "other": other[few_of_each]})
    pairs = pairs.merge(rows, left_on="one", right_on="code")
    pairs = pairs.merge(rows, left_on="other", right_on="code", suffixes=("", "_other"))
    left, right = pairs["pos"].to_numpy(), pairs["pos_other"].to_numpy()
    keys = np.minimum(left, right) * size + np.maximum(left, right)
    return np.unique(keys[left != right])


def _all_near(texts: npt.NDArray[np.object_]) -> tuple[Ints, Ints]:
    """Codes of every two distinct names that look alike, each with itself among them."""
    if not len(texts):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    ratio = process.cdist(
        texts, texts, scorer=fuzz.ratio, score_cutoff=ALIKE_RATIO, dtype=np.uint8, workers=-1
    )
    one, other = np.nonzero(np.triu(ratio))
    return one, other
