"""PAIRS -> LEVELS: the comparisons, each a pure function from two positions to a level.

Levels are int8: -1 where a side says nothing, 0 the least alike; their names are in weights.toml.
Evidence that shows in several fields is one comparison: identity (SIREN, SIRET), name (names.py),
place, reach (phones, mails, web domain), people and legal form. A value that many records hold says
little, and one that a crowd holds says nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from . import aliases, names
from .values import holders
from .weights import Weights

Ints = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int8]
Texts = npt.NDArray[np.object_]
Flags = npt.NDArray[np.bool_]

SHARED_BY = 4  # from so many records on, a shared value is a switchboard or an accountant
CROWD = 30  # and from so many on, it tells nothing
STREET_RATIO, PERSON_RATIO, CITY_RATIO = 86, 86, 85  # of 100: one letter wrong in seven
LOOSE_STREET = 75


def _columns(records: pd.DataFrame, name: str, left: Ints, right: Ints) -> tuple[Texts, Texts]:
    values = records[name].fillna("").to_numpy(dtype=object)
    return values[left], values[right]


def _alike(a: Texts, b: Texts, where: Flags, scorer: Callable[..., float], least: float) -> Flags:
    """Where two texts are alike by `scorer`, looked at only where asked."""
    found = np.zeros(len(a), dtype=bool)
    at = np.flatnonzero(where)
    found[at] = process.cpdist(a[at], b[at], scorer=scorer, score_cutoff=least, workers=-1) > 0
    return found


def _misspelt(a: Texts, b: Texts, where: Flags) -> Flags:
    """Where two texts are one sign apart: wrong, lost, added, or two changed about."""
    found = np.zeros(len(a), dtype=bool)
    at = np.flatnonzero(where)
    apart = process.cpdist(a[at], b[at], scorer=OSA.distance, score_cutoff=1, workers=-1)
    found[at] = apart == 1
    return found


def identity(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """SIREN and SIRET. Two valid SIRENs that differ are the strongest evidence against. A number
    that fails its check never holds records apart: its levels are weak.

    different, different_text, misspelt, same_text, same_siren (another site), same_siret.
    """
    siren_a, siren_b = _columns(records, "siren", left, right)
    siret_a, siret_b = _columns(records, "siret", left, right)
    siren_ok, siret_ok = records["siren_ok"].to_numpy(), records["siret_ok"].to_numpy()
    both_siren = (siren_a != "") & (siren_b != "")
    both_siret = (siret_a != "") & (siret_b != "")
    valid = siren_ok[left] & siren_ok[right]
    same_siret = both_siret & (siret_a == siret_b)
    same_siren = both_siren & (siren_a == siren_b)
    differ = ~same_siret & ~same_siren
    near = _misspelt(siren_a, siren_b, both_siren & ~valid & differ)
    near |= _misspelt(siret_a, siret_b, both_siret & ~valid & differ)
    return np.select(
        [
            ~both_siren & ~both_siret,
            same_siret & siret_ok[left],
            same_siren & valid,
            same_siret | same_siren,
            near,
            both_siren & valid,
        ],
        [-1, 5, 4, 3, 2, 0],
        1,
    ).astype(np.int8)


def place(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Town and street. Where a side gives no street: town_far (another department), town_other,
    same_city. Where both do: far, other_city, other_street, address_elsewhere (the same address, it
    seems, in another town), same_street, shared_address (with a crowd of firms, as in a business
    centre), same_address.
    """
    street_a, street_b = _columns(records, "street_key", left, right)
    number_a, number_b = _columns(records, "street_no", left, right)
    city_a, city_b = _columns(records, "city_key", left, right)
    code_a, code_b = _columns(records, "postcode", left, right)
    streets = (street_a != "") & (street_b != "")
    cities, codes = (city_a != "") & (city_b != ""), (code_a != "") & (code_b != "")
    one_city = cities & (city_a == city_b)
    one_city |= _alike(city_a, city_b, cities & ~one_city, fuzz.ratio, CITY_RATIO)
    one_city |= codes & (code_a == code_b)
    known = cities | codes
    area = records["postcode"].fillna("").str[:2].to_numpy(dtype=object)
    far = codes & (area[left] != area[right])
    one_number = (number_a == number_b) & (number_a != "")
    no_number = (number_a == "") | (number_b == "")
    ask = streets & (one_city | one_number | ~known)
    street = _alike(street_a, street_b, ask, fuzz.token_sort_ratio, STREET_RATIO)
    # With one number and one town, half a street is enough: "Peachtree Rd", "Peachtree Road NE".
    loose = ask & one_number & ~street
    street |= _alike(street_a, street_b, loose & one_city, fuzz.WRatio, LOOSE_STREET)
    street |= _alike(street_a, street_b, loose & ~one_city, fuzz.token_set_ratio, 92)
    crowded = _crowded(records, ("street_key", "street_no", "city_key"))
    shared = crowded[left] | crowded[right]
    address = street & (one_number | no_number)
    return np.select(
        [
            address & (one_city | ~known) & ~shared,
            address & (one_city | ~known),
            street & one_city,
            street & one_number & ~far,
            streets & (one_city | ~known),
            far & ~one_city & streets,
            known & streets,
            one_city,
            far,
            known,
        ],
        [9, 8, 7, 6, 5, 3, 4, 2, 0, 1],
        -1,
    ).astype(np.int8)


def _crowded(records: pd.DataFrame, columns: tuple[str, ...]) -> Flags:
    """Records whose values more than SHARED_BY records have."""
    held = records.groupby(list(columns), dropna=False)["row"].transform("size")
    return np.asarray(held > SHARED_BY)


def _share(records: pd.DataFrame, column: str, left: Ints, right: Ints) -> tuple[Flags, Ints]:
    """Where both sides say something; and by how many records the rarest value that both hold is
    held (0 where they share none)."""
    size, table = len(records), holders(records[column])
    table = table[table["held"] < CROWD]
    has = np.zeros(size, dtype=bool)
    has[table["pos"].to_numpy()] = True
    table = table[table["held"] > 1]
    pairs = table.merge(table[["pos", "value"]], on="value", suffixes=("", "_other"))
    pairs = pairs[pairs["pos"] < pairs["pos_other"]].sort_values("held", kind="stable")
    keys = pairs["pos"].to_numpy() * size + pairs["pos_other"].to_numpy()
    keys, first = np.unique(keys, return_index=True)
    held = pairs["held"].to_numpy()[first]
    wanted = np.minimum(left, right) * size + np.maximum(left, right)
    at = np.searchsorted(keys, wanted)
    inside = at < len(keys)
    inside[inside] = keys[at[inside]] == wanted[inside]
    found = np.zeros(len(left), dtype=np.int64)
    found[inside] = held[at[inside]]
    return has[left] & has[right], found


def _first(records: pd.DataFrame, column: str) -> Texts:
    return np.asarray(records[column].str[0].astype("str").fillna("").to_numpy(dtype=object))


def reach(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Any phone against any phone, any mail against any mail, the web domain.

    different, shared_by_many (only a value that several others have too), misspelt, same_domain,
    same_phone, same_mail, two_of_them (a phone, and a mail or the domain).
    """
    known_phone, phone = _share(records, "phones", left, right)
    known_mail, mail = _share(records, "emails", left, right)
    known_domain, domain = _share(records, "domain", left, right)
    known = known_phone | known_mail | known_domain
    shared = [(held > 0) & (held < SHARED_BY) for held in (phone, mail, domain)]
    by_phone, by_mail, by_domain = shared
    nothing = known & (phone == 0) & (mail == 0) & (domain == 0)
    numbers = _first(records, "phones")
    near = _misspelt(numbers[left], numbers[right], nothing & known_phone)
    site_a, site_b = _columns(records, "domain", left, right)
    near |= _alike(site_a, site_b, nothing & known_domain & ~near, fuzz.ratio, 90)
    some = (phone > 0) | (mail > 0) | (domain > 0)
    levels = [by_phone & (by_mail | by_domain), by_mail, by_phone, by_domain, near, some, known]
    return np.select(levels, [6, 5, 4, 3, 2, 1, 0], -1).astype(np.int8)


def people(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Any person of one side against any of the other, first and last names in any order.

    different, one_name (a first or a last name is shared), misspelt, same_often (a person of
    several firms), same.
    """
    known, held = _share(records, "people", left, right)
    first = _first(records, "people")
    a, b = first[left], first[right]
    ask = known & (held == 0)
    near = _alike(a, b, ask, fuzz.ratio, PERSON_RATIO)
    one = _alike(a, b, ask & ~near, fuzz.token_set_ratio, 100)
    levels = [(held > 0) & (held < SHARED_BY), held > 0, near, one, known]
    return np.select(levels, [4, 3, 2, 1, 0], -1).astype(np.int8)


_KINDRED: Final = {"EURL": "SARL", "SASU": "SAS", "EI": "EIRL"}  # often written one for the other


def form(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Legal forms: different, kindred (SARL and EURL, SAS and SASU), same."""
    a, b = _columns(records, "legal_form", left, right)
    kin = records["legal_form"].replace(_KINDRED).fillna("").to_numpy(dtype=object)
    known = (a != "") & (b != "")
    levels = [~known, a == b, kin[left] == kin[right]]
    return np.select(levels, [-1, 2, 1], 0).astype(np.int8)


def name(records: pd.DataFrame, left: Ints, right: Ints, weights: Weights) -> tuple[Levels, Levels]:
    """The best two names of each pair, and the other two.

    Name: different; related, a little is shared; then, each as `common`, plain or `rare`:
    apart, words are shared and each name has one of its own ("Laka Transports", "Laka Optique");
    alike, half of what the names say is shared; contained, all that the shorter one says, its
    initials, or the name stands in the other's web domain; close, a typing error apart or words
    changed about; equal, the same letters.
    Second name: different, alike, equal.
    """
    known = names.read(records, weights)
    ways = names.ways(known, left, right)
    of_ways, shared = names.likeness(known, ways.left, ways.right)
    likeness, bits = names.best(ways, of_ways, shared, len(left))
    likeness, bits = aliases.raised(records, known, left, right, likeness, bits)
    apart = aliases.other_kind(records, left, right)
    likeness, bits = aliases.lowered(apart, likeness, bits)
    return names.stepped(likeness, bits), names.second(ways, of_ways, len(left))


SIMPLE: Final[dict[str, Callable[[pd.DataFrame, Ints, Ints], Levels]]] = {
    "identity": identity,
    "place": place,
    "reach": reach,
    "people": people,
    "form": form,
}


def compare(records: pd.DataFrame, pairs: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """LEVELS: left, right, rules (of PAIRS) and an int8 column a comparison. `records` is indexed
    0..n-1."""
    left, right = pairs["left"].to_numpy(np.int64), pairs["right"].to_numpy(np.int64)
    best, second = name(records, left, right, weights)
    columns = {test: rule(records, left, right) for test, rule in SIMPLE.items()}
    every = {**columns, "name": best, "second_name": second}
    rules = pairs["rules"].to_numpy(np.int64)
    return pd.DataFrame({"left": left, "right": right, "rules": rules, **every})
