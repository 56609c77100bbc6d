"""The links of `Problèmes` and of the page of checks: each opens its file, at its cell."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from openpyxl import Workbook, load_workbook

from expectations import validate
from tests.places import SETTINGS, Place

HEADINGS = ["Raison sociale", "Code postal", "Ville", "Courriel"]
WRONG = "pas d'adresse@"
# What the names of files and sheets hold: blanks, accents of both forms, and signs that addresses
# give a meaning of their own.
WORKBOOK = "Technopôle 42/Liste n°1 #2 à 100%25 (l'été) [v2] & co + ; e\u0301.xlsx"
SHEET = "L'essai & co #1 50%20"
TEXT_FILE = "rezames/membres 50% #3 ?=é.csv"


def _rows() -> list[list[str]]:
    rows = [
        [f"Atelier {name}", "42000", "Saint-Étienne", f"{name}@example.fr"] for name in "abcdef"
    ]
    rows[3][3] = WRONG
    return rows


def _lists(raw: Path) -> None:
    for file in (WORKBOOK, TEXT_FILE):
        (raw / file).parent.mkdir(parents=True)
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    sheet["B2"] = "Adhérents"
    for row in [[], [None, *HEADINGS], *([None, *one] for one in _rows())]:
        sheet.append(row)
    book.save(raw / WORKBOOK)
    with (raw / TEXT_FILE).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADINGS, *_rows()])


@pytest.fixture(scope="module", params=["raw", "../ailleurs/à lire #1 100%"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place whose raw folder lies in it, or outside."""
    root = tmp_path_factory.mktemp("mon club n°1") / "ici"
    root.mkdir()
    place = Place(root)
    own = SETTINGS.replace('raw = "raw"', f'raw = "{request.param}"')
    place.settings.write_text(own.format(merged_on="merged_on = 2026-01-01"), encoding="utf-8")
    _lists(root / request.param)
    place.run(validate)
    return place


def _target(place: Place, address: str) -> Path:
    """The file that an address in data/clean leads to, read as programs read one: what follows
    "#" or "?" is no part of the file's name."""
    parts = urlsplit(address)
    assert not (parts.scheme or parts.netloc or parts.query or parts.fragment), address
    return (place.clean / unquote(parts.path)).resolve()


def _links(place: Place) -> dict[str, tuple[Path, str | None, str]]:
    """By the file's name in the sheet `Problèmes`: the target, the place in it, what is written."""
    book = load_workbook(place.clean / "match_report.xlsx")
    found = {}
    for row in book["Problèmes"].iter_rows():
        linked = next((cell for cell in row if cell.hyperlink), None)
        if linked is not None and WRONG in [cell.value for cell in row]:
            link = linked.hyperlink
            found[linked.value] = (_target(place, link.target), link.location, link.ref)
    return found


def test_a_link_opens_a_workbook_at_its_cell(place: Place) -> None:
    target, location, _ = _links(place)[WORKBOOK]
    assert target.name == Path(WORKBOOK).name
    quoted, cell = re.fullmatch(r"'((?:[^']|'')+)'!([A-Z]+[0-9]+)", location or "").groups()
    book = load_workbook(target)
    assert book[quoted.replace("''", "'")][cell].value == WRONG


def test_a_link_opens_a_text_file_which_has_no_cells(place: Place) -> None:
    target, location, _ = _links(place)[TEXT_FILE]
    assert target.name == Path(TEXT_FILE).name
    assert WRONG in target.read_text(encoding="utf-8")
    assert location is None


def test_the_page_of_checks_leads_to_the_same_files(place: Place) -> None:
    page = (place.clean / "checks.html").read_text(encoding="utf-8")
    targets = {_target(place, found) for found in re.findall(r'<a href="([^"#][^"]*)"', page)}
    assert {one.name for one in targets} == {Path(WORKBOOK).name, Path(TEXT_FILE).name}
    assert all(one.is_file() for one in targets)
