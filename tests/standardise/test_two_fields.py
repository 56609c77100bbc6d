"""Cells of columns whose heading names two fields: phone and fax, mail and site."""

from __future__ import annotations

import pytest

from reconcile.standardise import standardise

from .raw import columns, raw, values

PHONE, FAX, MOBILE = "+33465710010", "+33465719900", "+33639980001"


@pytest.mark.parametrize(
    ("label", "written", "phones", "faxes"),
    [
        ("phone#/fax", "04 65 71 00 10 / 04 65 71 99 00", [PHONE], [FAX]),
        ("phone#/fax", "04 65 71 00 10\n04 65 71 99 00", [PHONE], [FAX]),
        ("phone#/fax", "04 65 71 00 10", [PHONE], []),
        ("phone#/fax", "/ 04 65 71 99 00", [], [FAX]),
        ("phone#/fax", "04 65 71 00 10 / 06 39 98 00 01", [PHONE, MOBILE], []),
        ("phone#/fax", "fax 04 65 71 99 00 - tél 04 65 71 00 10", [PHONE], [FAX]),
        ("phone#fax/", "04 65 71 99 00 / 04 65 71 00 10", [PHONE], [FAX]),
        ("phone#fax/", "04 65 71 99 00", [], [FAX]),
        ("phone#fax/", "/ 04 65 71 00 10", [PHONE], []),
        ("phone#fax/", "06 39 98 00 01", [MOBILE], []),
        ("phone", "04 65 71 00 10 / 04 65 71 99 00", [PHONE, FAX], []),
    ],
)
def test_phone_and_fax(label: str, written: str, phones: list[str], faxes: list[str]) -> None:
    read = standardise(raw(**{label: [written]}), columns(label)).records.loc[0]
    assert (read["phones"], read["faxes"]) == (phones, faxes)


@pytest.mark.parametrize(
    ("label", "written", "mails", "site"),
    [
        ("email#/website", "a@forge.example / www.forge.example", ["a@forge.example"], "forge"),
        ("email#/website", "a@forge.example / forge.example", ["a@forge.example"], "forge"),
        ("email#/website", "http://forge.example\na@forge.example", ["a@forge.example"], "forge"),
        ("email#/website", "forge.example", [], "forge"),
        ("email#/website", "a@forge.example", ["a@forge.example"], None),
        ("email#/website", "jean.dupont", [], None),
        ("email", "a@forge.example / www.forge.example", ["a@forge.example"], "forge"),
        ("email", "a@forge.example ou jean.fr", ["a@forge.example"], None),
        ("website", "www.forge.example, a@forge.example", ["a@forge.example"], "forge"),
    ],
)
def test_mail_and_site(label: str, written: str, mails: list[str], site: str | None) -> None:
    read = standardise(raw(**{label: [written]}), columns(label))
    assert read.records.loc[0, "emails"] == mails
    assert values(read.records["website"]) == [f"{site}.example" if site else None]
    origins = read.origins[read.origins["field"] == "website"]["label"].tolist()
    assert origins == ([label] if site else [])
