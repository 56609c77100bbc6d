"""A place with a person in both clubs, in several files, in notes; and a look into every file."""

from __future__ import annotations

import gzip
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook

from reconcile.nights.outcome import DONE
from tests.places import Place

HEAD = ("N°", "Raison sociale", "Adresse", "CP", "Ville", "Téléphone", "Portable", "Courriel")
HEAD += ("Civilité", "Prénom", "Nom", "Fonction", "SIREN", "Newsletter", "Observations")
MAIL, MOBILE = "aloyse.brondel@miralix.example", "06 39 98 00 12"
# Any way in which the person may still be written.
TRACES = ("brondel", "aloyse", "639980012", "06 39 98 00 12", "39 98 00 12")


def row(no: str, name: str, *cells: str, **more: str) -> dict[str, Any]:
    found = dict(zip(HEAD, (no, name, *cells), strict=False))
    return found | more


def miralix(no: str, **more: str) -> dict[str, Any]:
    return row(no, "Miralix", "4 rue des Aciéries", "42000", "Saint-Étienne", "04 65 71 00 01",
               SIREN="000 000 018", Newsletter="oui", **more)  # fmt: skip


def firms() -> list[dict[str, Any]]:
    """Others, one of whom has a mail, a mobile and a consent of her own."""
    return [
        row("T2", "Ostravel", "9 quai Vert", "42100", "Saint-Étienne", "04 65 71 00 02", "",
            "contact@ostravel.example", "M.", "Basile", "Dornel", "Gérant"),
        row("T3", "Kelvaro", "2 place Neuve", "42230", "Roche", "04 65 71 00 03", "06 39 98 00 33",
            "odile.kelvar@kelvaro.example", "Mme", "Odile", "Kelvar", "Gérante", Newsletter="oui"),
    ]  # fmt: skip


def save(place: Place, file: str, **sheets: list[dict[str, Any]]) -> None:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(HEAD)
        for one in rows:
            sheet.append([one.get(heading) for heading in HEAD])
    path = place.root / "raw" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def person(**more: str) -> dict[str, str]:
    return {"Portable": MOBILE, "Courriel": MAIL, "Civilité": "M.", "Prénom": "Aloyse",
            "Nom": "Brondel", "Fonction": "Gérant", **more}  # fmt: skip


def old_file(place: Place) -> None:
    """A list of years ago in which the person stands, written otherwise."""
    told = {"Courriel": f"{MAIL.upper()} ; info@miralix.example", "Nom": "M. BRONDEL Aloyse",
            "Portable": "+33 (0)6.39.98.00.12"}  # fmt: skip
    save(place, "technopole42/membres 2024.xlsx", Membres=[miralix("T1", **told), *firms()])


def made(root: Path) -> Place:
    place = Place(root)
    notes = {"Observations": "Appeler Aloyse Brondel au 06.39.98.00.12 avant midi"}
    save(place, "technopole42/membres 2026.xlsx", Membres=[miralix("T1", **person()), *firms()])
    save(place, "rezames/liste.xlsx", Liste=[
        miralix("R7", Nom="M. Brondel", Fonction="Gérant", Courriel=MAIL, **notes),
        row("R8", "Vorenna", "1 cours Long", "42100", "Saint-Étienne", "04 65 71 00 08"),
    ])  # fmt: skip
    night(place)
    return place


def night(place: Place) -> Any:
    outcome = place.run()
    assert outcome.exit_status == DONE
    return outcome


def texts(path: Path) -> Iterator[str]:
    """All that stands in a file, whatever packs it."""
    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield re.sub(r"<[^>]*>", " ", archive.read(name).decode("utf-8", "replace"))
                yield archive.read(name).decode("utf-8", "replace")
    elif path.suffix == ".gz":
        yield gzip.decompress(content).decode()
    elif path.suffix == ".parquet":
        yield pd.read_parquet(path).to_json(force_ascii=False)
    yield content.decode("latin-1")
    yield content.decode("utf-8", "replace")


def traces(place: Place, *wanted: str) -> list[str]:
    """The files below clean/ and state/ in which any of `wanted` (TRACES) stands."""
    found = []
    for folder in (place.clean, place.root / "state"):
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            own = {one for text in texts(path) for one in wanted or TRACES
                   if one in text.casefold()}  # fmt: skip
            if own:
                found.append(f"{path.relative_to(place.root)}: {sorted(own)}")
    return found


def choose(place: Place, last: str = "Brondel") -> None:
    """Ask in the register, as a person does."""
    path = place.clean / "member_register.xlsx"
    book = load_workbook(path)
    sheet = book["Contacts"]
    head = [cell.value for cell in sheet[1]]
    for line in sheet.iter_rows(min_row=2):
        if line[head.index("Nom")].value == last:
            line[head.index("Effacement")].value = "effacer"
            break
    book.save(path)


def write(place: Place, answer: str, whom: str = "", path: Path | None = None) -> None:
    """Write into `Effacements`: beside the first that waits, or (whom) into the first empty row."""
    path = path or place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["Effacements"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    subject = keys.index("subject")
    lines = [line for line in sheet.iter_rows(min_row=5) if line[subject].value]
    new = [line for line in lines if str(line[subject].value).startswith("new")]
    line = new[0] if whom else lines[0]
    line[keys.index("answer")].value = answer
    if whom:
        line[keys.index("whom")].value = whom
    book.save(path)


def told(place: Place) -> pd.DataFrame:
    """`Effacements` without its empty rows."""
    table = place.sheet("Effacements", "whom")
    return table[~table["subject"].astype(str).str.startswith("new")].reset_index(drop=True)


def problems(place: Place) -> str:
    book = load_workbook(place.clean / "match_report.xlsx")
    lines = [" | ".join(str(cell.value or "") for cell in line) for line in book["Problèmes"]]
    return "\n".join(lines)


def contacts(place: Place) -> pd.DataFrame:
    """The register's sheet of persons."""
    return pd.read_excel(place.clean / "member_register.xlsx", "Contacts", dtype=str)


def erase(place: Place) -> None:
    """Two nights: the person is asked for, and confirmed."""
    choose(place)
    night(place)
    write(place, "confirmer")
    night(place)


def erased(root: Path) -> Place:
    place = made(root)
    erase(place)
    return place
