"""Registers and reports in a form that can be read but not written again (.xls)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
import xlwt
from openpyxl import load_workbook

from reconcile.answered import BOOKS, TEXTS
from reconcile.erasure.files import FixedError, cleaned, holding
from reconcile.erasure.lines import Lines
from tests.erasure.erased import MAIL, erase, night, problems, traces
from tests.erasure.test_by_hand import column
from tests.erasure.test_text import blocks
from tests.places import Place

COPY = "member_register.xls"
FIXED = (
    "Ce fichier contient encore une personne effacée : un fichier .xls se lit, mais ne peut pas "
    "être nettoyé."
)
MINE = Lines(blocks("Jean-Noël", "Martin", "M-0042"))


def as_xls(path: Path, out: Path, typed: dict[tuple[int, str], str] | None = None) -> None:
    """Save a workbook as an .xls, with what somebody typed into `Adhérents`, by row and heading."""
    book, made = load_workbook(path), xlwt.Workbook()
    for (row, heading), text in (typed or {}).items():
        book["Adhérents"].cell(row, column(book["Adhérents"], heading)).value = text
    for sheet in book:
        page = made.add_sheet(sheet.title)
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value is not None:
                    page.write(cell.row - 1, cell.column - 1, cell.value)
    out.parent.mkdir(exist_ok=True)
    made.save(str(out))


def told(place: Place) -> list[str]:
    """What `Problèmes` says of the copy, without its end."""
    lines = (one.split(" | ") for one in problems(place).splitlines())
    return [line[6] for line in lines if line[1] == COPY]


def test_what_is_typed_again_is_told_until_it_is_gone(gone: Place) -> None:
    path, register = gone.clean / COPY, gone.clean / "member_register.xlsx"
    as_xls(register, path, {(3, "Ville"): f"chez {MAIL}"})
    night(gone)
    typed, fixed = told(gone)
    assert typed.startswith("Ce registre contient les données d'une personne effacée (")
    assert typed.endswith("mais sont encore dans ce fichier.")
    assert fixed == FIXED
    assert [one for one in traces(gone) if COPY not in one] == []
    night(gone)
    assert told(gone) == [FIXED], "every night"
    as_xls(register, path)
    night(gone)
    assert told(gone) == [], "nobody stands in it any more"


def test_a_copy_of_before_the_erasure_is_told_until_it_is_gone(place: Place) -> None:
    as_xls(place.clean / "member_register.xlsx", place.clean / COPY)
    review = place.root / "raw" / "reviews" / "Zoé.xls"
    as_xls(place.clean / "match_report.xlsx", review)
    erase(place)
    for _ in range(2):
        assert told(place) == [FIXED]
        assert "reviews/Zoé.xls |  |  |  |  | Cette copie contient encore" in problems(place)
        night(place)
    (place.clean / COPY).unlink()
    review.unlink()
    night(place)
    assert "contient encore" not in problems(place)


def test_a_form_that_nobody_reads_is_told_until_it_is_gone(place: Place) -> None:
    paths = [place.clean / "adherents.pdf", place.clean / "member_register.numbers"]
    for path in paths:
        path.write_bytes(MAIL.encode())
    erase(place)
    for _ in range(2):
        for path in paths:
            assert f"{path.name} |  |  |  |  | Ce fichier contient peut-être" in problems(place)
        night(place)
    for path in paths:
        path.unlink()
    night(place)
    assert "contient peut-être" not in problems(place)


@pytest.mark.parametrize("kind", [*BOOKS, *TEXTS])
def test_no_kind_that_is_read_is_taken_for_clean(kind: str, tmp_path: Path) -> None:
    path, rows = tmp_path / f"a{kind}", pd.DataFrame({"N°": ["M-0042"], "Tél.": [639980012]})
    if kind in TEXTS:
        rows.to_csv(path, index=False)
    elif kind == ".ods":
        rows.to_excel(path, index=False, engine="odf")
    else:
        rows.to_excel(tmp_path / "b.xlsx", index=False)
        save = as_xls if kind == ".xls" else shutil.copy
        save(tmp_path / "b.xlsx", path)
    content = path.read_bytes()
    if kind == ".xls":
        with pytest.raises(FixedError):
            cleaned(path, content, MINE)
    else:
        assert cleaned(path, content, MINE) is not None
    assert holding([path], MINE) == [path]
