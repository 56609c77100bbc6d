"""Several tables below each other in one sheet: each is read by its own headings."""

from pathlib import Path

from reconcile.standardise import standardise

from .lists import PLAIN, Rows, problems, put, read, rows_of, save


def left_out(raw: Path) -> list[tuple[int, str]]:
    return [(one["row"], one["why"]) for one in read(raw).sheets.loc[0, "left_out"]]


TWO: Rows = (
    ("Adhérents du Technopole",),
    ("Raison sociale", "Ville", "Courriel"),
    ("Velinore", "Sorbiers", "a@b.example"),
    ("Orvanne", "Lyo", "a@c.example"),
    ("Total", 2),
    (),
    ("Membres d'honneur",),
    ("N° adhérent", "Entreprise", "Téléphone", "Commune"),
    ("H1", "Kelvaro", "04 65 71 00 01", "Lyo"),
    ("H2", "Dravane", "04 65 71 00 02", "Sorbiers"),
)


def test_two_tables_of_other_columns(tmp_path: Path) -> None:
    save(tmp_path, TWO)
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "member_no", "name", "city", "phone", "category") == [
        (3, None, "Velinore", "Sorbiers", None, None),
        (4, None, "Orvanne", "Lyo", None, None),
        (9, "H1", "Kelvaro", "Lyo", "04 65 71 00 01", "Membres d'honneur"),
        (10, "H2", "Dravane", "Sorbiers", "04 65 71 00 02", "Membres d'honneur"),
    ]
    assert rows_of(reading.columns, "header_row", "column", "heading", "label") == [
        *((2, "A", "Raison sociale", "name"), (2, "B", "Ville", "city")),
        *((2, "C", "Courriel", "email"), (8, "A", "N° adhérent", "member_no")),
        *((8, "B", "Entreprise", "name"), (8, "C", "Téléphone", "phone")),
        (8, "D", "Commune", "city"),
    ]
    assert rows_of(reading.sheets, "header_row", "n_rows", "n_left_out") == [(2, 4, 4)]
    assert left_out(tmp_path) == [(1, "above"), (5, "total"), (7, "section"), (8, "second_header")]


def test_a_fault_is_named_in_the_column_of_its_own_table(tmp_path: Path) -> None:
    first: Rows = (("Société", "Adhérent depuis"), ("Velinore", "bientôt"), ())
    second: Rows = (("Société", "Ville", "Adhérent depuis"), ("Orvanne", "Lyo", "jamais"))
    save(tmp_path, [*first, *second])
    reading = read(tmp_path)
    issues = standardise(reading.raw, reading.columns).issues
    assert rows_of(issues, "cell", "field", "raw") == [
        *(("B2", "joined_on", "bientôt"), ("C5", "joined_on", "jamais"))
    ]


def test_the_headings_of_a_printed_page_begin_nothing_new(tmp_path: Path) -> None:
    save(tmp_path, [PLAIN[0], PLAIN[1], (), PLAIN[0], ("Orvanne", "Lyo", "c@d.example")])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name") == [(2, "Velinore"), (5, "Orvanne")]
    assert left_out(tmp_path) == [(4, "repeated_header")]


def test_a_table_of_the_same_columns_and_one_more(tmp_path: Path) -> None:
    more = (*PLAIN[0], "Téléphone")
    save(tmp_path, [*PLAIN, (), more, ("Orvanne", "Lyo", "c@d.example", "04 65 71 00 03")])
    assert rows_of(read(tmp_path).raw, "name", "phone") == [
        *(("Velinore", None), ("Orvanne", "04 65 71 00 03"))
    ]


def test_columns_that_change_places_without_a_blank_row(tmp_path: Path) -> None:
    save(tmp_path, [*PLAIN, ("Courriel", "Ville", "Raison sociale"), ("c@d.example", "Lyo", "Or")])
    assert rows_of(read(tmp_path).raw, "row", "name", "email") == [
        *((2, "Velinore", "a@b.example"), (4, "Or", "c@d.example"))
    ]


def test_the_same_headings_in_two_languages(tmp_path: Path) -> None:
    save(tmp_path, [PLAIN[0], ("Company", "City", "E-mail"), PLAIN[1]])
    assert rows_of(read(tmp_path).raw, "row", "name") == [(3, "Velinore")]
    assert left_out(tmp_path) == [(2, "second_header")]


def test_a_small_table_above_a_larger_one(tmp_path: Path) -> None:
    small: Rows = (("Société", "Ville"), ("Orvanne", "Lyo"), ())
    save(tmp_path, [*small, *PLAIN])
    assert rows_of(read(tmp_path).raw, "row", "name") == [(2, "Orvanne"), (5, "Velinore")]


def test_a_table_of_the_board_holds_no_members(tmp_path: Path) -> None:
    board: Rows = ((), ("Le bureau",), ("Nom", "Prénom", "Fonction"), ("Dupin", "Zoé", "trésor"))
    save(tmp_path, [*PLAIN, *board])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name") == [(2, "Velinore")]
    assert set(reading.columns["header_row"]) == {1}
    assert left_out(tmp_path) == [(4, "section"), (5, "second_header"), (6, "other_table")]


def test_a_list_of_persons_alone_is_read(tmp_path: Path) -> None:
    save(tmp_path, [("Nom", "Prénom", "Ville"), ("Dupin", "Zoé", "Lyo")])
    assert rows_of(read(tmp_path).raw, "contact_last", "contact_first") == [("Dupin", "Zoé")]


def test_members_named_like_headings_begin_no_table(tmp_path: Path) -> None:
    rows = [PLAIN[0], PLAIN[1], (), ("ENTREPRISE 1", "Site"), ("Mobile Web", "Commune", "Note")]
    save(tmp_path, rows)
    assert list(read(tmp_path).raw["name"]) == ["Velinore", "ENTREPRISE 1", "Mobile Web"]


def test_headings_over_three_rows(tmp_path: Path) -> None:
    save(
        tmp_path,
        [
            ["Fichier 2026"],
            ["ENTREPRISE", None, None, None, "PERSONNE", None, "SUIVI", None],
            ["Identité", None, "Siège", None, "Contact", None, "Cotisations", None],
            ["Raison sociale", "SIRET", "CP", "Ville", "Nom", "Prénom", 2024, 2025],
            ["Velinore", "00025916800011", "42000", "Sorbiers", "Dupin", "Zoé", 90, "x"],
        ],
        merge=["A2:D2", "E2:F2", "G2:H2", "A3:B3", "C3:D3", "E3:F3", "G3:H3"],
    )
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "header_row", "n_rows") == [(4, 1)]
    assert list(reading.columns["label"]) == [
        *("name", "siret", "postcode", "city", "contact_last", "contact_first"),
        *("dues#2024", "dues#2025"),
    ]
    assert rows_of(reading.raw, "row", "name", "dues#2024") == [(5, "Velinore", "90")]


def test_headings_cut_over_three_rows(tmp_path: Path) -> None:
    put(tmp_path, "est/l.csv", "Raison;Code;Date\nsociale;;d'\n;postal;adhésion\nVel;42000;2011\n")
    reading = read(tmp_path)
    assert rows_of(reading.raw, "row", "name", "postcode", "joined_on") == [
        (4, "Vel", "42000", "2011")
    ]


def test_a_header_merged_downwards_beside_one_of_three_rows(tmp_path: Path) -> None:
    save(
        tmp_path,
        [
            ["Raison sociale", "Coordonnées", None, None],
            [None, "Postales", None, "Électroniques"],
            [None, "CP", "Ville", "Courriel"],
            ["Velinore", "42000", "Sorbiers", "a@b.example"],
        ],
        merge=["A1:A3", "B1:D1", "B2:C2"],
    )
    reading = read(tmp_path)
    assert list(reading.columns["label"]) == ["name", "postcode", "city", "email"]
    assert rows_of(reading.raw, "row", "name", "city") == [(4, "Velinore", "Sorbiers")]


SECTIONS: Rows = (
    ("Raison sociale", "Ville", "Courriel"),
    ("INDUSTRIE",),
    ("Velinore", "Sorbiers", "a@b.example"),
    ("Orvanne", "Lyo", "a@c.example"),
    ("Sous-total", 2),
    ("COMMERCE",),
    ("Kelvaro", "Lyo", "a@d.example"),
    ("Dravane", "Sorbiers", "a@e.example"),
)


def test_sections_in_the_column_of_names_are_known_by_where_they_stand(tmp_path: Path) -> None:
    save(tmp_path, SECTIONS)
    assert rows_of(read(tmp_path).raw, "row", "name", "category") == [
        *((3, "Velinore", "INDUSTRIE"), (4, "Orvanne", "INDUSTRIE")),
        *((7, "Kelvaro", "COMMERCE"), (8, "Dravane", "COMMERCE")),
    ]


def test_a_member_known_by_name_alone_among_full_rows_stays_one(tmp_path: Path) -> None:
    save(tmp_path, [*SECTIONS[:4], ("Tassel",), *SECTIONS[4:]])
    assert "Tassel" in set(read(tmp_path).raw["name"])


KINDS: Rows = (
    ("Société", "Ville", "Courriel"),
    ("BTP",),
    *((name, "Lyo", f"{name}@b.example") for name in ("Velinore", "Orvanne")),
    ("Total BTP 2025 : 2",),
    ("Santé",),
    *((name, "Sorbiers", f"{name}@b.example") for name in ("Kelvaro", "Dravane")),
    ("Services aux entreprises",),
    *((name, "Lyo", f"{name}@b.example") for name in ("Tassel", "Brumelle")),
)


def test_sections_that_part_the_whole_list_need_no_known_word(tmp_path: Path) -> None:
    save(tmp_path, KINDS)
    assert rows_of(read(tmp_path).raw, "name", "category") == [
        *(("Velinore", "BTP"), ("Orvanne", "BTP")),
        *(("Kelvaro", "Santé"), ("Dravane", "Santé")),
        *(("Tassel", "Services aux entreprises"), ("Brumelle", "Services aux entreprises")),
    ]


def test_names_alone_with_a_legal_form_are_no_sections(tmp_path: Path) -> None:
    save(tmp_path, [KINDS[0], ("SARL Forge",), *KINDS[2:4], ("Santé",), *KINDS[6:8]])
    assert list(read(tmp_path).raw["name"])[:3] == ["SARL Forge", "Velinore", "Orvanne"]


def test_what_a_printed_list_adds_is_no_member(tmp_path: Path) -> None:
    ends = [("Page 1/1",), ("Édité le 12/01/2026",), ("TOTAL GENERAL : 2 adhérents",)]
    save(tmp_path, [SECTIONS[0], *SECTIONS[2:4], *ends])
    assert list(read(tmp_path).raw["name"]) == ["Velinore", "Orvanne"]


def test_a_firm_named_total_with_its_phone_is_a_member(tmp_path: Path) -> None:
    save(tmp_path, [("N°", "Société", "Téléphone"), ("A6", "Total", "04 65 71 00 06")])
    assert list(read(tmp_path).raw["name"]) == ["Total"]


def test_a_name_that_was_never_calculated_is_told(tmp_path: Path) -> None:
    rows = [("Société", "Ville"), ("=Base!A1", "Sorbiers"), ("Velinore", "Lyo")]
    save(tmp_path, rows)
    assert [one[:2] for one in problems(read(tmp_path))] == [("formula_no_value", "A2")]


def test_headings_of_companies_right_under_those_of_persons(tmp_path: Path) -> None:
    rows = [("Nom", "Prénom", "Fonction"), ("Société", "Téléphone", "Mail")]
    members = [(f"Firme {n}", f"04 65 71 00 0{n}", f"a{n}@b.example") for n in range(4)]
    save(tmp_path, [*rows, *members])
    assert rows_of(read(tmp_path).raw, "name", "phone", "email") == members


def test_hints_in_brackets_under_the_headings(tmp_path: Path) -> None:
    rows = [("Société", "Téléphone"), ("(nom)", "(10 chiffres)")]
    save(tmp_path, [*rows, ("Velinore", "04 65 71 00 01"), ("(Orvanne)", "04 65 71 00 02")])
    assert list(read(tmp_path).raw["name"]) == ["Velinore", "(Orvanne)"]
    assert left_out(tmp_path) == [(2, "note")]
