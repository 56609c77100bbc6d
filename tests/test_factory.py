"""The sample data: made again the same, plainly fictional, and holding what its page says."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import coordinate_to_tuple
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from python_calamine import CalamineWorkbook
from stdnum import luhn
from stdnum.eu import vat

from tests.factory import ANCIENS, NOUVEAUX, REZAMES, TECHNOPOLE, write_samples
from tests.factory.build import grids, read
from tests.factory.firms import load, plain
from tests.factory.grid import Grid
from tests.factory.readme import messes, truth

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
FILES = (
    f"technopole42/{TECHNOPOLE}",
    f"rezames/{REZAMES}",
    f"rezames/{ANCIENS}",
    f"rezames/{NOUVEAUX}",
)
SHEETS = {grid.code: grid for grid in grids()}
MESSES = messes(list(SHEETS.values()))
CASES = read("cases.toml")["case"]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    write_samples(folder)
    return folder


@cache
def opened(path: Path) -> Workbook:
    """A workbook, opened once."""
    return load_workbook(path)


def cells(path: Path) -> dict[str, list[list[object]]]:
    """The values of every sheet, read by another library than the one that wrote them."""
    if path.suffix == ".csv":
        with path.open(encoding="cp1252", newline="") as file:
            return {"": [list(line) for line in csv.reader(file, delimiter=";")]}
    book = CalamineWorkbook.from_path(path)
    return {
        name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in book.sheet_names
    }


@pytest.mark.parametrize("file", FILES)
def test_making_the_files_again_gives_the_committed_cells(fresh: Path, file: str) -> None:
    assert cells(fresh / file) == cells(RAW / file)


def test_making_the_page_and_the_truth_again_gives_the_committed_ones(fresh: Path) -> None:
    assert (fresh / "README.md").read_text("utf-8") == (RAW / "README.md").read_text("utf-8")
    kept = pd.read_csv(ROOT / "tests" / "truth.csv", keep_default_na=False)
    assert kept.to_dict("list") == truth(list(SHEETS.values())).to_dict("list")


def test_workbooks_are_the_same_bytes_each_time(fresh: Path, tmp_path: Path) -> None:
    write_samples(tmp_path)
    for file in FILES:
        assert (tmp_path / file).read_bytes() == (fresh / file).read_bytes(), file


def test_only_the_named_files_stand_in_the_folders() -> None:
    found = {f"{path.parent.name}/{path.name}" for path in RAW.glob("*/exemple*")}
    assert found == set(FILES)


def test_how_many_members_each_club_has() -> None:
    rows = truth(list(SHEETS.values()))
    members = {club: part["member"] for club, part in rows.groupby("club")}
    technopole, rezames = members["technopole42"], members["rezames"]
    assert (technopole.nunique(), rezames.nunique()) == (52, 90)
    assert len(set(technopole) & set(rezames)) == 21
    assert (technopole.duplicated().sum(), rezames.duplicated().sum()) == (3, 5)


def test_identifiers_pass_their_check_and_were_never_issued() -> None:
    firms = load()
    for firm in firms.values():
        assert firm["siren"].startswith("000") and luhn.is_valid(firm["siren"])
        assert len(firm["siret"]) == 14 and luhn.is_valid(firm["siret"])
        assert vat.is_valid(firm["vat"])
        assert not luhn.is_valid(firm["siret_wrong"])
    assert len({firm["siret"] for firm in firms.values()}) == len(firms)
    two_sites = [key for key, firm in firms.items() if firm["siren_of"]]
    assert len({firm["siren"] for firm in firms.values()}) == len(firms) - len(two_sites)


def texts() -> list[str]:
    return [str(value) for grid in SHEETS.values() for value in grid.cells.values()]


def test_phones_come_from_the_ranges_set_aside_for_fiction() -> None:
    phone = re.compile(r"(?:\+33 ?|\b0033 ?|\b0)([1-9](?:[ .]?\d\d){4})\b")
    found = [re.sub(r"\D", "", number) for text in texts() for number in phone.findall(text)]
    assert len(found) > 150
    assert {number[:5] for number in found} == {"46571", "63998"}


def test_mail_addresses_are_fictional() -> None:
    mails = [mail for text in texts() for mail in re.findall(r"[\w.-]+@([\w.-]+\w)", text)]
    assert len(mails) > 120
    assert all(mail == "example.fr" or mail.endswith(".example") for mail in mails)


def test_every_case_of_firms_that_look_alike_occurs() -> None:
    """DOMAIN.md's list; each across the clubs or within one, and both over the whole."""
    kinds = {case["kind"] for case in CASES}
    assert kinds >= {
        "two sites of one SIREN at two live addresses",
        "father's and son's firms",
        "namesakes in two towns",
        "a holding and its subsidiary",
        "two branches of one franchise",
        "an SCI and the operating company at its address",
        "firms that share an accountant's mail",
        "firms that share a director",
    }
    n_clubs = [len({SHEETS[row[0]].club for row in case["rows"]}) for case in CASES]
    assert (n_clubs.count(1), n_clubs.count(2)) == (7, 8)


def value(grid: Grid, token: str, field: str) -> str:
    """A cell of a firm's row as text; empty where the sheet has no such column."""
    found = grid.cells.get(grid.at(token, field)) if field in grid.columns else None
    return f"{found:.0f}" if isinstance(found, float) else str(found or "")


def evidence(grid: Grid, token: str) -> dict[str, set[str]]:
    """What a row shows, by the words that cases.toml uses."""
    fields = {field: value(grid, token, field) for field in grid.columns}
    words = set(re.findall(r"\w{5,}", plain_words(fields["name"])))
    street = re.findall(r"\w+", plain_words(fields["address"]))
    digits = re.sub(r"\D", "", fields["phone"])
    siren = fields.get("siren") or fields.get("siret", "").zfill(14)
    return {
        "name": words,
        "surname": words,
        "trade": words,
        "brand": words,
        "address": {f"{street[0]} {street[-1]}"},
        "phone": {digits[-9:]},
        "mail": {fields["email"]},
        "web domain": {fields["email"].partition("@")[2]},
        "director": set(
            re.findall(
                r"\w{5,}", plain_words(fields.get("contact", "") + fields.get("contact_last", ""))
            )
        ),
        "SIREN": {re.sub(r"\D", "", siren)[:9]},
    }


def plain_words(text: str) -> str:
    return " ".join(plain(word) for word in re.split(r"[\s'-]+", text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: "/".join(case["rows"]))
def test_firms_that_look_alike_are_different_members_and_share_what_is_said(
    case: dict[str, str],
) -> None:
    rows = [row.split(":") for row in case["rows"]]
    assert len({token for _, token in rows}) == len(rows)
    shown = [evidence(SHEETS[code], token) for code, token in rows]
    for word in case["shares"].split(", "):
        common = set.intersection(*(one[word] for one in shown)) - {""}
        assert common, f"{word}: {[one[word] for one in shown]}"


def at_cell(path: Path, sheet: str, cell: str) -> str:
    """What stands in a cell of a committed file, as the page writes it."""
    row, column = coordinate_to_tuple(cell)
    if path.suffix == ".xlsx":
        found = opened(path)[sheet].cell(row, column).value
    else:
        found = cells(path)[sheet][row - 1][column - 1]
    if isinstance(found, date | datetime):
        return f"{found:%Y-%m-%d}"
    if isinstance(found, float):
        return f"{found:.0f}"
    return "" if found is None else str(found)


def page_lines() -> list[tuple[str, str, str, str]]:
    """Mess, sheet, cell and written of each line of the committed page."""
    line = re.compile(r"^\| ([^|]+) \| ([TRCANLK]) \| ([A-Z]+\d+) \| (?:`(.*)`|\(empty\)) \| ")
    lines = (RAW / "README.md").read_text(encoding="utf-8").splitlines()
    return [(m[1], m[2], m[3], m[4] or "") for m in map(line.match, lines) if m]


def test_every_mess_of_the_page_stands_at_its_cell() -> None:
    lines = page_lines()
    assert len(lines) == len(MESSES) >= 90
    wrong = [
        (mess, cell, written, found)
        for mess, code, cell, written in lines
        if (found := at_cell(RAW / SHEETS[code].path, SHEETS[code].sheet, cell)) != written
    ]
    assert wrong == []


def test_the_odd_layouts_of_the_page_are_in_the_files() -> None:
    seen = set()
    for line in (line for line in MESSES if line["layout"] and line["layout"] != "cp1252"):
        book = opened(RAW / line["file"])
        sheet, cell = book[line["sheet"]], line["cell"]
        letter, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
        held = {
            "merged": cell in sheet.merged_cells,
            "hidden row": sheet.row_dimensions[int(row)].hidden,
            "hidden column": sheet.column_dimensions[letter].hidden,
            "autofilter": (sheet.auto_filter.ref or "").startswith(f"{cell}:"),
            "struck": sheet[cell].font.strike,
            "1904": book.epoch == CALENDAR_MAC_1904,
        }
        assert held[line["layout"]], line
        seen.add(line["layout"])
    assert seen == set(held)


def test_the_formula_has_the_value_that_excel_saw() -> None:
    path = RAW / FILES[1]
    assert opened(path)["Liste 2026"]["Q7"].value == "=SUM(M7:O7)"
    assert cells(path)["Liste 2026"][6][16] == 275.0


def test_the_csv_is_in_the_windows_encoding() -> None:
    text = (RAW / FILES[3]).read_bytes()
    assert text.startswith("Société;Métier;".encode("cp1252"))
    with pytest.raises(UnicodeDecodeError):
        text.decode("utf-8")
