"""PAIRS -> LEVELS: the comparisons, each a pure function from two positions to a level.

Levels are int8: -1 where a side says nothing, 0 the least alike; their names are in weights.toml.
Evidence that shows in several fields is one comparison: identity (SIREN, SIRET), name (names.py),
place, reach (phones, mails, web domain), people and legal form. A value that many records hold says
little, and one that a crowd holds says nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from rapidfuzz import fuzz

from . import aliases, names
from .values import holders, sides
from .weights import Weights

Ints = npt.NDArray[np.int64]
Levels = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

SHARED_BY = 4  # from so many names in lists on, a shared value is a switchboard or an accountant
CROWD = 30  # and from so many records on, it tells nothing
STREET_RATIO, PERSON_RATIO, CITY_RATIO = 86, 86, 85  # of 100: one letter wrong in seven
LOOSE_STREET, FAR_STREET, DOMAIN_RATIO = 75, 92, 90


def identity(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """SIREN and SIRET. Two valid SIRENs that differ are the strongest evidence against. A number
    that fails its check never holds records apart: its levels are weak.

    different, different_text, misspelt, same_text, same_siren (another site), same_siret.
    """
    siren, siret = (sides(records[name], left, right) for name in ("siren", "siret"))
    siren_ok, siret_ok = records["siren_ok"].to_numpy(), records["siret_ok"].to_numpy()
    valid = siren_ok[left] & siren_ok[right]
    doubtful = ~valid & ~siren.same & ~siret.same
    near = siren.misspelt(doubtful) | siret.misspelt(doubtful)
    return np.select(
        [
            ~siren.both & ~siret.both,
            siret.same & siret_ok[left],
            siren.same & valid,
            siret.same | siren.same,
            near,
            siren.both & valid,
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
    street, number, city, code = (
        sides(records[name], left, right)
        for name in ("street_key", "street_no", "city_key", "postcode")
    )
    one_city = city.same | city.alike(city.both, fuzz.ratio, CITY_RATIO) | code.same
    known = city.both | code.both
    far = code.both & ~sides(records["postcode"].str[:2], left, right).same
    one_number = number.same
    ask = street.both & (one_city | one_number | ~known)
    alike = street.same & ask | street.alike(ask, fuzz.token_sort_ratio, STREET_RATIO)
    # With one number and one town, half a street is enough: "Peachtree Rd", "Peachtree Road NE".
    loose = ask & one_number & ~alike
    alike |= street.alike(loose & one_city, fuzz.WRatio, LOOSE_STREET)
    alike |= street.alike(loose & ~one_city, fuzz.token_set_ratio, FAR_STREET)
    crowded = _crowded(records, ("street_key", "street_no", "city_key"))
    shared = crowded[left] | crowded[right]
    address = alike & (one_number | ~number.both)
    return np.select(
        [
            address & (one_city | ~known) & ~shared,
            address & (one_city | ~known),
            alike & one_city,
            alike & one_number & ~far,
            street.both & (one_city | ~known),
            street.both & far & ~one_city,
            street.both & known,
            one_city,
            far,
            known,
        ],
        [9, 8, 7, 6, 5, 3, 4, 2, 0, 1],
        -1,
    ).astype(np.int8)


def _crowded(records: pd.DataFrame, columns: tuple[str, ...]) -> Flags:
    """Records whose values more than SHARED_BY names in lists have."""
    at = records.groupby(list(columns), dropna=False, sort=False).ngroup()
    table = pd.DataFrame({"at": at, "who": _who(records)})
    held = table.drop_duplicates()["at"].value_counts()
    return np.asarray(table["at"].map(held) > SHARED_BY)


def _who(records: pd.DataFrame) -> Ints:
    """A number for the name and the list of each record: that a list repeats a firm makes its phone
    no switchboard."""
    source, name = (pd.factorize(records[column])[0] for column in ("source", "name_key"))
    return np.asarray(source * (len(records) + 1) + name, dtype=np.int64)


def _share(records: pd.DataFrame, column: str, left: Ints, right: Ints) -> tuple[Flags, Ints]:
    """Where both sides say something; and by how many names in lists the rarest value is held that
    both hold (0 where they share none)."""
    size, table = len(records), holders(records[column])
    table = table[table["held"] < CROWD]
    table = table.assign(who=_who(records)[table["pos"].to_numpy()])
    names = table.drop_duplicates(["value", "who"])["value"].value_counts()
    table["names"] = table["value"].map(names)
    has = np.zeros(size, dtype=bool)
    has[table["pos"].to_numpy()] = True
    table = table[table["held"] > 1]
    pairs = table.merge(table[["pos", "value"]], on="value", suffixes=("", "_other"))
    pairs = pairs[pairs["pos"] < pairs["pos_other"]].sort_values("names", kind="stable")
    keys = pairs["pos"].to_numpy() * size + pairs["pos_other"].to_numpy()
    keys, first = np.unique(keys, return_index=True)
    held = pairs["names"].to_numpy()[first]
    wanted = np.minimum(left, right) * size + np.maximum(left, right)
    at = np.searchsorted(keys, wanted)
    inside = at < len(keys)
    inside[inside] = keys[at[inside]] == wanted[inside]
    found = np.zeros(len(left), dtype=np.int64)
    found[inside] = held[at[inside]]
    return has[left] & has[right], found


def _first(records: pd.DataFrame, column: str) -> pd.Series:
    """The first of each record's values."""
    return records[column].str[0].astype("str")


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
    near = sides(_first(records, "phones"), left, right).misspelt(nothing)
    site = sides(records["domain"], left, right)
    near |= site.alike(nothing, fuzz.ratio, DOMAIN_RATIO)
    some = (phone > 0) | (mail > 0) | (domain > 0)
    levels = [by_phone & (by_mail | by_domain), by_mail, by_phone, by_domain, near, some, known]
    return np.select(levels, [6, 5, 4, 3, 2, 1, 0], -1).astype(np.int8)


def people(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Any person of one side against any of the other, first and last names in any order.

    different, one_name (a first or a last name is shared; initials say nothing), misspelt,
    same_often (a person of several firms), same.
    """
    known, held = _share(records, "people", left, right)
    first = _first(records, "people")
    ask = known & (held == 0)
    near = sides(first, left, right).alike(ask, fuzz.ratio, PERSON_RATIO)
    names = sides(first.str.replace(r"\b\w\b", "", regex=True).str.strip(), left, right)
    one = ask & ~near & (names.same | names.alike(ask & ~near, fuzz.token_set_ratio, 100))
    levels = [(held > 0) & (held < SHARED_BY), held > 0, near, one, known]
    return np.select(levels, [4, 3, 2, 1, 0], -1).astype(np.int8)


_KINDRED: Final = {"EURL": "SARL", "SASU": "SAS", "EI": "EIRL"}  # often written one for the other


def form(records: pd.DataFrame, left: Ints, right: Ints) -> Levels:
    """Legal forms: different, kindred (SARL and EURL, SAS and SASU), same."""
    exact = sides(records["legal_form"], left, right)
    kin = sides(records["legal_form"].replace(_KINDRED), left, right)
    return np.select([~exact.both, exact.same, kin.same], [-1, 2, 1], 0).astype(np.int8)


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
    with ThreadPoolExecutor(2) as pool:  # letters and codes are compared outside of Python's lock
        names_of = pool.submit(name, records.copy(deep=False), left, right, weights)
        columns = {test: rule(records, left, right) for test, rule in SIMPLE.items()}
    best, second = names_of.result()
    every = {**columns, "name": best, "second_name": second}
    rules = pairs["rules"].to_numpy(np.int64)
    return pd.DataFrame({"left": left, "right": right, "rules": rules, **every})
