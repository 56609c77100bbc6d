"""Mail addresses, the web site, and the web domain that is the firm's own.

Regular addresses are read by column; email-validator reads the rest, and a test holds both
together. The lists of providers are in web.toml.
"""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Final

import pandas as pd
from email_validator import EmailNotValidError, validate_email

from reconcile.marked import WITH_SITE

from . import cards
from .cells import (
    NO_ORIGINS,
    Filled,
    Part,
    cells,
    listed,
    on_each,
    origin,
    origin_where,
    remarks,
    single,
    stack,
)
from .phones import french
from .text import on_distinct

_LISTS: Final[dict[str, list[str]]] = tomllib.loads(
    resources.files(__package__).joinpath("web.toml").read_text(encoding="utf-8")
)
OFFICES: Final = frozenset(_LISTS["offices"])
_ATOM: Final = r"[a-z0-9_+%'&-]+"
_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_ADDRESS: Final = rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-z]{{2,24}}"
_REGULAR: Final = rf"^{_ADDRESS}$"
_INSIDE: Final = re.compile(_ADDRESS, re.I)
# "a@forge,fr", "a@forge.example,fr": a comma for the dot, and an address cut short is another's
_COMMA: Final = re.compile(
    r"@[^\s@,;/]+,(?:fr|com|net|org|eu|be|ch|de|es|it|lu|pro|biz|uk|bzh|re)"
    r"(?=\s*(?:[;,/|>)]|$)|\s+\S+@)",
    re.I,
)
_SLIP: Final = "\0"
_SHARED: Final = frozenset(_LISTS["mail_providers"] + _LISTS["platforms"] + _LISTS["reserved"])
_TRIM: Final = " \t,;:.<>()[]\"'"
_FULL_SITE: Final = r"(?i:https?://|www\.)[^\s,;|@]+"
# Of sites without www: "jean.dupont" is none.
_ENDINGS: Final = (
    "fr|com|net|org|eu|be|ch|de|es|it|lu|pro|biz|info|uk|bzh|re|io|co|shop|tech|example"
)
_BARE_SITE: Final = rf"(?i)(?:^|[\s,;|/])((?:{_LABEL}\.)+(?:{_ENDINGS})(?:/[^\s@]*)?)(?=[\s,;|/]|$)"
_NO_SITE: Final = r"^(?:https?[:;]?/*)?(?:www\.?)?$"  # what forms fill in before one types
_SITE: Final = (
    r"^(?:https?[:;]/*|//)?(?:www[0-9]?\.)?([^\s/?#:@,;]+\.[^\s/?#:@,;]+)(?::[0-9]+)?([/?#]\S*)?$"
)


def regular(texts: pd.Series) -> pd.Series:
    """Texts that are one plain address, in lower case (missing for others)."""
    text = texts.str.lower().str.replace(r"^mailto: ?", "", regex=True).str.strip(_TRIM)
    plain = text.str.fullmatch(_REGULAR, na=False) & (text.str.find("@") <= 64)
    # "ab--cd" is kept for encoded names, which the library must read
    return text.where(plain & ~text.str.contains(r"[@.]..--", na=False) & (text.str.len() <= 254))


def read_address(text: str) -> str | None:
    """One address in lower case, or None where email-validator finds that it is none."""
    try:
        found = validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return str(found.normalized).lower()


def read_cell(cell: str) -> list[str]:
    """The addresses of a cell ("Nom <a@b.fr>", "a@b.fr; c@d.fr"); a cell without one stays."""
    text = re.sub(r"(?i)mailto: ?", " ", re.sub(r"\s*@\s*", "@", cell))
    text, slips = _COMMA.subn(lambda found: found[0].replace(",", _SLIP), text)
    pieces = (piece.strip(_TRIM) for piece in re.split(r"[\s,;/<>|]+|\bou\b", text) if "@" in piece)
    read = [(read_address(piece), piece) for piece in pieces if piece]
    good = [address for address, _ in read if address]
    wrong = [piece.lower().replace(_SLIP, ",") for address, piece in read if not address]
    if good or slips:
        return good + wrong
    inside = [address.lower() for address in (_INSIDE.findall(text) if "@" in text else ())]
    return inside or [cell.strip(" ,;").lower()]


def _found(filled: Filled) -> pd.DataFrame:
    """pos, label, raw, value of each address, those in cells of other fields last in their row."""
    own = cells(filled, "email", line="; ")
    own = own[french(own["text"]).isna()]  # a phone number alone: phones.py has it
    own = own[own["text"].str.contains("@") | ~own["label"].str.contains(WITH_SITE, regex=False)]
    other = cells(filled, "phone", "mobile", "fax", "website", "contact", "address", line="; ")
    other = other[other["text"].str.contains("@", na=False)]
    found = pd.concat([own, other], ignore_index=True)
    found = found.sort_values("pos", kind="stable", ignore_index=True)
    found["value"] = on_distinct(found["text"], regular)
    rest = found[found["value"].isna()].copy()
    rest["value"] = on_each(rest["text"], read_cell)
    rest = rest.explode("value").astype({"value": "str"})
    mails = rest["label"].str.startswith("email") | rest["value"].str.fullmatch(_REGULAR, na=False)
    return pd.concat([found.dropna(subset=["value"]), rest[mails]]).sort_index(kind="stable")


def sites(texts: pd.Series) -> pd.Series:
    """Web sites in lower case without scheme, "www." and a path that is "/" alone (`str`); missing
    where only "https://" is written."""
    text = texts.str.lower().str.strip(" ,;.<>").str.replace(r"\s+", "", regex=True)
    parts = text.str.extract(_SITE)
    path = (
        parts[1]
        .fillna("")
        .str.replace(r"^[/?#]+$|^/(?:index|accueil|home)\.\w+$|/$", "", regex=True)
    )
    read = (parts[0].str.rstrip(".") + path).astype("str").fillna(texts)
    return read.mask(text.str.fullmatch(_NO_SITE, na=False))


def _beside_mails(filled: Filled) -> pd.DataFrame:
    """pos, label, value of the first site of each row that stands in a cell of mails; without www
    only where the heading names a site too, for else it may be a slip of a mail."""
    found = cells(filled, "email", "website", line=" ")
    mail = found["text"].str.contains("@")
    both = found["label"].str.contains(WITH_SITE, regex=False)
    found = found[(mail & found["text"].str.contains(_FULL_SITE)) | both]
    full = found["text"].str.extract(f"({_FULL_SITE})", expand=False)
    bare = found["text"].str.extract(_BARE_SITE, expand=False)
    bare = bare.where(found["label"].str.contains(WITH_SITE, regex=False))
    value = sites(full.fillna(bare).astype("str"))
    return found.assign(value=value).dropna(subset=["value"]).drop_duplicates("pos")


def domains(hosts: pd.Series) -> pd.Series:
    """The domain that a firm registered, of hosts or of what follows the @ (`str`).

    Missing where the domain is a mail provider's or a site that holds many firms' pages.
    """
    host = hosts.str.replace(r"[/?#].*$", "", regex=True)
    host = host.where(host.str.fullmatch(r"[^\s@,]+\.[^\s@.,]{2,}", na=False))
    two = host.str.extract(r"([^.]+\.[^.]+)$", expand=False)
    three = host.str.extract(r"([^.]+\.[^.]+\.[^.]+)$", expand=False)
    own = two.mask(two.isin(_LISTS["shared_endings"]), three).astype("str")
    return own.mask(own.isin(_SHARED) | host.isin(_SHARED))


def read(filled: Filled) -> tuple[Part, pd.DataFrame]:
    """emails (lists), website, domain (`str`) with origins; and the addresses (pos, label,
    value)."""
    found = _found(filled)
    emails, origins = listed(found, "emails", filled.index)
    site = on_distinct(single(filled, "website"), sites)
    website = site.mask(site.str.contains("@", na=False))
    near = _beside_mails(filled)
    near = near[near["pos"].map(website).isna()]
    website = website.fillna(near.set_index("pos")["value"].reindex(filled.index))
    beside = on_distinct(cards.sites(filled).where(website.isna()), sites)
    website = website.fillna(beside)
    of_address = origin_where(beside.notna(), "website", "address")
    of_cells = origin(near["pos"], "website", near["label"])
    origins = stack([origins, of_address, of_cells], NO_ORIGINS)
    of_mails = found[found["value"].str.contains("@", na=False)].copy()
    of_mails["domain"] = on_distinct(
        of_mails["value"].str.replace(r"^.*@", "", regex=True), domains
    )
    first = of_mails.dropna(subset=["domain"]).drop_duplicates("pos").set_index("pos")["domain"]
    domain = on_distinct(website, domains).fillna(first.reindex(filled.index))
    elsewhere = found[~found["label"].str.startswith("email")]
    details = [{"value": value} for value in elsewhere["value"]]
    notes = remarks(elsewhere, "mail_elsewhere", "info", details)
    columns = {"emails": emails, "website": website, "domain": domain}
    part = Part(columns, origins, notes)
    return part, found[["pos", "label", "value"]].drop_duplicates(["pos", "value"])
