"""Folders, formats and bad input: nothing stops the night but what must."""

import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from reconcile.ingest import IngestError, read_clubs
from reconcile.words import words

from .lists import PLAIN, book, config, keep, labels, problems, put, read, rows_of, save

CSV = "Raison sociale;Ville\nVelinore;Sorbiers\n"


def states(raw: Path, *clubs: str) -> dict[str, tuple[str, str | None]]:
    sheets = read(raw, *clubs).sheets
    return {file: (state, why) for file, state, why in rows_of(sheets, "file", "state", "why")}


# --- Folders


def test_only_the_clubs_folders_are_read_and_all_else_is_named(tmp_path: Path) -> None:
    for file in ("EST/a.csv", "autre/b.csv", "est/sous/c.csv", "d.csv", "nouveaux/e.csv"):
        put(tmp_path, file, CSV.replace("Velinore", file))
    for file in ("README.md", "est/.gitkeep", ".cache", "est/~$a.xlsx", "est/.~lock.a.csv#"):
        put(tmp_path, file, "")
    put(tmp_path, "est/Thumbs.db", "x")
    put(tmp_path, "est/photo.jpg", "x")
    put(tmp_path, "~$liste.xlsx", "x")
    assert list(read(tmp_path).raw["file"]) == ["EST/a.csv"]
    assert states(tmp_path) == {
        "EST/a.csv": ("read", None),
        "est/photo.jpg": ("ignored", "unknown_type"),
        "est/sous": ("ignored", "subfolder"),
        "est/~$a.xlsx": ("ignored", "lock_file"),
        "autre": ("ignored", "not_a_club"),
        "d.csv": ("ignored", "loose_file"),
        "~$liste.xlsx": ("ignored", "lock_file"),
    }


def test_a_folder_is_a_clubs_without_case_spaces_and_accents(tmp_path: Path) -> None:
    put(tmp_path, "Club de l'Été/a.csv", CSV)
    assert list(read(tmp_path, "club_de_l_ete").raw["source"]) == ["club_de_l_ete"]


def test_a_missing_raw_folder_stops(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="raw n'existe pas"):
        read_clubs(config(tmp_path / "raw"))


def test_a_club_without_folder_or_without_files_is_told(tmp_path: Path) -> None:
    put(tmp_path, "est/.gitkeep", "")
    reading = read(tmp_path, "est", "ouest")
    assert reading.raw.empty and reading.issues.empty
    assert rows_of(reading.sheets, "source", "file", "state", "why") == [
        ("est", "est", "ignored", "club_empty"),
        ("ouest", "ouest", "ignored", "club_missing"),
    ]


def test_sample_files_beside_others_stop(tmp_path: Path) -> None:
    put(tmp_path, "est/Exemple_liste.csv", CSV)
    assert len(read(tmp_path, "est", "ouest").raw) == 1
    put(tmp_path, "ouest/vraie.csv", CSV)
    with pytest.raises(IngestError) as stopped:
        read(tmp_path, "est", "ouest")
    for word in ("est/Exemple_liste.csv", "ouest/vraie.csv", "Enlevez"):
        assert word in str(stopped.value)


def test_the_same_file_twice_is_read_once(tmp_path: Path) -> None:
    for file in ("est/Copie de liste.csv", "est/liste.csv", "ouest/liste.csv"):
        put(tmp_path, file, CSV)
    reading = read(tmp_path, "est", "ouest")
    assert list(reading.raw["file"]) == ["est/liste.csv", "ouest/liste.csv"]
    (copy,) = reading.sheets[reading.sheets["why"] == "copy"].to_dict("records")
    assert (copy["file"], copy["details"]) == (
        *("est/Copie de liste.csv", {"original": "est/liste.csv"}),
    )


def test_our_own_outputs_are_not_read(tmp_path: Path) -> None:
    save(tmp_path, PLAIN, "est/member_register.xlsx")
    made, _ = book(PLAIN, "Adhérents")
    made.create_sheet("Contacts")
    made.create_sheet("Provenance")
    keep(tmp_path, made, "est/registre de mars.xlsx")
    save(tmp_path, PLAIN, "est/liste.xlsx")
    assert states(tmp_path) == {
        "est/liste.xlsx": ("read", None),
        "est/registre de mars.xlsx": ("ignored", "own_output"),
        "est/member_register.xlsx": ("ignored", "own_output"),
    }


# --- Formats

TYPED = [
    ["Raison sociale", "SIRET", "CP", "Date d'adhésion", "À jour", "Effectif"],
    ["Velinore", 42000000000000, 1000, date(2011, 2, 1), True, 1.5],
]
AS_TEXT = [("Velinore", "42000000000000", "1000", "2011-02-01", "VRAI", "1.5")]


def typed(raw: Path) -> list[tuple[str, ...]]:
    return rows_of(read(raw).raw, "name", "siret", "postcode", "joined_on", "dues", "headcount")


@pytest.mark.parametrize("file", ["est/a.xlsx", "est/a.XLSX", "est/a.xlsm"])
def test_xlsx_and_xlsm(tmp_path: Path, file: str) -> None:
    save(tmp_path, TYPED, file)
    assert typed(tmp_path) == AS_TEXT


def test_xls(tmp_path: Path) -> None:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Feuil1")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for row, cells in enumerate(TYPED):
        for column, value in enumerate(cells):
            sheet.write(row, column, value, *([day] if isinstance(value, date) else []))
    (tmp_path / "est").mkdir()
    made.save(str(tmp_path / "est/a.xls"))
    assert typed(tmp_path) == AS_TEXT


def test_ods(tmp_path: Path) -> None:
    made, table = OpenDocumentSpreadsheet(), Table(name="Feuille1")
    kinds = {str: "string", int: "float", float: "float", bool: "boolean", date: "date"}
    for cells in TYPED:
        row = TableRow()
        for value in cells:
            kind = kinds[type(value)]
            key = {"float": "value", "string": "stringvalue"}.get(kind, f"{kind}value")
            cell = TableCell(
                valuetype=kind, **{key: str(value).lower() if kind == "boolean" else str(value)}
            )
            cell.addElement(P(text=str(value)))
            row.addElement(cell)
        table.addElement(row)
    made.spreadsheet.addElement(table)
    (tmp_path / "est").mkdir()
    made.save(str(tmp_path / "est/a.ods"))
    assert typed(tmp_path) == AS_TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "mac_roman"])
@pytest.mark.parametrize("file", ["est/a.csv", "est/a.txt", "est/a.tsv"])
def test_text_files_in_any_encoding(tmp_path: Path, file: str, encoding: str) -> None:
    separator = "\t" if file.endswith("tsv") else ";"
    lines = [["Société", "Prénom du gérant", "Ville"], ["L'Éclat", "Zoé", "Saint-Étienne"]]
    text = "\r\n".join(separator.join(line) for line in lines)
    put(tmp_path, file, text.encode(encoding))
    reading = read(tmp_path)
    assert rows_of(reading.raw, "sheet", "row", "name", "contact_first", "city") == [
        (None, 2, "L'Éclat", "Zoé", "Saint-Étienne")
    ]


def test_a_cell_of_a_csv_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    put(
        tmp_path, "est/a.csv", "Société;Ville;Remarques\nVelinore;Sorbiers;=2+3 pots\n=A1;x;@truc\n"
    )
    assert rows_of(read(tmp_path).raw, "name", "notes") == [
        ("Velinore", "=2+3 pots"),
        ("=A1", "@truc"),
    ]


def test_dates_of_an_old_mac(tmp_path: Path) -> None:
    made, _ = book(())
    made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    for row in (["Société", "Date d'adhésion"], ["Velinore", date(2009, 6, 15)]):
        sheet.append(row)
    keep(tmp_path, made)
    assert rows_of(read(tmp_path).raw, "joined_on") == [("2009-06-15",)]


def test_a_date_shown_without_its_day_has_none(tmp_path: Path) -> None:
    made, sheet = book(
        [["Société", "Adhérent depuis"], ["A", date(2011, 9, 1)], ["B", date(2011, 9, 1)]]
    )
    sheet["B2"].number_format = "mmm-yy"
    sheet["B3"].number_format = "dd/mm/yyyy"
    keep(tmp_path, made)
    assert rows_of(read(tmp_path).raw, "joined_on") == [("2011-09",), ("2011-09-01",)]


# --- Faults of cells


def edited(path: Path, old: bytes, new: bytes) -> None:
    """Replace a pattern within the sheet of an .xlsx, as Excel writes it."""
    out = BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, re.sub(old, new, source.read(name)))
    path.write_bytes(out.getvalue())


def test_failed_formulas_are_missing_and_named(tmp_path: Path) -> None:
    made, sheet = book([["Société", "Ville", "Effectif"], ["Velinore", "#REF!", None]])
    sheet["C2"] = "#N/A"
    sheet["C2"].data_type = "e"
    keep(tmp_path, made)
    put(tmp_path, "est/b.csv", "Société;Ville\nOrvanne;#NOM?\n")
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name", "city", "headcount") == [
        *(("Orvanne", None, None), ("Velinore", None, None))
    ]
    assert rows_of(reading.issues, "problem", "file", "cell", "row", "field", "raw") == [
        ("cell_error", "est/b.csv", "B2", 2, "city", "#NOM?"),
        ("cell_error", "est/liste.xlsx", "B2", 2, "city", "#REF!"),
        ("cell_error", "est/liste.xlsx", "C2", 2, "headcount", "#N/A"),
    ]


def test_a_formula_is_read_by_its_result(tmp_path: Path) -> None:
    path = save(tmp_path, [["Société", "Ville", "Effectif"], ["Velinore", "Sorbiers", "=1+1"]])
    assert problems(read(tmp_path)) == [("formula_no_value", "C2", None)]
    edited(path, rb"<f>1\+1</f><v ?/>|<f>1\+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    reading = read(tmp_path)
    assert rows_of(reading.raw, "headcount") == [("2",)]
    assert problems(reading) == []


def test_mojibake_is_mended_and_told(tmp_path: Path) -> None:
    put(tmp_path, "est/a.csv", "Société;Ville\nFranÃ§ois;Lâ€™Horme\nÂge d'Or;Été\n")
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name", "city") == [("François", "L’Horme"), ("Âge d'Or", "Été")]
    assert rows_of(reading.issues, "problem", "severity", "cell", "raw", "details") == [
        ("mojibake", "info", "A2", "FranÃ§ois", {"mended": "François"}),
        ("mojibake", "info", "B2", "Lâ€™Horme", {"mended": "L’Horme"}),
    ]


def test_headings_of_a_file_of_a_mistaken_encoding_are_understood(tmp_path: Path) -> None:
    put(tmp_path, "est/a.csv", "SociÃ©tÃ©;TÃ©lÃ©phone\nVelinore;04 65 71 00 00\n")
    assert labels(read(tmp_path)) == {"Société": "name", "Téléphone": "phone"}


# --- Files that cannot be read


def zipped(raw: Path) -> bytes:
    return save(
        raw / "made", [*PLAIN, *[(f"S{n}", "Ville", "x" * 50) for n in range(500)]]
    ).read_bytes()


def spoilt(data: bytes) -> bytes:
    """`data` with a stretch in the middle of its sheet overwritten."""
    at = data.index(b"xl/worksheets/sheet1.xml") + 1000
    return data[:at] + bytes(50) + data[at + 50 :]


def old_excel(password: bool = False) -> bytes:
    made = xlwt.Workbook()
    sheet = made.add_sheet("Feuil1")
    for row, cells in enumerate(PLAIN):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    out = BytesIO()
    made.save(out)
    data = bytearray(out.getvalue())
    if password:  # the record after BOF becomes FILEPASS
        data[512 + 20 : 512 + 22] = b"\x2f\x00"
    return bytes(data)


def sealed_ods() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        archive.writestr("content.xml", "\x01\x02")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
SEALED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("file", "made", "why"),
    [
        ("vide.xlsx", lambda raw: b"", "file_empty"),
        ("vide.csv", lambda raw: b"", "file_empty"),
        ("zeros.xlsx", lambda raw: bytes(9000), "file_damaged"),
        ("zeros.csv", lambda raw: bytes(9000), "file_damaged"),
        ("coupe.xlsx", lambda raw: zipped(raw)[:4000], "file_damaged"),
        ("abime.xlsx", lambda raw: spoilt(zipped(raw)), "file_damaged"),
        ("coupe.xls", lambda raw: old_excel()[:2000], "file_damaged"),
        ("secret.xlsx", lambda raw: SEALED, "file_encrypted"),
        ("secret.xls", lambda raw: old_excel(password=True), "file_encrypted"),
        ("secret.ods", lambda raw: sealed_ods(), "file_encrypted"),
        ("vieux.xlsx", lambda raw: old_excel(), "file_wrong_type"),
        (
            "page.xls",
            lambda raw: b"<html><table><tr><td>Ville</td></tr></table>",
            "file_wrong_type",
        ),
        ("texte.xlsx", lambda raw: b"Nom;Ville\nA;B\n", "file_wrong_type"),
        ("classeur.csv", zipped, "file_wrong_type"),
        ("papier.ods", lambda raw: b"%PDF-1.7 ...", "file_wrong_type"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_stops_nothing(
    tmp_path: Path, file: str, made: Callable[[Path], bytes], why: str
) -> None:
    raw = tmp_path / "raw"
    put(raw, f"est/{file}", made(tmp_path))
    put(raw, "est/zz.csv", CSV)
    reading = read(raw)
    assert list(reading.raw["name"]) == ["Velinore"]
    state, found = rows_of(reading.sheets, "state", "why")[0]
    assert (state, found) == ("unreadable", why)
    (issue,) = reading.issues.to_dict("records")
    assert (issue["file"], issue["problem"], issue["severity"]) == (f"est/{file}", found, "warning")
    for language in ("fr", "en"):
        say = words(language)
        assert say(f"sheets.{found}", **issue["details"])
        assert say(f"problems.{found}.cure", **issue["details"])


def test_a_truncated_file_at_any_length_stops_nothing(tmp_path: Path) -> None:
    whole = zipped(tmp_path)
    for length in range(1, len(whole), len(whole) // 25):
        put(tmp_path / "raw", "est/a.xlsx", whole[:length])
        assert states(tmp_path / "raw")["est/a.xlsx"][0] == "unreadable"


def test_reading_changes_no_file(tmp_path: Path) -> None:
    path = save(tmp_path, PLAIN)
    before = path.read_bytes(), path.stat().st_mtime_ns
    read(tmp_path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert load_workbook(path).sheetnames == ["Liste"]
