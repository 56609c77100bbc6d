"""Names that hide: a company's name within the other's web domain, or as its initials; and kinds
of firm that bear one name and are two.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process

from .names import COMPANY, CONTAINED, RELATED, TRADE, Names
from .rarity import SMALL_WORDS
from .values import signs_of

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

SHORTEST_HIDDEN, HIDDEN_RATIO = 7, 92  # letters of a name that may be found within a web domain
MOST_LOST = 2 * (100 - HIDDEN_RATIO) / 100  # letters, for each one, that the other may not have
LETTER_BITS = 4.0  # of a letter of an acronym
INITIALS: Final = (2, 6)  # letters of an acronym
_FORMS: Final = r"\b(?:SARL|SASU?|SA|EURL|SNC|SCI|SCOP|EI|EIRL|GIE|SELARL|SCM|SCP)\b"
_OWNER: Final = (
    r"\b(?:HOLDING|PARTICIPATIONS?|FINANCIERE|FINANCES?|PATRIMOINE|CAPITAL)\b"
    r"|\bINVEST(?:ISSEMENTS?)?\b"
)
_STAFF: Final = r"^(?:CSE|COMITE D ENTREPRISE|COMITE SOCIAL|AMICALE DU PERSONNEL)\b"
_SMALL: Final = rf"\b(?:{'|'.join(word for word in SMALL_WORDS if word != 'ET')})\b"


def raised(
    records: pd.DataFrame, names: Names, left: Ints, right: Ints, likeness: Levels, bits: Floats
) -> tuple[Levels, Floats]:
    """Likeness and bits of pairs, CONTAINED where one side's name hides in the other's."""
    likeness, bits = likeness.copy(), bits.copy()
    for rule in (_hidden, _acronym):
        ask = np.flatnonzero(likeness < CONTAINED)
        worth = rule(records, names, left[ask], right[ask])
        found = ask[worth > 0]
        likeness[found] = CONTAINED
        bits[found] = np.maximum(bits[found], worth[worth > 0])
    return likeness, bits


def _hidden(records: pd.DataFrame, names: Names, left: Ints, right: Ints) -> Floats:
    """Bits of the name that stands in the other side's web or mail domain ("etsmaurymaconnerie.fr"
    and "Maury Maçonnerie"), 0 for none. A domain that both have is `reach`'s to weigh."""
    label = records["domain"].str.replace(r"\.[^.]*$", "", regex=True).str.upper()
    label = label.str.replace(r"[^A-Z0-9]", "", regex=True).fillna("")
    long = (label.str.len() >= SHORTEST_HIDDEN).to_numpy()
    code, text = pd.factorize(label)[0], label.to_numpy(dtype=object)
    length = np.append(names.length, 0)  # code -1
    size, signs = label.str.len().to_numpy(np.int64), signs_of(text)
    signs_of_name = np.append(signs_of(names.letters), np.uint64(0))
    worth = np.zeros(len(left))
    for holder, named in ((left, right), (right, left)):
        name = names.codes[named, COMPANY]
        ask = long[holder] & (code[holder] != code[named])
        at = np.flatnonzero(ask & (length[name] >= SHORTEST_HIDDEN))
        one, other = signs[holder[at]], signs_of_name[name[at]]
        shorter = np.minimum(size[holder[at]], length[name[at]])
        lost = np.where(size[holder[at]] < length[name[at]], one & ~other, other & ~one)
        at = at[np.bitwise_count(lost) <= MOST_LOST * shorter]
        inside = process.cpdist(
            text[holder[at]],
            names.letters[name[at]],
            scorer=fuzz.partial_ratio,
            score_cutoff=HIDDEN_RATIO,
            workers=-1,
        )
        at = at[inside > 0]
        worth[at] = np.maximum(worth[at], names.rare.total[name[at]])
    return worth


def _acronym(records: pd.DataFrame, names: Names, left: Ints, right: Ints) -> Floats:
    """Bits of the name that is the other's initials ("VPEF" and "Valentin Père et Fils"), 0 for
    none."""
    length = np.append(names.length, 0)  # code -1
    words = 1 + np.maximum(_spaces(records["name"]), _spaces(records["name_key"])).to_numpy()
    asked = []
    for one, full in ((left, right), (right, left)):
        for kind in (COMPANY, TRADE):
            many = length[names.codes[one, kind]]
            fits = (many >= INITIALS[0]) & (many <= INITIALS[1]) & (many <= words[full])
            at = np.flatnonzero(fits)
            asked.append(np.stack([at, names.codes[one[at], kind], full[at]]))
    pair, code, full = np.concatenate(asked, axis=1)
    rows, place = np.unique(full, return_inverse=True)
    same = [text[place] == names.letters[code] for text in _initials(records.iloc[rows])]
    found = np.logical_or.reduce(same)
    worth = np.zeros(len(left))
    np.maximum.at(worth, pair[found], LETTER_BITS * names.length[code[found]])
    return worth


def _spaces(texts: pd.Series) -> pd.Series:
    return (texts.str.len() - texts.str.replace(" ", "").str.len()).fillna(0)


def _initials(records: pd.DataFrame) -> list[npt.NDArray[np.object_]]:
    """Initials of each record's name: of all its words, without the small ones, with "et"."""
    key = records["name_key"].fillna("").astype("str")
    linked = records["name"].fillna("").astype("str").str.normalize("NFKD").str.upper()
    linked = linked.str.replace("&", " ET ").str.replace(r"[^A-Z0-9 ]+", "", regex=True)
    linked = linked.str.replace(_FORMS, " ", regex=True)
    short = key.str.replace(_SMALL, " ", regex=True)
    return [
        text.str.replace(r"\B\w|\s", "", regex=True).to_numpy(dtype=object)
        for text in (key, short, linked)
    ]


def other_kind(records: pd.DataFrame, left: Ints, right: Ints) -> Flags:
    """Pairs of two kinds of firm: one that owns premises (SCI), one that owns firms (holding), the
    staff's own body (CSE), any other. They bear one name and are not one firm."""
    form = records["legal_form"].fillna("")
    words = records["name_key"].fillna("")
    premises = form.isin(["SCI", "SCPI", "SCM"]) | words.str.contains(r"\bIMMO(?:BILIERE)? DE\b")
    owner = words.str.contains(_OWNER)
    staff = words.str.contains(_STAFF)
    kind = np.select([premises, owner, staff], [1, 2, 3], 0)
    return np.asarray(kind[left] != kind[right])


def lowered(apart: Flags, likeness: Levels, bits: Floats) -> tuple[Levels, Floats]:
    """Likeness and bits of pairs, at most RELATED where they are held apart."""
    low = apart & (likeness > RELATED)
    return np.where(low, RELATED, likeness).astype(np.int8), np.where(low, 0.0, bits)
