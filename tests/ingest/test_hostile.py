"""Files made to do harm, or spoilt so that they would: refused or ignored, and told."""

import io
import os
import time
import zipfile
from pathlib import Path

import pytest

from reconcile.ingest import kinds, limits

from .lists import CSV, PLAIN, book, keep, put, read, rows_of, save, states

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)


def with_parts(path: Path, **changed: bytes) -> None:
    """Replace or add parts of an .xlsx: their names have "__" for "/" and "_xml" for ".xml"."""
    out = io.BytesIO()
    parts = {
        name.replace("__", "/").replace("_xml", ".xml"): data for name, data in changed.items()
    }
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    path.write_bytes(out.getvalue())


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, PLAIN)
    with_parts(path, xl__media__big_xml=bytes(600 << 20))
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr(kinds, "_part", lambda *given: pytest.fail("unpacked"))
    assert states(tmp_path) == {"est/liste.xlsx": ("unreadable", "file_bomb")}


def test_a_zip_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    path = save(tmp_path, PLAIN)
    with_parts(path, xl__media__big_xml=bytes(30 << 20))
    data = path.read_bytes()
    path.write_bytes(data.replace((30 << 20).to_bytes(4, "little"), (9).to_bytes(4, "little")))
    assert states(tmp_path) == {"est/liste.xlsx": ("unreadable", "file_damaged")}


@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_multiply_are_never_expanded(
    tmp_path: Path, name: str, encoding: str
) -> None:
    path = save(tmp_path, PLAIN)
    text = part(path, name)
    body = text.partition("?>")[2] if text.startswith("<?xml") else text
    with_parts(path, **{name.replace("/", "__"): (LAUGHS + body).encode(encoding)})
    assert states(tmp_path) == {"est/liste.xlsx": ("unreadable", "file_entities")}


def test_an_entity_that_names_a_file_is_not_followed(tmp_path: Path) -> None:
    path = save(tmp_path, PLAIN)
    text = part(path, "xl/worksheets/sheet1.xml")
    steal = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>' + text
    with_parts(path, xl__worksheets__sheet1_xml=steal.encode())
    assert states(tmp_path) == {"est/liste.xlsx": ("unreadable", "file_entities")}


def test_links_to_other_files_and_macros_are_ignored(tmp_path: Path) -> None:
    made, _ = book([*PLAIN, ["Orvanne", "='[1]Feuil1'!A1", "c@d.example"]])
    path = keep(tmp_path, made, "est/liste.xlsm")
    text = part(path, "xl/worksheets/sheet1.xml")
    stored = text.replace("</f><v />", "</f><v>Lyo</v>").replace("</f><v/>", "</f><v>Lyo</v>")
    stored = stored.replace('<c r="B3">', '<c r="B3" t="str">')
    link = '<externalLink xmlns:r="r"><externalBook r:id="rId1"/></externalLink>'
    with_parts(
        path,
        xl__worksheets__sheet1_xml=stored.encode(),
        xl__externalLinks__externalLink1_xml=link.encode(),
        **{"xl__vbaProject.bin": b"\x01Sub Auto_Open()"},
    )
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name", "city") == [("Velinore", "Sorbiers"), ("Orvanne", "Lyo")]
    assert reading.issues.empty


def test_parts_named_like_paths_are_written_nowhere(tmp_path: Path) -> None:
    path = save(tmp_path / "raw", PLAIN)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../../evil.xml", "<x/>")
        archive.writestr(str(tmp_path / "evil.xml"), "<x/>")
    before = sorted(tmp_path.rglob("*"))
    assert list(read(tmp_path / "raw").raw["name"]) == ["Velinore"]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_sheet_whose_part_lies_outside_the_workbook_is_not_looked_for(tmp_path: Path) -> None:
    path = save(tmp_path, PLAIN)
    rels = part(path, "xl/_rels/workbook.xml.rels")
    away = rels.replace("/xl/worksheets/sheet1.xml", "../../../../../etc/hostname")
    with_parts(path, **{"xl___rels__workbook_xml.rels": away.encode()})
    assert read(tmp_path).raw.empty


def test_links_out_of_the_raw_folder_are_not_followed(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    put(tmp_path, "secret/paie.csv", CSV)
    put(raw, "est/vraie.csv", CSV.replace("Velinore", "Orvanne"))
    (raw / "est/lien.csv").symlink_to(tmp_path / "secret/paie.csv")
    (raw / "est/perdu.csv").symlink_to(tmp_path / "nulle part.csv")
    (raw / "est/cercle.csv").symlink_to(raw / "est/cercle.csv")
    (raw / "ouest").symlink_to(tmp_path / "secret")
    (raw / "est/interne.csv").symlink_to(put(raw, "nouveaux/la.csv", CSV + "Kelvaro;x\n"))
    found = states(raw, "est", "ouest")
    assert {file: why for file, (_, why) in found.items()} == {
        **dict.fromkeys(("est/lien.csv", "est/perdu.csv", "est/cercle.csv"), "link_outside"),
        **{"ouest": "link_outside", "est/vraie.csv": None, "est/interne.csv": None},
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path, "est/a.csv", CSV)
    os.mkfifo(tmp_path / "est/b.csv")
    assert states(tmp_path)["est/b.csv"] == ("ignored", "unknown_type")


@pytest.mark.parametrize("quote", ['"', "'"])
def test_a_value_lost_at_the_edge_of_the_sheet(tmp_path: Path, quote: str) -> None:
    """The library would allot 549 GB and end the process."""
    made, sheet = book(PLAIN)
    sheet["XFD1048576"] = "x"
    path = keep(tmp_path, made)
    if quote == "'":
        text = part(path, "xl/worksheets/sheet1.xml").replace('r="XFD1048576"', "r='XFD1048576'")
        with_parts(path, xl__worksheets__sheet1_xml=text.encode())
    (told,) = read(tmp_path).sheets.to_dict("records")
    assert (told["why"], told["details"]) == ("file_far_cell", {"cell": "XFD1048576"})


@pytest.mark.parametrize("far", ["A" + "9" * 40, "A9999999", "xfd300000", "aa999999", "A999999"])
def test_a_cell_says_that_it_stands_far_from_its_row(tmp_path: Path, far: str) -> None:
    """The library believes the cell, in small letters too, and would end the process."""
    path = save(tmp_path, PLAIN)
    text = part(path, "xl/worksheets/sheet1.xml").replace('r="A2"', f'r="{far}"')
    text = text.replace('r="B2"', 'r="AZ2"')
    with_parts(path, xl__worksheets__sheet1_xml=text.encode())
    (told,) = read(tmp_path).sheets.to_dict("records")
    assert told["why"] == "file_far_cell"


def test_a_row_whose_number_never_ends(tmp_path: Path) -> None:
    path = save(tmp_path, PLAIN)
    text = part(path, "xl/worksheets/sheet1.xml").replace('<row r="2"', f'<row r="{"9" * 5000}"')
    with_parts(path, xl__worksheets__sheet1_xml=text.encode())
    assert states(tmp_path) == {"est/liste.xlsx": ("unreadable", "file_damaged")}


def test_a_colour_up_to_the_edge_of_the_sheet_is_no_value(tmp_path: Path) -> None:
    from openpyxl.styles import PatternFill

    made, sheet = book(PLAIN)
    for cell in ("XFD2", "A1048576", "XFD1048576"):
        sheet[cell].fill = PatternFill("solid", fgColor="FFFF00")
    keep(tmp_path, made)
    assert list(read(tmp_path).raw["name"]) == ["Velinore"]


ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="L">ROWS</table:table></office:spreadsheet></office:body>
</office:document-content>"""
CELL = (
    '<table:table-cell office:value-type="string" REPEAT><text:p>Ville</text:p></table:table-cell>'
)
FULL = f"<table:table-row REPEAT>{CELL.replace('REPEAT', '')}</table:table-row>"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        # What LibreOffice writes under any list: blank rows to the edge of the sheet.
        (
            FULL.replace("REPEAT", "")
            + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
            ' table:number-columns-repeated="16384"/></table:table-row>',
            "no_table",
        ),
        (
            f"<table:table-row>{CELL}</table:table-row>".replace(
                "REPEAT", 'table:number-columns-repeated="16384"'
            )
            + FULL.replace("REPEAT", 'table:number-rows-repeated="1048000"'),
            "file_far_cell",
        ),
    ],
)
def test_cells_repeated_to_the_edge_of_an_ods(tmp_path: Path, rows: str, why: str) -> None:
    (tmp_path / "est").mkdir()
    with zipfile.ZipFile(tmp_path / "est/a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", ODS.replace("ROWS", rows))
    assert states(tmp_path)["est/a.ods"][1] == why


def test_a_file_larger_than_any_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reconcile.ingest.workbook.MOST_BYTES", 10)
    put(tmp_path, "est/a.csv", CSV)
    assert states(tmp_path) == {"est/a.csv": ("unreadable", "file_too_large")}


def test_a_csv_of_one_endless_row_among_many(tmp_path: Path) -> None:
    put(tmp_path, "est/a.csv", CSV + ";" * 2_000 + "\n" + "x;y\n" * 8_000)
    assert limits.MOST_CELLS < 8_000 * 2_000
    assert states(tmp_path) == {"est/a.csv": ("unreadable", "file_far_cell")}


@pytest.mark.parametrize("cell", ["total " + " " * 40_000 + "x", "nombre " + "1 :" * 10_000])
def test_a_long_cell_that_begins_like_a_total_takes_no_minute(tmp_path: Path, cell: str) -> None:
    put(tmp_path, "est/a.csv", CSV + f"{cell};Lyo\n")
    started = time.process_time()
    assert list(read(tmp_path).raw["name"]) == ["Velinore", cell]
    assert time.process_time() - started < 5
