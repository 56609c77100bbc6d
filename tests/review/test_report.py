"""The match report, read back: what it asks, what it tells, what it must not show."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from reconcile.results import Night, Reason
from reconcile.review import report_workbook
from reconcile.tables import empty
from reconcile.words import words
from tests import nights

CHOICES = '"oui,non,plus tard,autre site,même groupe,successeur"'
Reader = Callable[..., Any]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Writes the report of a night, or of a function that makes one (once), and reads it."""
    folder = tmp_path_factory.mktemp("reports")
    known: dict[tuple[object, str], Any] = {}

    def written(night: Night | Callable[[], Night], language: str = "fr", **how: Any) -> Any:
        if not isinstance(night, Night) and (night, language) in known:
            return known[night, language]
        path = folder / "report.xlsx"
        made = night if isinstance(night, Night) else night()
        report_workbook(made, words(language), path, **how)
        book = load_workbook(path)
        if not isinstance(night, Night):
            known[night, language] = book
        return book

    return written


def by_key(sheet: Any) -> list[dict[str, Any]]:
    """The cells of a table, by the hidden keys of its row 3."""
    keys = [str(cell.value).strip() for cell in sheet[3]]
    return [dict(zip(keys, row, strict=True)) for row in sheet.iter_rows(min_row=5)]


def texts(sheet: Any) -> str:
    """All that a sheet says."""
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_the_sheets(read: Reader) -> None:
    book = read(nights.night)
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == [
        "Résumé", "À répondre", "Réponses données", "Fusions faites", "Changements", "Écarts",
        "Problèmes", "Fichiers lus", "Fiabilité", "Effacements", "Mode d'emploi",
    ]  # fmt: skip
    assert book.sheetnames[-1] == "Champs"


def test_sheets_open_on_the_first_cell_to_fill_in(read: Reader) -> None:
    book = read(nights.night)
    found = {}
    for sheet in book:
        view = sheet.sheet_view
        if sheet.sheet_state == "visible" and view.pane is not None:
            cells = {one.activeCell for one in view.selection if one.pane == view.pane.activePane}
            found[sheet.title] = (view.pane.activePane, *cells)
    assert found == {
        "À répondre": ("bottomLeft", "B5"),
        "Réponses données": ("bottomRight", "A1"),  # nothing to fill in
        "Fusions faites": ("bottomLeft", "B5"),
        "Changements": ("bottomRight", "A1"),
        "Écarts": ("bottomRight", "F5"),
        "Problèmes": ("bottomRight", "A1"),
        "Fichiers lus": ("bottomRight", "A1"),
        "Fiabilité": ("bottomRight", "A1"),
        "Effacements": ("bottomLeft", "A5"),
    }


def test_a_question_can_be_answered_without_scrolling(read: Reader) -> None:
    sheet = read(nights.night)["À répondre"]
    headings = [cell.value for cell in sheet[4]]
    assert headings[:4] == ["N°", "Réponse", "Pourquoi on demande", "Certitude"]
    assert sheet.freeze_panes == "E5"
    cursors = {one.pane: one.activeCell for one in sheet.sheet_view.selection}
    assert (sheet.sheet_view.pane.activePane, cursors["bottomLeft"]) == ("bottomLeft", "B5")
    assert sheet.row_dimensions[3].hidden
    [choice] = sheet.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("B5:B6", CHOICES)
    assert not choice.showErrorMessage
    first = by_key(sheet)[0]
    assert first["question_id"].value == "Q-0001-H"
    assert first["answer"].value is None
    assert first["probability"].value == 0.937
    assert first["reasons"].value.replace("\u00a0", " ") == (
        "même téléphone (+9,1) ; noms qui se ressemblent (+3,2) ; "
        "autre adresse, même ville (−2,0) ; en tout 93,7 %"
    )


def test_two_records_stand_one_above_the_other(read: Reader) -> None:
    first, second = by_key(read(nights.night)["À répondre"])
    assert first["name"].value == "Cycles Vareille\nVareille Vélos"
    assert first["name"].font.bold
    assert first["phones"].value == "04 65 71 00 03\n04 65 71 00 03"
    assert first["phones"].font.color.rgb[2:] == "737C83"
    assert first["activity"].value == "Réparation de cycles\n–"
    assert first["file"].value == "technopole42/membres.xlsx\nrezames/Liste à jour.xlsx"
    assert first["row"].value == "Liste 2026 › ligne 7\nFeuil1 › ligne 6"
    assert (first["left_id"].value, first["right_id"].value) == ("R-00003", "R-00009")
    assert "deux établissements" in second["reasons"].value


def test_record_ids_are_hidden_and_the_remark_is_open(read: Reader) -> None:
    sheet = read(nights.night)["À répondre"]
    keys = {str(cell.value).strip(): cell.column_letter for cell in sheet[3]}
    hidden = {key for key, letter in keys.items() if sheet.column_dimensions[letter].hidden}
    assert hidden == {"left_id", "right_id", "kind", "subject", "shown"}
    assert keys["note"] < keys["file"] < keys["row"] < keys["left_id"]
    assert by_key(sheet)[0]["note"].fill.fgColor.rgb[2:] == "FFF7D1"


def test_merges_say_why(read: Reader) -> None:
    first, second = by_key(read(nights.night)["Fusions faites"])
    assert first["member_id"].value == "M-0001"
    assert "nom identique (+12,0)" in first["reasons"].value
    assert first["probability"].value == 0.999
    assert not first["name"].font.bold  # the same but for capitals
    assert "autre fiche" in second["reasons"].value
    assert second["name"].font.bold
    assert second["address"].value == "3 place Carnot\n3 pl. Carnot"
    assert not second["address"].font.bold  # one address, written in two ways


def test_gaps_leave_out_what_differs_by_writing_alone(read: Reader) -> None:
    rows = by_key(read(nights.night)["Écarts"])
    assert [(row["member_id"].value, row["field"].value) for row in rows] == [
        ("M-0002", "Adresse"),
        ("M-0002", "Courriel"),
    ]
    assert rows[0]["value"].value == "3 place Carnot"
    assert rows[0]["place"].value == "technopole42/membres.xlsx › Liste 2026 › E6"
    assert rows[0]["others"].value == "30 place Carnot"
    assert rows[0]["other_places"].value == "rezames/Liste à jour.xlsx › Feuil1 › F4"


def test_what_speaks_for_a_merge_comes_first(read: Reader) -> None:
    night = nights.night()
    one = night.merges.head(1)
    reasons = [
        Reason("linked", "possible", -20.0),
        Reason("name", "equal", 12.0),
        Reason("reach", "same_phone", 9.1),
    ]
    book = read(replace(night, merges=one.assign(reasons=[reasons])))
    said = by_key(book["Fusions faites"])[0]["reasons"].value
    assert said.index("nom") < said.index("téléphone") < said.index("réserve")


def test_problems_name_the_cell_and_lead_to_it(read: Reader) -> None:
    sheet = read(nights.night(), raw_link="../ici")["Problèmes"]
    rows = by_key(sheet)
    assert [row["severity"].value for row in rows] == ["à corriger"] * 3 + ["pour information"] * 3
    siret = next(row for row in rows if row["cell"].value == "D8")
    assert siret["raw"].value == "4.2E+13"
    assert siret["file"].hyperlink.target == "../ici/technopole42/membres.xlsx"
    assert siret["file"].hyperlink.location == "'Liste 2026'!D8"
    targets = [row["file"].hyperlink.target for row in rows]
    assert "../ici/rezames/Liste%20%C3%A0%20jour.xlsx" in targets
    assert all(row["sentence"].value and row["cure"].value for row in rows)


def test_files_say_how_they_were_read(read: Reader) -> None:
    sheet = read(nights.night)["Fichiers lus"]
    rows = by_key(sheet)
    assert [row["state"].value for row in rows[:3]] == ["lue", "lue", "illisible"]
    assert rows[0]["header_row"].value == 4
    assert "ligne 13" in rows[0]["left_out"].value
    said = texts(sheet)
    assert "Téléphone 2" in said
    assert "Cotisation 2025" in said
    assert "colonne non lue" in said
    assert "sûr\n" in said and "probable" in said
    rule = tomllib.loads(rows[0]["overrule"].value)["sheets"]
    assert rule == [
        {
            "file": nights.T42,
            "sheet": "Liste 2026",
            "header_row": 4,
            "columns": {"B": "name", "H": "phone", "K": "dues"},
        }
    ]


def test_the_summary_counts_and_links(read: Reader) -> None:
    book = read(nights.night)
    sheet, said = book["Résumé"], texts(book["Résumé"])
    for part in (
        "2 fichiers lus",
        "10 fiches",
        "7 adhérents",
        "2 sont dans les deux clubs",
        "Un ancien adhérent",
        "2 questions attendent",
        "sur 2 valeurs",
        "3 choses",
    ):
        assert part in said  # fmt: skip
    places = {c.hyperlink.location for row in sheet.iter_rows() for c in row if c.hyperlink}
    assert {"'À répondre'!A1", "'Mode d''emploi'!A1", "'Fichiers lus'!A1"} <= places
    assert len(sheet._charts) == 3
    assert "N'A PAS ÉTÉ MIS À JOUR" not in said


def test_a_register_held_back_is_said_first(read: Reader) -> None:
    said = texts(read(nights.held)["Résumé"]).splitlines()
    assert said[3] == "Votre nom :"
    said = [one for one in said if one not in ("Votre nom :", "reviewer:") and ":12" not in one]
    assert said[2] == "LE REGISTRE N'A PAS ÉTÉ MIS À JOUR. Il reste celui du 20 novembre 2026."
    assert "À faire :" in said[3]
    assert "n'a pas été publié" in "\n".join(said)
    never = texts(read(replace(nights.held(), last_register=None))["Résumé"])
    assert "Aucun registre n'a encore été publié" in never


def test_a_club_without_files_is_awaited(read: Reader) -> None:
    said = texts(read(nights.alone)["Résumé"])
    assert "On attend la liste de Rezames." in said


def test_before_the_merger_nothing_tells_of_a_person(read: Reader) -> None:
    book = read(nights.apart)
    said = "\n".join(texts(sheet) for sheet in book)
    named = {name for name in nights.PERSONAL if name in said.replace("Atelier Berthier", "")
             .replace("ATELIER BERTHIER", "")}  # fmt: skip
    assert named == set()
    raw = [row["raw"].value for row in by_key(book["Problèmes"])]
    assert sorted(raw, key=str) == ["(masqué)"] * 4 + ["4.2E+13", None]
    assert "à partir du 1er janvier 2027" in texts(book["Résumé"])
    assert "Technopole 42 : " in texts(book["Résumé"])


def test_afterwards_the_same_night_shows_them(read: Reader) -> None:
    said = "\n".join(texts(sheet) for sheet in read(nights.night))
    assert [name for name in ("04 65 71", "06 39 98", "@", "Camille", "Odile", "doit rappeler")
            if name not in said] == []  # fmt: skip


def test_a_merger_without_a_date(read: Reader) -> None:
    said = texts(read(replace(nights.apart(), merged_on=None))["Résumé"])
    assert "La date de la fusion n'est pas fixée" in said


@pytest.mark.parametrize("make", [nights.night, nights.apart, nights.alone, nights.held])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_report_prints_and_holds_no_formula(
    make: Callable[[], Night], language: str, read: Reader
) -> None:
    for sheet in read(make, language):
        assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        assert "12" in sheet.oddFooter.left.text
        widths = [one.width for one in sheet.column_dimensions.values() if not one.hidden]
        assert max(widths) <= 110


def test_a_quiet_night_says_so(read: Reader) -> None:
    night = nights.night()
    nothing = {name: getattr(night, name)[:0] for name in ("questions", "merges", "issues")}
    whole = night.registers[""]
    calm = replace(whole, provenance=empty("provenance"))
    book = read(replace(night, registers={"": calm}, **nothing))
    assert "Aucune question : tout est clair" in texts(book["À répondre"])
    assert "Rien n'a été réuni" in texts(book["Fusions faites"])
    assert "nulle part" in texts(book["Écarts"])
    assert "Rien à signaler" in texts(book["Problèmes"])
    assert len(book["Résumé"]._charts) == 1


def test_a_problem_without_words_is_still_told(read: Reader) -> None:
    night = nights.night()
    odd = night.issues.assign(problem="never_heard_of")
    assert "(never_heard_of)" in texts(read(replace(night, issues=odd))["Problèmes"])


def test_the_guide_names_the_sheets_as_they_are(read: Reader) -> None:
    book = read(nights.night, "en")
    for name in ("To answer", "Problems", "Disagreements"):
        assert name in book.sheetnames
        assert f"“{name}”" in texts(book["How to use"])


def test_dates_are_words(read: Reader) -> None:
    night = replace(nights.night(), today=date(2026, 12, 1))
    assert "1er décembre 2026" in texts(read(night)["Résumé"])
