"""Columns whose heading names two fields."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lists import labels, read, save

PHONE, MAIL = "04 65 71 00 10 / 04 65 71 99 00", "a@forge.example / www.forge.example"


@pytest.mark.parametrize(
    ("heading", "cell", "label"),
    [
        ("Tel / Fax", PHONE, "phone#/fax"),
        ("Téléphone et fax", PHONE, "phone#/fax"),
        ("Tél Fax", PHONE, "phone#/fax"),
        ("Tél. / Fax (bureau)", PHONE, "phone#/fax"),
        ("Fax - Tél.", PHONE, "phone#fax/"),
        ("Portable / Fax", PHONE, "mobile#/fax"),
        ("Mail / Site", MAIL, "email#/website"),
        ("Site web et e-mail", MAIL, "email#/website"),
        ("Tél. / Portable", PHONE, "mobile"),
        ("Tél / Mail", PHONE, "phone"),
    ],
)
def test_both_are_named(tmp_path: Path, heading: str, cell: str, label: str) -> None:
    rows = [[name, "Sorbiers", cell] for name in ("Velinore", "Talisse")]
    save(tmp_path, [["Société", "Ville", heading], *rows])
    assert labels(read(tmp_path)) == {"Société": "name", "Ville": "city", heading: label}


def test_a_site_of_its_own_beside_them(tmp_path: Path) -> None:
    rows = [["Société", "Site / Mail", "Site"], ["Velinore", MAIL, "www.velinore.example"]]
    save(tmp_path, rows)
    held = {"Société": "name", "Site / Mail": "email#/website", "Site": "website"}
    assert labels(read(tmp_path)) == held
