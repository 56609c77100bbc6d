"""The invented firms of firms.csv, and the identifiers and numbers that follow from their place."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

from stdnum import luhn

HERE = Path(__file__).parent
Firm = dict[str, str]


def load() -> dict[str, Firm]:
    """The firms by key, in the order of firms.csv: append there, since numbers follow the order."""
    with (HERE / "firms.csv").open(encoding="utf-8", newline="") as lines:
        firms = {line["key"]: dict(line) for line in csv.DictReader(lines, delimiter=";")}
    order = {key: number for number, key in enumerate(firms, start=1)}
    for key, firm in firms.items():
        firm.update(_numbers(order[key], order[firm["siren_of"] or key], int(firm["nic"])))
        mailbox = "contact@" + firm["domain"] if firm["domain"] else f"{plain(firm['name'])}"
        firm["email"] = mailbox if "@" in mailbox else f"{mailbox[:24]}@example.fr"
        firm["website"] = f"www.{firm['domain']}" if firm["domain"] else ""
        firm["empty"] = ""
        firm["person"] = f"{firm['title']} {firm['last'].upper()} {firm['first']}".strip()
    return firms


def plain(text: str) -> str:
    """`text` in small letters without accents, spaces and signs."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum())


def no_accents(text: str) -> str:
    """`text` with its accents taken off."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _site(siren: str, site: int) -> str:
    """The SIRET of a firm's site."""
    return siren + f"{site:04d}" + luhn.calc_check_digit(f"{siren}{site:04d}")


def _numbers(order: int, firm_order: int, site: int) -> Firm:
    """Identifiers that pass their check but were never issued; phones set aside for fiction."""
    base = f"000{(firm_order * 3571 + 12345) % 90000 + 10000}"
    siren = base + luhn.calc_check_digit(base)
    siret, first_siret = _site(siren, site), _site(siren, 1)
    nic = siret[9:]
    key = (12 + 3 * (int(siren) % 97)) % 97
    phone, mobile = f"{order * 3137 % 10000:04d}", f"{order * 2753 % 10000:04d}"
    return {
        "siren": siren,
        "nic": nic,
        "siret": siret,
        "siret_1": first_siret,
        "siret_bare": str(int(siret)),
        "siret_science": f"{int(siret):.5E}".replace(".", ","),
        "siret_wrong": siret[:-1] + str((int(siret[-1]) + 1) % 10),
        "siret_nbsp": f"{siren[:3]}\u00a0{siren[3:6]}\u00a0{siren[6:]}\u00a0{nic}",
        "siret_spaced": f"{siren[:3]} {siren[3:6]} {siren[6:]} {nic}",
        "siren_spaced": f"{siren[:3]} {siren[3:6]} {siren[6:]}",
        "vat": f"FR{key:02d}{siren}",
        "vat_end": f"{key:02d} {siren[:3]} {siren[3:6]} {siren[6:]}",
        "phone": f"04 65 71 {phone[:2]} {phone[2:]}",
        "mobile": f"06 39 98 {mobile[:2]} {mobile[2:]}",
        "phone_end": f"{phone[:2]} {phone[2:]}",
    }
