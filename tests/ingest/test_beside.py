"""Tables beside each other in one sheet: each gives records of its own, or none."""

from pathlib import Path

import pytest

from .lists import problems, read, rows_of, save

FIRMS = (("Velinore", "Sorbiers", "04 65 71 00 01"), ("Orvanne", "Lyo", "04 65 71 00 02"))
OTHERS = (("Kelvaro", "Lyo", "04 65 71 00 03"), ("Dravane", "Unieux", "04 65 71 00 04"))
HEADS = ("Société", "Ville", "Tél")


def records(raw: Path, *columns: str) -> list[tuple[object, ...]]:
    return rows_of(read(raw).raw, *columns)


@pytest.mark.parametrize("gap", [(None,), ()])
def test_headings_that_begin_again_begin_a_second_table(
    tmp_path: Path, gap: tuple[None, ...]
) -> None:
    rows = [
        (*left, *gap, *right) for left, right in zip((HEADS, *FIRMS), (HEADS, *OTHERS), strict=True)
    ]
    save(tmp_path, [("Nos adhérents",), *rows])
    second = "Liste [E:G]" if gap else "Liste [D:F]"
    assert records(tmp_path, "sheet", "row", "name", "city", "phone") == [
        *(("Liste", 3 + n, *firm) for n, firm in enumerate(FIRMS)),
        *((second, 3 + n, *firm) for n, firm in enumerate(OTHERS)),
    ]
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "sheet", "header_row", "n_rows") == [
        *(("Liste", 2, 2), (second, 2, 2))
    ]
    assert [one[:2] for one in problems(reading)] == [("tables_beside", f"{second[-4]}2")]
    told = rows_of(reading.columns, "sheet", "column", "label")
    assert (second, second[-4], "name") in told and len(told) == 6


def test_three_tables(tmp_path: Path) -> None:
    third = (("Tassel", "Lyo", "04 65 71 00 05"), ("Brumel", "Lyo", "04 65 71 00 06"))
    sides = zip((HEADS, *FIRMS), (HEADS, *OTHERS), (HEADS, *third), strict=True)
    save(tmp_path, [(*a, None, *b, None, *c) for a, b, c in sides])
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "sheet", "n_rows") == [
        *(("Liste", 2), ("Liste [E:G]", 2), ("Liste [I:K]", 2))
    ]
    # The names told are those of the lists, for people paste them.
    assert list(reading.issues["details"]) == [
        {"columns": "E:G", "name": "Liste [E:G]"},
        {"columns": "I:K", "name": "Liste [I:K]"},
    ]


def test_a_longer_table_of_other_headings(tmp_path: Path) -> None:
    right = [("Entreprise", "Courriel"), *((f"Firme {n}", f"a{n}@b.example") for n in range(5))]
    left = [HEADS, *FIRMS, *OTHERS[:1]] + [(None, None, None)] * 2
    save(tmp_path, [(*a, None, *b) for a, b in zip(left, right, strict=True)])
    assert rows_of(read(tmp_path).sheets, "sheet", "n_rows") == [("Liste", 3), ("Liste [E:F]", 5)]
    assert records(tmp_path, "name", "email")[:4] == [
        *(("Velinore", None), ("Orvanne", None), ("Kelvaro", None), ("Firme 0", "a0@b.example"))
    ]


def test_a_table_that_begins_in_another_row(tmp_path: Path) -> None:
    blank = (None, None)
    right = [blank, blank, ("Entreprise", "Courriel"), ("Tassel", "a@t.example")]
    left = [HEADS, *FIRMS, OTHERS[0]]
    save(tmp_path, [(*a, None, *b) for a, b in zip(left, right, strict=True)])
    assert records(tmp_path, "sheet", "row", "name", "email")[-2:] == [
        *(("Liste", 4, "Kelvaro", None), ("Liste [E:F]", 4, "Tassel", "a@t.example"))
    ]


@pytest.mark.parametrize(
    ("title", "heads"),
    [("Bureau", ("Nom", "Prénom", "Tél")), ("Conseil d'administration", ("Contact", "Tél"))],
)
def test_a_table_of_officers_is_left_out_and_told(
    tmp_path: Path, title: str, heads: tuple[str, ...]
) -> None:
    person = ("Dupin", "Zoé", "06 39 98 00 01")[-len(heads) :]
    rows = [(None, None, None, None, title), (*HEADS, None, *heads)]
    save(tmp_path, [*rows, (*FIRMS[0], None, *person), FIRMS[1]])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name", "phone") == [(a, c) for a, _, c in FIRMS]
    assert "contact" not in "".join(reading.raw.columns) and "phone#2" not in reading.raw.columns
    (issue,) = reading.issues.to_dict("records")
    last = "FG"[len(heads) - 2]
    assert (issue["problem"], issue["severity"], issue["cell"], issue["details"]) == (
        *("columns_beside", "warning", "E2", {"columns": f"E:{last}"}),
    )


def test_persons_below_the_last_member_are_another_table(tmp_path: Path) -> None:
    right = [("Contact", "Tél"), *((f"Zoé Dupin {n}", f"06 39 98 00 0{n}") for n in range(5))]
    left = [HEADS, *FIRMS] + [(None, None, None)] * 3
    save(tmp_path, [(*a, None, *b) for a, b in zip(left, right, strict=True)])
    assert problems(read(tmp_path))[0][0] == "columns_beside"
    assert records(tmp_path, "name", "phone") == [(a, c) for a, _, c in FIRMS]


def test_lists_of_two_years_begin_with_the_same_members(tmp_path: Path) -> None:
    right = [HEADS, FIRMS[0], OTHERS[0], OTHERS[1]]
    sides = zip((HEADS, *FIRMS, OTHERS[0]), right, strict=True)
    save(tmp_path, [(*a, None, *b) for a, b in sides])
    assert rows_of(read(tmp_path).sheets, "sheet", "n_rows") == [("Liste", 3), ("Liste [E:G]", 3)]


def test_headings_without_rows_are_no_second_table(tmp_path: Path) -> None:
    save(tmp_path, [(*HEADS, None, *HEADS), *FIRMS])
    assert rows_of(read(tmp_path).sheets, "sheet", "n_rows") == [("Liste", 2)]


def test_a_board_is_known_by_its_treasurer(tmp_path: Path) -> None:
    board = [("Nom", "Fonction", "Tél"), ("Dupin", "Trésorière", "06 39 98 00 01")]
    left = [HEADS, *FIRMS, *OTHERS]
    rows = [(*a, None, *b) for a, b in zip(left, board + [(None,) * 3] * 3, strict=True)]
    save(tmp_path, rows)
    assert [one[:2] for one in problems(read(tmp_path))] == [("columns_beside", "E1")]
    role = [(*rows[0],), (*rows[1][:5], "Gérante", rows[1][6]), *rows[2:]]
    save(tmp_path, role)
    assert read(tmp_path).raw.loc[0, "contact_last"] == "Dupin"


ONE_TABLE = {
    "a contact": ("Société|Ville||Nom|Prénom|Tél", "V|Lyo||Dupin|Zoé|04 65 71 00 01", 6),
    "a contact after Nom": ("Nom|Ville|Tél||Nom|Prénom|Ville|Tél", "V|Lyo|1||Dupin|Zoé|Lyo|2", 8),
    "two contacts": (
        "Société|Nom|Prénom|Mail|Nom|Prénom|Mail",
        "V|Dupin|Zoé|a@b.example|Bral|Ugo|c@d.example",
        7,
    ),
    "bills to the same firm": (
        "Société|Adresse|Ville||Société|Adresse|Ville",
        "V|1 rue X|Lyo||V|2 rue Y|Lyo",
        7,
    ),
    "phones twice": ("Société|Tél|Mail||Tél|Mail", "V|1|a@b.example||2|c@d.example", 6),
    "the company above": ("Société|Ville||Entreprise|Ville", "V|Lyo||Groupe W|Paris", 5),
}


@pytest.mark.parametrize("case", ONE_TABLE)
def test_columns_that_are_of_the_company_of_their_row(tmp_path: Path, case: str) -> None:
    heads, cells, wide = ONE_TABLE[case]
    firms = [cells, cells.replace("V", "Orvanne").replace("W", "Z")]
    save(tmp_path, [[one or None for one in line.split("|")] for line in (heads, *firms)])
    reading = read(tmp_path)
    assert rows_of(reading.sheets, "sheet", "n_rows") == [("Liste", 2)]
    assert not {"tables_beside", "columns_beside"} & set(reading.issues["problem"])
    assert reading.columns["column"].iloc[-1] == "ABCDEFGH"[wide - 1]


def test_the_address_of_bills_has_a_name_of_its_own(tmp_path: Path) -> None:
    heads, gap = ("Société", "Adresse", "Ville"), (None,)
    rows = [(None,) * 4 + ("Adresse de facturation",), (*heads, *gap, *heads)]
    rows += [(f"V{n}", "1 rue X", "Lyo", None, "Cabinet W", "2 rue Y", "Lyo") for n in range(3)]
    save(tmp_path, rows)
    assert rows_of(read(tmp_path).sheets, "sheet", "n_rows") == [("Liste", 3)]


def test_a_person_can_say_that_it_is_one_table(tmp_path: Path) -> None:
    from reconcile.config import SheetRule
    from reconcile.ingest.read import read_one

    sides = zip((HEADS, *FIRMS), (HEADS, *OTHERS), strict=True)
    path = save(tmp_path, [(*a, None, *b) for a, b in sides])
    rule = SheetRule(file="l.xlsx", sheet="Liste", columns={"G": "mobile"})
    raw = read_one(path, "l.xlsx", (rule,)).raw
    assert rows_of(raw, "name", "mobile") == [
        *(("Velinore", "04 65 71 00 03"), ("Orvanne", "04 65 71 00 04"))
    ]
    apart = SheetRule(file="l.xlsx", sheet="Liste [E:G]", columns={"G": "mobile"})
    reading = read_one(path, "l.xlsx", (apart,))
    assert rows_of(reading.raw, "name", "mobile")[2:] == [
        *(("Kelvaro", "04 65 71 00 03"), ("Dravane", "04 65 71 00 04"))
    ]
    assert set(reading.issues["problem"]) == {"tables_beside"}
