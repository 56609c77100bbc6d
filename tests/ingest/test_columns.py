"""Columns of a sheet: claimed twice, without a heading, recognised by what they hold."""

from pathlib import Path

from .lists import labels, problems, read, rows_of, save


def test_a_heading_that_stands_twice(tmp_path: Path) -> None:
    save(tmp_path, [["Société", "Tél", "Tél"], ["Velinore", "04 65 71 00 01", "04 65 71 00 02"]])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "phone", "phone#2") == [("04 65 71 00 01", "04 65 71 00 02")]
    assert rows_of(reading.columns, "column", "label") == [
        *(("A", "name"), ("B", "phone"), ("C", "phone#2"))
    ]


def test_two_columns_that_claim_one_field(tmp_path: Path) -> None:
    save(tmp_path, [["Société", "Ville", "Entreprise"], ["Velinore", "Sorbiers", "Autre"]])
    reading = read(tmp_path)
    assert rows_of(reading.raw, "name") == [("Velinore",)]
    assert labels(reading) == {"Société": "name", "Ville": "city", "Entreprise": None}
    (issue,) = reading.issues.to_dict("records")
    assert (issue["problem"], issue["cell"], issue["field"]) == ("two_columns", "C1", "name")
    assert issue["details"] == {
        **{"heading": "Entreprise", "column": "C", "kept": "Société", "kept_cell": "A1"}
    }


def test_a_filled_column_without_heading_is_told(tmp_path: Path) -> None:
    save(tmp_path, [["Société", "Ville", None], ["Velinore", "Sorbiers", "vu le 12/03"]])
    reading = read(tmp_path)
    assert rows_of(reading.columns, "column", "heading", "label", "confidence")[-1] == (
        *("C", None, None, 0.0),
    )
    assert problems(reading) == [("column_no_heading", "C1", None)]


def test_columns_are_recognised_by_what_they_hold(tmp_path: Path) -> None:
    rows = [["Société", "Ville", "Ident.", None, "Code INSEE", None]]
    for n, siret in enumerate(["00025916800011", "00029487600016", "00033058900011"]):
        rows.append([f"S{n}", "Sorbiers", siret, f"a{n}@b.example", "42218", "42290"])
    save(tmp_path, rows)
    reading = read(tmp_path)
    expected = ["name", "city", "siret", "email", None, "postcode"]
    assert [label for _, label in rows_of(reading.columns, "column", "label")] == expected
    assert problems(reading) == [
        *(("column_guessed", "C1", "Ident."), ("column_guessed", "D1", None)),
        ("column_guessed", "F1", None),
    ]
    assert set(reading.issues["severity"]) == {"info"}


def test_a_column_that_only_counts_the_rows_is_no_member_number(tmp_path: Path) -> None:
    save(tmp_path, [["N°", "Société", "Ville"], [1, "A", "x"], [2, "B", "x"], [3, "C", "x"]])
    assert labels(read(tmp_path))["N°"] is None
    save(tmp_path, [["N°", "Société", "Ville"], [7, "A", "x"], [2, "B", "x"], [31, "C", "x"]])
    assert list(read(tmp_path).raw["member_no"]) == ["7", "2", "31"]
