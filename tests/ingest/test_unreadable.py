"""Files that cannot be read: each is told, with its cure, and stops nothing."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import xlwt
from openpyxl import load_workbook

from reconcile.words import words

from .lists import CSV, PLAIN, put, read, rows_of, save, states


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


def charts_alone() -> bytes:
    from openpyxl import Workbook

    made, out = Workbook(), BytesIO()
    made.create_chartsheet("Courbe")
    del made["Sheet"]
    made.save(out)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
SEALED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("file", "made", "why"),
    [
        ("vide.xlsx", lambda raw: b"", "file_empty"),
        ("vide.csv", lambda raw: b"", "file_empty"),
        ("courbes.xlsx", lambda raw: charts_alone(), "file_empty"),
        ("zeros.xlsx", lambda raw: bytes(9000), "file_damaged"),
        ("zeros.csv", lambda raw: bytes(9000), "file_damaged"),
        ("coupe.xlsx", lambda raw: zipped(raw)[:4000], "file_damaged"),
        ("abime.xlsx", lambda raw: spoilt(zipped(raw)), "file_damaged"),
        ("coupe.xls", lambda raw: old_excel()[:2000], "file_damaged"),
        ("secret.xlsx", lambda raw: SEALED, "file_encrypted"),
        ("secret.xls", lambda raw: old_excel(password=True), "file_encrypted"),
        ("secret.ods", lambda raw: sealed_ods(), "file_encrypted"),
        (
            "page.xls",
            lambda raw: b"<html><table><tr><td>Ville</td></tr></table>",
            "file_wrong_type",
        ),
        ("mot.xlsx", lambda raw: b"Nom", "file_damaged"),
        ("bruit.csv", lambda raw: bytes(range(1, 32)) * 50, "file_wrong_type"),
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
