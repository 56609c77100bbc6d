"""What the peers are given: both lists cleaned in pandas, as someone who knows French lists would.

Written apart from reconcile's own cleaning: the peers must not gain or lose by it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pandas as pd

MATCH, REVIEW = 0.95, 0.05  # a pair is one of its bands from there on
LEGAL_FORMS: Final = (
    "sarl|eurl|sasu|sas|sa|sci|scop|snc|scp|selarl|gie|ei|eirl|earl|ets|etablissements?|ste|"
    "societe|association|assoc|asso|ass|cie|groupe|monsieur|madame|mr|mme"
)
STREET_WORDS: Final = {
    "av|ave|avn": "avenue",
    "bd|bld|blvd|boul|blv": "boulevard",
    "r": "rue",
    "rte": "route",
    "ch|che|chem": "chemin",
    "pl": "place",
    "imp": "impasse",
    "all|ae": "allee",
    "crs": "cours",
    "fg|fbg": "faubourg",
    "sq": "square",
    "st": "saint",
    "ste": "sainte",
    "gal|gral": "general",
    "za|zi|zac|zae": "zone",
}
FREE_MAIL: Final = (
    r"gmail|googlemail|yahoo|hotmail|outlook|live|msn|icloud|orange|wanadoo|free|sfr|neuf|"
    r"laposte|bbox|numericable|aol|gmx|club-internet|aliceadsl|protonmail"
)
COLUMNS: Final = (
    "name",
    "trade_name",
    "number",
    "street",
    "postcode",
    "city",
    "phone",
    "email",
    "domain",
    "siren",
    "contact",
)


def _fold(text: pd.Series) -> pd.Series:
    """Lower case, no accents, letters and digits alone; runs of single letters joined (s a r l)."""
    plain = text.str.normalize("NFKD").str.replace(r"[^\x00-\x7f]", "", regex=True)
    plain = plain.str.lower().str.replace(".", "").str.replace("&", " et ")
    plain = plain.str.replace(r"[^a-z0-9]+", " ", regex=True).str.strip()
    return plain.str.replace(r"\b([a-z]) (?=[a-z]\b)", r"\1", regex=True)


def _without(text: pd.Series, words: str) -> pd.Series:
    """Without these words, unless nothing else is left."""
    left = text.str.replace(rf"\b(?:{words})\b", " ", regex=True)
    left = left.str.replace(r"\s+", " ", regex=True).str.strip()
    return left.where(left != "", text)


def _street(text: pd.Series) -> pd.Series:
    """Folded street with its words written out, post boxes and floors left out."""
    spaced = text.str.replace(r"[.,'’]", " ", regex=True)
    street = _fold(spaced).str.replace(r"\b(?:bp|cs|tsa) ?\d+\b", " ", regex=True)
    for short, long in STREET_WORDS.items():
        street = street.str.replace(rf"\b(?:{short})\b", long, regex=True)
    street = street.str.replace(r"\b\d+(?:er|e|eme) etage\b", " ", regex=True)
    return street.str.replace(r"\s+", " ", regex=True).str.strip()


def _phone(text: pd.Series) -> pd.Series:
    """The digits of the first number, without +33 and leading zeros."""
    digits = text.str.replace(r"\D", "", regex=True).str.replace(
        r"^(?:00)?33(?=0?\d{9})", "", regex=True
    )
    return digits.str.lstrip("0").str[:10].where(digits.str.len() >= 8)


def _contact(text: pd.Series) -> pd.Series:
    """Folded words in the order of the alphabet: first and last name may change places."""
    words = _without(_fold(text), "m|mr|mme|mlle|monsieur|madame|dr|me")
    return words.map(lambda name: " ".join(sorted(name.split())), na_action="ignore").astype("str")


def clean(path: Path) -> pd.DataFrame:
    """One list (CSV with our field names) -> unique_id and COLUMNS, missing where unknown."""
    raw = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""])
    nothing = pd.Series(pd.NA, index=raw.index, dtype="str")
    given = {field: raw.get(field, nothing).astype("str") for field in FIELDS}
    email = given["email"].str.lower().str.strip().where(given["email"].str.contains("@"))
    mail_domain = email.str.extract(r"@(.+)$", expand=False).astype("str")
    own = ~mail_domain.fillna("").str.contains(rf"^(?:{FREE_MAIL})\.")
    site = (
        given["website"]
        .str.lower()
        .str.extract(r"^(?:https?://)?(?:www\.)?([^/?#\s]+)", expand=False)
        .astype("str")
    )
    street = _street(given["address"])
    city = _fold(given["city"].str.replace("-", " "))
    city = city.str.replace(r"\bcedex\b.*", "", regex=True)
    city = city.str.replace(r"\bst\b", "saint", regex=True).str.replace(
        r"\bste\b", "sainte", regex=True
    )
    table = {
        "unique_id": raw["id"],
        "name": _without(_fold(given["name"]), LEGAL_FORMS),
        "trade_name": _without(_fold(given["trade_name"]), LEGAL_FORMS),
        "number": street.str.extract(r"\b(\d+)\b", expand=False).astype("str"),
        "street": street.str.replace(r"\b\d+\b(?: (?:bis|ter|quater|b|t)\b)?", "", regex=True)
        .str.replace(r"\s+", " ", regex=True)
        .str.strip(),
        "postcode": given["postcode"].str.replace(r"\D", "", regex=True),
        "city": city.str.strip(),
        "phone": _phone(given["phone"]),
        "email": email,
        "domain": site.fillna(mail_domain.where(own)),
        "siren": given["siret"].str.replace(r"\D", "", regex=True).str[:9],
        "contact": _contact(given["contact"]),
    }
    return pd.DataFrame(table).replace("", pd.NA)


FIELDS: Final = (
    "name",
    "trade_name",
    "address",
    "postcode",
    "city",
    "phone",
    "email",
    "website",
    "siret",
    "contact",
)


def clean_both(left: Path, right: Path) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Both lists and the COLUMNS that hold something in each of them."""
    one, other = clean(left), clean(right)
    present = [name for name in COLUMNS if one[name].notna().any() and other[name].notna().any()]
    return one[["unique_id", *present]], other[["unique_id", *present]], present


def write_pairs(pairs: pd.DataFrame, linking_s: float, out: Path) -> None:
    """Write id_a, id_b, probability and band; tell the seconds of linking on standard output."""
    edges = [-1.0, REVIEW, MATCH, 2.0]
    bands = pd.cut(pairs["probability"], edges, right=False, labels=["distinct", "review", "match"])
    pairs.assign(band=bands.astype("str")).to_parquet(out, index=False)
    print(json.dumps({"linking_s": linking_s}))
