"""Layouts that people really use: each shows a sheet and what is read of it."""

from pathlib import Path

import pytest

from .lists import PLAIN, Rows, book, fill, keep, labels, problems, put, read, rows_of, save


def left_out(raw: Path) -> list[tuple[int, str, str]]:
    told = read(raw).sheets.loc[0, "left_out"]
    return [(one["row"], one["why"], one["text"]) for one in told]


def test_a_plain_list(tmp_path: Path) -> None:
    save(tmp_path, PLAIN)
    reading = read(tmp_path)
    assert rows_of(reading.raw, "source", "file", "sheet", "row", "name", "city", "email") == [
        ("est", "est/liste.xlsx", "Liste", 2, "Velinore", "Sorbiers", "a@b.example")
    ]
    assert rows_of(reading.columns, "column", "heading", "label", "confidence") == [
        ("A", "Raison sociale", "name", 1.0),
        ("B", "Ville", "city", 1.0),
        ("C", "Courriel", "email", 1.0),
    ]
    assert rows_of(reading.sheets, "state", "header_row", "n_rows", "n_left_out", "why") == [
        ("read", 1, 1, 0, None)
    ]
    assert problems(reading) == []


def test_titles_logo_blank_rows_and_blank_columns_before_the_table(tmp_path: Path) -> None:
    save(
        tmp_path,
        [
            [None, None, "Liste des adhérents"],
            [],
            [None, None, "Mise à jour : octobre 2026"],
            [],
            [None, "Société", "Ville"],
            [None, "Velinore", "Sorbiers"],
        ],
        merge=["C1:D1"],
    )
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name", "city") == [(6, "Velinore", "Sorbiers")]
    assert rows_of(reading.columns, "column", "label") == [("B", "name"), ("C", "city")]
    assert left_out(tmp_path) == [
        (1, "above", "Liste des adhérents"),
        (3, "above", "Mise à jour : octobre 2026"),
    ]


def test_a_header_of_groups_over_headings(tmp_path: Path) -> None:
    save(
        tmp_path,
        [
            ["Raison sociale", "Adresse", None, None, "Contact", None, "Cotisations", None],
            [None, "Rue", "CP", "Ville", "Nom", "Prénom", 2024, 2025],
            ["Velinore", "1 rue X", "42000", "Sorbiers", "Dupin", "Zoé", 90, "x"],
        ],
        merge=["B1:D1", "E1:F1", "G1:H1", "A1:A2"],
    )
    reading = read(tmp_path)
    assert labels(reading) == {
        **{"Raison sociale": "name", "Rue": "address", "CP": "postcode", "Ville": "city"},
        **{"Contact Nom": "contact_last", "Contact Prénom": "contact_first"},
        **{"Cotisations 2024": "dues#2024", "Cotisations 2025": "dues#2025"},
    }
    assert reading.sheets.loc[0, "header_row"] == 2
    assert rows_of(reading.raw, "row", "name", "dues#2024", "dues#2025") == [
        (3, "Velinore", "90", "x")
    ]


def test_groups_without_merged_cells_as_in_a_csv(tmp_path: Path) -> None:
    put(
        tmp_path,
        "est/l.csv",
        "Société;Adresse;;;Mail\n;Rue;CP;Ville;\nVelinore;1 rue X;42000;Lyo;a@b.fr",
    )
    assert list(labels(read(tmp_path)).values()) == ["name", "address", "postcode", "city", "email"]


def test_headings_cut_in_two_rows(tmp_path: Path) -> None:
    save(
        tmp_path,
        [["Raison", "Code", "N°"], ["sociale", "postal", "SIRET"], ["Velinore", "42000", "000"]],
    )
    reading = read(tmp_path)
    assert labels(reading) == {
        **{"Raison sociale": "name", "Code postal": "postcode", "N° SIRET": "siret"}
    }
    assert rows_of(reading.raw, "row", "name") == [(3, "Velinore")]


def test_the_first_member_is_not_taken_for_a_second_row_of_headings(tmp_path: Path) -> None:
    save(tmp_path, [["Société", "Genre", "Ville"], ["Velinore", "Entreprise", "Site"]])
    assert rows_of(read(tmp_path).raw, "row", "name") == [(2, "Velinore")]


def test_a_members_row_of_words_like_headings_is_no_header(tmp_path: Path) -> None:
    rows = [
        ["Société", "TVA", "Objet", "Genre", "Solde"],
        ["ENTREPRISE 1", 12, "Site", "Mobile", 9],
    ]
    save(tmp_path, rows)
    assert rows_of(read(tmp_path).raw, "row", "name", "vat") == [(2, "ENTREPRISE 1", "12")]


def test_a_section_under_the_header_is_no_second_row_of_headings(tmp_path: Path) -> None:
    rows = [["Rang", "Société", "Ville"], ["ENTREPRISES"], ["a", "Velinore", "Sorbiers"]]
    save(tmp_path, rows)
    reading = read(tmp_path)
    assert labels(reading) == {"Rang": None, "Société": "name", "Ville": "city"}
    assert rows_of(reading.raw, "row", "category") == [(3, "ENTREPRISES")]


def test_a_cover_sheet_and_a_sheet_of_codes_are_not_read(tmp_path: Path) -> None:
    made, _ = book([[], [None, "Club de l'est"], [None, "Fichier 2026"]], "Page de garde")
    fill(made.create_sheet("Adhérents"), PLAIN)
    fill(made.create_sheet("Codes"), [["N°", "Commission"], [1, "Emploi"], [2, "Mobilité"]])
    made.create_sheet("Vide")
    keep(tmp_path, made)
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "sheet", "state", "why") == [
        ("Page de garde", "ignored", "no_table"),
        ("Adhérents", "read", None),
        ("Codes", "ignored", "no_table"),
        ("Vide", "ignored", "empty_sheet"),
    ]
    assert problems(reading) == []


def test_no_recognised_heading_in_a_file(tmp_path: Path) -> None:
    save(tmp_path, [["Machin", "Truc"], ["Velinore", "Sorbiers"]])
    reading = read(tmp_path)
    assert reading.raw.empty
    (issue,) = reading.issues.to_dict("records")
    assert (issue["file"], issue["sheet"], issue["cell"]) == ("est/liste.xlsx", "Liste", "A1")
    assert (issue["problem"], issue["severity"]) == ("no_table", "warning")
    assert "Raison sociale" in issue["details"]["headings"]


def test_headings_without_members_are_told(tmp_path: Path) -> None:
    save(tmp_path, [(), PLAIN[0], ("Total", None, 3)])
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "state", "n_rows") == [("read", 0)]
    assert problems(reading) == [("no_rows", "A2", None)]


LAYOUT: Rows = (
    ("N° adhérent", "Raison sociale", "Ville", "Cotis 2026"),
    ("MEMBRES FONDATEURS",),
    ("T1", "Velinore", "Sorbiers", 90),
    ("T2", "Total Sécurité", "Sorbiers", None),
    (None, "Sous-total fondateurs : 2", None, 90),
    ("T3", "Orvanne", "Lyo", 90),
    (),
    ("N° adhérent", "Raison sociale", "Ville", "Cotis 2026"),
    (None, "Membres d'honneur"),
    (None, "Jean Albavel"),
    ("T4", "Kelvaro", "Lyo", 90),
    (None, None, "Lyo", 12),
    ("Total", None, None, 270),
    ("Nombre d'adhérents : 4",),
    (),
    (None, "* les fondateurs ne paient rien"),
    (None, "Liste tenue par l'accueil"),
)


def test_sections_totals_notes_and_repeated_headings(tmp_path: Path) -> None:
    save(tmp_path, LAYOUT)
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name", "category") == [
        (3, "Velinore", "MEMBRES FONDATEURS"),
        (4, "Total Sécurité", "MEMBRES FONDATEURS"),
        (6, "Orvanne", None),
        (10, "Jean Albavel", "Membres d'honneur"),
        (11, "Kelvaro", "Membres d'honneur"),
    ]
    assert left_out(tmp_path) == [
        (2, "section", "MEMBRES FONDATEURS"),
        (5, "total", "Sous-total fondateurs : 2 | 90"),
        (8, "repeated_header", "N° adhérent | Raison sociale | Ville | Cotis 2026"),
        (9, "section", "Membres d'honneur"),
        (12, "no_identity", "Lyo | 12"),
        (13, "total", "Total | 270"),
        (14, "total", "Nombre d'adhérents : 4"),
        (16, "note", "* les fondateurs ne paient rien"),
        (17, "note", "Liste tenue par l'accueil"),
    ]


def test_every_row_is_a_member_is_told_or_is_blank(tmp_path: Path) -> None:
    save(tmp_path, LAYOUT)
    reading = read(tmp_path)
    told = {row for row, _, _ in left_out(tmp_path)} | set(reading.raw["row"]) | {1}
    assert told == {row for row, cells in enumerate(LAYOUT, start=1) if any(cells)}
    assert reading.sheets.loc[0, "n_left_out"] == 9


def test_a_section_merged_over_the_table(tmp_path: Path) -> None:
    rows = [PLAIN[0], ["Quartier du Marais"], PLAIN[1]]
    save(tmp_path, rows, merge=["A2:C2"])
    assert rows_of(read(tmp_path).raw, "name", "category") == [("Velinore", "Quartier du Marais")]


@pytest.mark.parametrize(
    "name", ["Total", "NB Conseil", "Note Bleue", "ASSOCIATION ZED", "Nombre d'Or"]
)
def test_a_member_of_a_strange_name_is_not_lost(tmp_path: Path, name: str) -> None:
    save(tmp_path, [PLAIN[0], [name, "Sorbiers", "c@d.example"], PLAIN[1]])
    assert list(read(tmp_path).raw["name"]) == [name, "Velinore"]


@pytest.mark.parametrize("name", ["Orvanne", "NB Conseil", "ASSOCIATION ZED", "Nombre d'Or"])
def test_a_member_known_by_name_alone_is_not_lost(tmp_path: Path, name: str) -> None:
    save(tmp_path, [PLAIN[0], PLAIN[1], [name], PLAIN[1], [name]])
    assert list(read(tmp_path).raw["name"]) == ["Velinore", name, "Velinore", name]


def test_a_value_merged_over_several_members_is_everyones(tmp_path: Path) -> None:
    rows = [["Société", "Bâtiment"], ["Velinore", "Hélios"], ["Orvanne"], ["Kelvaro"]]
    save(tmp_path, rows, merge=["B2:B4"])
    assert rows_of(read(tmp_path).raw, "name", "address_extra") == [
        *(("Velinore", "Hélios"), ("Orvanne", "Hélios"), ("Kelvaro", "Hélios"))
    ]


def test_several_sheets_and_files_are_read_in_order(tmp_path: Path) -> None:
    made, _ = book([PLAIN[0], ["Un", "Sorbiers"]], "2026")
    second = made.create_sheet("2025")
    fill(second, [["Entreprise", "Tél"], ["Deux", "04 65 71 00 01"]])
    second.sheet_state = "hidden"
    keep(tmp_path, made, "est/b.xlsx")
    save(tmp_path, [PLAIN[0], ["Trois"]], "est/a.xlsx")
    save(tmp_path, [PLAIN[0], ["Quatre"]], "Ouest/a.xlsx")
    assert rows_of(read(tmp_path, "ouest", "est").raw, "source", "file", "sheet", "name") == [
        ("ouest", "Ouest/a.xlsx", "Liste", "Quatre"),
        ("est", "est/a.xlsx", "Liste", "Trois"),
        ("est", "est/b.xlsx", "2026", "Un"),
        ("est", "est/b.xlsx", "2025", "Deux"),
    ]


def test_text_stays_exactly_as_written(tmp_path: Path) -> None:
    written = "  Velinore\u00a0 (L’)\n& Cie "
    save(tmp_path, [["Société", "Ville"], [written, " "]])
    assert rows_of(read(tmp_path).raw, "name", "city") == [(written, None)]


def test_merged_cells_beyond_the_table_say_nothing(tmp_path: Path) -> None:
    save(tmp_path, PLAIN, merge=["H2:H5", "J1:L1", "A20:A25"])
    assert rows_of(read(tmp_path).raw, "row", "name") == [(2, "Velinore")]
