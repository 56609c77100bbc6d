"""Towns around Saint-Étienne and their postcodes: which of the two was mistyped."""

from __future__ import annotations

from typing import Final

import pandas as pd

# A postcode that is not in this table (another town's, a CEDEX) is never called wrong.
TOWNS: Final[dict[str, tuple[str, ...]]] = {
    "saint etienne": ("42000", "42100", "42230"),
    "roche la moliere": ("42230",),
    "villars": ("42390",),
    "saint priest en jarez": ("42270",),
    "la talaudiere": ("42350",),
    "sorbiers": ("42290",),
    "saint jean bonnefonds": ("42650",),
    "saint chamond": ("42400",),
    "firminy": ("42700",),
    "andrezieux boutheon": ("42160",),
    "montbrison": ("42600",),
    "roanne": ("42300",),
    "saint genest lerpt": ("42530",),
    "la ricamarie": ("42150",),
    "le chambon feugerolles": ("42500",),
    "rive de gier": ("42800",),
}
SAINT_ETIENNE: Final = "saint etienne"
# Its own postcodes and its CEDEX ones; anything else is wrong, as the name is the town's alone.
_SAINT_ETIENNE_HAS: Final = r"^42(?:000|100|230|0\d\d|9\d\d)$"
_ITS_ALONE: Final = ("42000", "42100")  # 42230 is Roche-la-Molière's as well
_PLAINER: Final = (
    ("[\u0300-\u036f]", ""),
    (r"[^a-z0-9]+", " "),
    (r" cedex\b.*| \d+$", ""),
    (r"\bst\b", "saint"),
    (r"\bste\b", "sainte"),
)


def misplaced(postcode: pd.Series, town: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Where the postcode cannot be the town's, and where the town cannot be the postcode's.

    postcode, town: `str`, missing where unknown; towns may be written in any way. `bool` twice;
    the second is never true with the first: Saint-Étienne with 42390, then 42000 with another town.
    """
    name = _plain(town)
    known = {code for codes in TOWNS.values() for code in codes}
    own = (name + postcode).isin([key + code for key, codes in TOWNS.items() for code in codes])
    both = postcode.notna() & town.notna()
    other = name.isin(TOWNS) & (name != SAINT_ETIENNE) & postcode.isin(known) & ~own
    here = (name == SAINT_ETIENNE) & ~postcode.str.contains(_SAINT_ETIENNE_HAS, na=False)
    first = both & (other | here)
    second = both & ~first & postcode.isin(_ITS_ALONE) & (name != SAINT_ETIENNE)
    return first.astype(bool), second.astype(bool)


def _plain(town: pd.Series) -> pd.Series:
    """Town names without accents, signs and CEDEX: "ST-ETIENNE CEDEX 1" -> "saint etienne"."""
    written = pd.Series(town.dropna().unique(), dtype="str")
    text = written.str.normalize("NFKD").str.casefold()
    for pattern, plain in _PLAINER:
        text = text.str.replace(pattern, plain, regex=True)
    plainly = dict(zip(written, text.str.strip(), strict=True))
    return town.map(plainly).astype("str").fillna("")
