"""How alike the names of two companies are, any name of one against any of the other.

A company has up to three names (company, trade, former) and often shows one in its web or mail
domain. What counts is how alike the best two are, and how rare the words that they share.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from .rarity import Rarity, rarity
from .weights import Weights

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.object_]
Levels = npt.NDArray[np.int8]

DIFFERENT, RELATED, APART, ALIKE, CONTAINED, CLOSE, EQUAL = range(7)
RARE_BITS: Final = (10.0, 16.0)  # shared words: common below, rare from the second on
STEPS: Final = len(RARE_BITS) + 1
CLOSE_RATIO, CLOSE_SHARE = 86.0, 0.92
CONTAINED_SHARE, CONTAINED_BITS = 0.92, 5.0
ALIKE_SHARE, ALIKE_RATIO = 0.5, 76.0
APART_BITS = 4.0  # bits of words that each name has for itself
RELATED_BITS, RELATED_RATIO = 5.5, 62.0
NAMES: Final = ("name_key", "trade_key", "former_key")
LETTER_BITS = 4.0  # of a letter of an acronym
_FORMS: Final = r"\b(?:SARL|SASU?|SA|EURL|SNC|SCI|SCOP|EI|EIRL|GIE|SELARL|SCM|SCP)\b"
SHORTEST_HIDDEN = 7  # letters of a name that may be found within a web domain


def compare(
    records: pd.DataFrame, left: Ints, right: Ints, weights: Weights
) -> tuple[Levels, Floats]:
    """Level of the best two names of each pair (int8, -1 where a side has none), and the bits of
    the words that they share.

    Levels: `different`; `related`, a little is shared; then, each as `common`, plain or `rare`:
    `apart`, words are shared and each name has one of its own ("Laka Transports", "Laka Optique");
    `alike`, half of what the names say is shared; `contained`, all that the shorter one says, its
    initials, or the name stands in the other's web domain; `close`, a typing error apart or words
    changed about; `equal`, the same letters.
    """
    texts, codes, counts = _coded(records)
    rare = rarity(texts, counts, weights)
    pair, one, other = _ways(codes, left, right)
    likeness, bits = _likeness(texts, rare, one, other)
    best, known = _best(pair, likeness, bits, len(left))
    for rule in (_hidden, _acronym):
        found, worth = rule(records, texts, codes, rare, left, right, best)
        known = np.where(found, np.maximum(known, worth), known)
        best[found] = CONTAINED
    apart = (best > RELATED) & _other_kind(records, left, right)
    best[apart], known[apart] = RELATED, 0.0
    return _stepped(best, known), known


def _stepped(likeness: Levels, bits: Floats) -> Levels:
    """Likeness and rarity as one level: from `apart` on, each is parted by the bits shared."""
    step = np.digitize(bits, RARE_BITS)
    level = np.where(likeness < APART, likeness, APART + (likeness - APART) * STEPS + step)
    return level.astype(np.int8)


def _coded(records: pd.DataFrame) -> tuple[pd.Series, Ints, Ints]:
    """The distinct names of all kinds; codes (records x kinds, -1 where missing) into them; and how
    many records hold each."""
    every = pd.concat([records[name] for name in NAMES], ignore_index=True)
    codes, distinct = pd.factorize(every)
    held = np.bincount(codes[codes >= 0], minlength=len(distinct))
    return (
        pd.Series(distinct, dtype="str"),
        codes.reshape(len(NAMES), len(records)).T.astype(np.int64),
        held.astype(np.int64),
    )


def _ways(codes: Ints, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Each way to set a name of a pair's left side beside one of its right: the pair's position and
    the two codes. A former name is never set beside a former name."""
    parts = []
    kinds = codes.shape[1]
    for one in range(kinds):
        for other in range(kinds):
            a, b = codes[left, one], codes[right, other]
            at = np.flatnonzero((a >= 0) & (b >= 0))
            if len(at) and not (one == other == kinds - 1):
                parts.append((at, a[at], b[at]))
    if not parts:
        nothing = np.zeros(0, dtype=np.int64)
        return nothing, nothing, nothing
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))  # type: ignore[return-value]


def _best(pair: Ints, likeness: Levels, bits: Floats, size: int) -> tuple[Levels, Floats]:
    """The most alike of the ways of each pair, -1 where there is none."""
    best, known = np.full(size, -1, dtype=np.int8), np.zeros(size)
    order = np.lexsort((bits, likeness))
    best[pair[order]] = likeness[order]  # the last of a pair stays
    known[pair[order]] = bits[order]
    return best, known


def _likeness(texts: pd.Series, rare: Rarity, left: Ints, right: Ints) -> tuple[Levels, Floats]:
    """How alike pairs of coded names are, DIFFERENT to EQUAL, and the bits of what they share."""
    shared = rare.shared(left, right)
    low = np.minimum(rare.total[left], rare.total[right])
    high = np.maximum(rare.total[left], rare.total[right])
    plain = texts.to_numpy(dtype=object)
    letters = texts.str.replace(" ", "").to_numpy(dtype=object)
    digits = texts.str.replace(r"\D", "", regex=True).to_numpy(dtype=object)
    worth = (shared >= 0.25 * low) | (_start(letters, left) == _start(letters, right))
    ratio, joined = np.zeros(len(left)), np.zeros(len(left))
    at = np.flatnonzero(worth)
    ratio[at] = _ratios(plain, left[at], right[at], fuzz.token_sort_ratio, RELATED_RATIO)
    joined[at] = _ratios(letters, left[at], right[at], fuzz.ratio, ALIKE_RATIO)
    ratio = np.maximum(ratio, joined)
    one_number = digits[left] == digits[right]  # "Lycée 2" is not a misspelt "Lycée 3"
    same = (letters[left] == letters[right]) | ((ratio == 100) & (shared > 0.999 * high))
    near = ((ratio >= CLOSE_RATIO) | (shared >= CLOSE_SHARE * high)) & one_number
    inside = (shared >= CONTAINED_SHARE * low) & (shared >= CONTAINED_BITS)
    apart = (shared >= RELATED_BITS) & (low - shared >= APART_BITS)
    partly = (shared >= ALIKE_SHARE * high) | (ratio >= ALIKE_RATIO)
    likeness = np.select(
        [
            same,
            near,
            inside,
            apart,
            partly,
            (shared >= RELATED_BITS) | (ratio >= RELATED_RATIO),
        ],
        [EQUAL, CLOSE, CONTAINED, APART, ALIKE, RELATED],
        DIFFERENT,
    ).astype(np.int8)
    whole = likeness >= CLOSE
    return likeness, np.where(whole, np.maximum(shared, low), shared)


def _start(letters: Texts, of: Ints) -> Texts:
    starts: Texts = np.array([text[:2] for text in letters], dtype=object)
    return starts[of]


def _ratios(texts: Texts, left: Ints, right: Ints, scorer: Any, least: float) -> Floats:
    """Likeness in percent of pairs of texts, 0 below `least`."""
    found = process.cpdist(texts[left], texts[right], scorer=scorer, score_cutoff=least, workers=-1)
    return np.asarray(found, dtype=np.float64)


def _hidden(
    records: pd.DataFrame,
    texts: pd.Series,
    codes: Ints,
    rare: Rarity,
    left: Ints,
    right: Ints,
    best: Levels,
) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Pairs of which one's web or mail domain holds the other's name ("etsmaurymaconnerie.fr" and
    "Maury Maçonnerie"), and the bits of that name. A domain that both have is `reach`'s to weigh.
    """
    label = records["domain"].str.replace(r"\.[^.]*$", "", regex=True).str.upper()
    label = label.str.replace(r"[^A-Z0-9]", "", regex=True).fillna("").to_numpy(dtype=object)
    letters = texts.str.replace(" ", "").to_numpy(dtype=object)
    found, bits = np.zeros(len(left), dtype=bool), np.zeros(len(left))
    for holder, named in ((left, right), (right, left)):
        code = codes[named, 0]
        ask = (best < CONTAINED) & (label[holder] != label[named]) & (code >= 0)
        at = np.flatnonzero(ask & (_lengths(label)[holder] >= SHORTEST_HIDDEN))
        at = at[_lengths(letters)[code[at]] >= SHORTEST_HIDDEN]
        inside = process.cpdist(
            label[holder[at]],
            letters[code[at]],
            scorer=fuzz.partial_ratio,
            score_cutoff=92,
            workers=-1,
        )
        at = at[inside > 0]
        found[at] = True
        bits[at] = np.maximum(bits[at], rare.total[code[at]])
    return found, bits


def _acronym(
    records: pd.DataFrame,
    texts: pd.Series,
    codes: Ints,
    rare: Rarity,
    left: Ints,
    right: Ints,
    best: Levels,
) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Pairs of which one's name is the other's initials ("VPEF" and "Valentin Père et Fils"), and
    the bits of so many letters."""
    letters = texts.str.replace(" ", "").to_numpy(dtype=object)
    letters = np.append(letters, "")  # code -1
    initials = _initials(records)
    found, length = np.zeros(len(left), dtype=bool), _lengths(letters)
    bits = np.zeros(len(left))
    for short, full in ((left, right), (right, left)):
        for kind in range(2):  # the company's name, the trade name
            code = codes[short, kind]
            at = np.flatnonzero((best < CONTAINED) & np.isin(length[code], (2, 3, 4, 5, 6)))
            same = [one[full[at]] == letters[code[at]] for one in initials]
            at = at[np.logical_or.reduce(same)]
            found[at] = True
            bits[at] = np.maximum(bits[at], LETTER_BITS * length[code[at]])
    return found, bits


def _initials(records: pd.DataFrame) -> list[Texts]:
    """Initials of each record's name: of all its words, without the small ones, with "et"."""
    key = records["name_key"].fillna("").astype("str")
    linked = records["name"].fillna("").astype("str").str.normalize("NFKD").str.upper()
    linked = linked.str.replace("&", " ET ").str.replace(r"[^A-Z0-9 ]+", "", regex=True)
    linked = linked.str.replace(_FORMS, " ", regex=True)
    short = key.str.replace(r"\b(?:DE|DU|DES|LA|LE|LES|D|L|A|AU|AUX|EN|SUR)\b", " ", regex=True)
    return [
        text.str.replace(r"\s*(\S)\S*\s*", r"\1", regex=True).to_numpy(dtype=object)
        for text in (key, short, linked)
    ]


def _lengths(texts: Texts) -> Ints:
    return np.array([len(text) for text in texts], dtype=np.int64)


def _other_kind(records: pd.DataFrame, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Pairs of two kinds of firm: one that owns premises (SCI), one that owns firms (holding), any
    other. They bear one name and are not one firm."""
    form = records["legal_form"].fillna("")
    words = records["name_key"].fillna("")
    premises = form.isin(["SCI", "SCPI", "SCM"]) | words.str.contains(r"\bIMMO(?:BILIERE)? DE\b")
    owner = words.str.contains(r"\b(?:HOLDING|PARTICIPATIONS?|FINANCIERE|PATRIMOINE)\b")
    kind = np.select([premises, owner], [1, 2], 0)
    return np.asarray(kind[left] != kind[right])
