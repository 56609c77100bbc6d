"""Cells of addresses that hold all that one reaches a firm by: street, town, phone, mail, site."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from .cells import Filled, joined
from .text import replace_in

# Quick to look for in a whole column: an address seldom holds one.
LIKELY: Final = r"@|www\.|https?:|[0-9](?:[ ./()-]{0,2}[0-9]){8}"
_NAMED: Final = (
    r"(?:t[ée]l(?:[ée]phone|[ée]copieu?r?)?s?|fax|port(?:able)?|mob(?:ile)?|gsm|fixe|standard|"
    r"e-?mails?|mails?|courriels?|m[ée]l|adresse mail|site(?: web| internet)?|web|internet)"
)
_SITE: Final = r"(?:https?://|www\.)[^\s,;|@]+"
_PHONE: Final = (
    r"(?<![0-9])(?:(?:\+|00)\s?33[\s./-]*(?:\(0\)[\s./-]*)?|0)[1-9](?:[\s./-]*[0-9]{2}){4}(?![0-9])"
)
_REACH: Final = re.compile(
    rf"[\s,;|/(-]*(?:\b{_NAMED}\b[\s.:]*)?(?:mailto:)?"
    rf"(?:<?[\w.+%'&-]+\s?@\s?[\w-]+(?:\.[\w-]+)+>?|{_SITE}|{_PHONE})[\s,;|/)-]*",
    re.I,
)


def without_reach(texts: pd.Series) -> pd.Series:
    """Addresses without the phones, mails and sites written in them (`str`), missing where nothing
    else is."""
    text = replace_in(texts, LIKELY, _REACH, ", ")
    changed = text.notna() & (text != texts)
    some = text[changed].str.replace(r"^\W+|[\s,;:|/-]+$", "", regex=True)
    text[changed] = some.mask(some == "")
    return text


def sites(filled: Filled) -> pd.Series:
    """The web site written in the address of each row (`str`; missing: there is none)."""
    text = joined(filled, "address", ", ")
    likely = text[text.str.contains(r"(?i)www\.|https?:", na=False)]
    found = likely.str.extract(rf"(?i)({_SITE})", expand=False)
    return found.astype("str").reindex(filled.index)
