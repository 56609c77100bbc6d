"""Who has left, and who never was a member, by what a sheet says in words."""

from pathlib import Path
from typing import Any

import pytest

from reconcile.config import Club, Config, Paths
from reconcile.config import Reading as Rules
from reconcile.ingest import read_clubs
from reconcile.situation import of_name
from reconcile.workbooks.shown import is_personal

from .lists import Rows, labels, read, rows_of, save

FIRMS = "Velinore Abrasax Corteval Mirandol Ostrelle Quenardin Boscavel Trilande".split()


def listed(heading: str, *said: str | None) -> Rows:
    """A list with a column of what is said of each firm."""
    rows = [(name, "Sorbiers", one) for name, one in zip(FIRMS, said, strict=False)]
    return (("Raison sociale", "Ville", heading), *rows)


def marked(raw: Path) -> list[tuple[Any, ...]]:
    """The names that are shown as left, by what, and the cell."""
    rows = rows_of(read(raw).raw, "name", "struck", "left_by", "left_at")
    assert all(struck == (by is not None) for _, struck, by, _ in rows)
    return [(name, by, at) for name, struck, by, at in rows if struck]


def names(raw: Path) -> list[str]:
    return [name for (name,) in rows_of(read(raw).raw, "name")]


@pytest.mark.parametrize("heading", ["Statut", "SITUATION", "État", "Statut adhérent", "Status",
                                     "Situation du membre", "Statut 2026"])  # fmt: skip
def test_a_column_of_situations(tmp_path: Path, heading: str) -> None:
    said = ("Actif", "Radiée", None, "Prospect", "À jour", "Démission 2024")
    save(tmp_path, listed(heading, *said))
    assert marked(tmp_path) == [("Abrasax", "status", "C3"), ("Quenardin", "status", "C7")]
    assert names(tmp_path) == ["Velinore", "Abrasax", "Corteval", "Ostrelle", "Quenardin"]
    reading = read(tmp_path)
    assert labels(reading)[heading] == "status"
    assert reading.raw["status"].to_list()[:2] == ["Actif", "Radiée"], "as it is written"
    [sheet] = reading.sheets.to_dict("records")
    told = {"row": 5, "why": "prospect", "text": "Mirandol | Sorbiers | Prospect"}
    assert (sheet["n_rows"], sheet["left_out"]) == (5, [told])
    details = {"heading": heading, "column": "C1", "n_left": 2, "n_aside": 1}
    assert rows_of(reading.issues, "problem", "severity", "cell", "details") == [
        ("status_used", "info", "C1", details)
    ]


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Statut", ("SARL", "Association", "SAS", "SARL")),
        ("Statut juridique", ("SARL", "Association", "SAS", "SARL")),
        ("Situation", ("Gérant majoritaire", "Salarié", "Parti socialiste", "Salarié")),
        ("État", ("Neuf", "Usagé", "Neuf", "Fermé")),
        ("Statut adhérent", ("SARL", "Association", "SAS", "SARL")),
    ],
)
def test_what_is_no_column_of_situations(
    tmp_path: Path, heading: str, said: tuple[str, ...]
) -> None:
    save(tmp_path, listed(heading, *said))
    assert names(tmp_path) == FIRMS[:4]
    assert marked(tmp_path) == []
    assert labels(read(tmp_path))[heading] in (None, "legal_form")


def test_words_that_are_not_understood_are_told_once_and_the_members_kept(tmp_path: Path) -> None:
    save(tmp_path, listed("Statut", "Actif", "Radié", "Bizarre", "Actif", "Bizarre", "Louche"))
    assert names(tmp_path) == FIRMS[:6]
    assert is_personal("status"), "its texts are hidden until the clubs are one"
    [told] = [
        one for one in read(tmp_path).issues.to_dict("records") if one["problem"] != "status_used"
    ]
    assert (told["problem"], told["severity"], told["cell"]) == ("status_unknown", "warning", "C1")
    assert told["details"] == {"heading": "Statut", "column": "C1", "n": 3,
                               "values": "« Bizarre », « Louche »"}  # fmt: skip


@pytest.mark.parametrize("heading", ["Actif", "Actif (O/N)", "Membre actif", "Toujours adhérent ?"])
def test_a_column_that_asks_whether_someone_is_a_member(tmp_path: Path, heading: str) -> None:
    save(tmp_path, listed(heading, "Oui", "non", None, "O", "Radié"))
    assert marked(tmp_path) == [("Abrasax", "status", "C3"), ("Ostrelle", "status", "C6")]
    assert names(tmp_path) == FIRMS[:5]


def test_yes_and_no_say_nothing_under_another_heading(tmp_path: Path) -> None:
    save(tmp_path, listed("Statut", "Oui", "Non", "Oui", "Non"))
    assert marked(tmp_path) == []


def test_of_situations_of_several_years_the_latest_counts(tmp_path: Path) -> None:
    rows = [
        ("Raison sociale", "Ville", "Statut 2024", "Statut 2026", "Statut 2025"),
        ("Velinore", "Sorbiers", "Actif", "Radié", "Actif"),
        ("Abrasax", "Sorbiers", "Radié", "Actif", "Radié"),
    ]
    save(tmp_path, rows)
    assert marked(tmp_path) == [("Velinore", "status", "D2")]
    assert "two_columns" not in read(tmp_path).issues["problem"].to_list()


def test_settings_that_leave_words_alone(tmp_path: Path) -> None:
    more = [(name, "Sorbiers", "Actif") for name in FIRMS[3:5]]
    save(tmp_path, [*listed("Statut", "Actif", "Radié", "Prospect"), (), ("RADIÉS",), *more])
    rules = Rules(left_when=("struck", "colour"))
    config = Config(clubs={"est": Club(name="Est")}, paths=Paths(raw=tmp_path), reading=rules)
    raw = read_clubs(config).raw
    assert rows_of(raw, "name", "struck") == [(name, False) for name in FIRMS[:5]]


FULL = [(name, "Sorbiers", f"a{nth}@b.example") for nth, name in enumerate(FIRMS)]
HEAD = ("Raison sociale", "Ville", "Courriel")


@pytest.mark.parametrize("said", ["ANCIENS ADHÉRENTS", "Radiés", "Démissionnaires 2024 :"])
def test_a_section_of_former_members(tmp_path: Path, said: str) -> None:
    save(tmp_path, [HEAD, *FULL[:3], (), (said,), *FULL[3:5]])
    assert marked(tmp_path) == [("Mirandol", "section", "A6"), ("Ostrelle", "section", "A6")]
    assert names(tmp_path) == FIRMS[:5]


def test_names_alone_under_such_a_heading(tmp_path: Path) -> None:
    save(tmp_path, [HEAD, *FULL[:3], (), ("RADIÉS",), ("Mirandol",), ("Ostrelle",)])
    assert marked(tmp_path) == [("Mirandol", "section", "A6"), ("Ostrelle", "section", "A6")]
    assert names(tmp_path) == FIRMS[:5]


def test_a_list_of_names_alone_may_hold_such_a_word(tmp_path: Path) -> None:
    said = ["Velinore", "Relance", "Abrasax"]
    save(tmp_path, [("N°", "Raison sociale"), *((None, name) for name in said)])
    assert names(tmp_path) == said


def test_a_second_table_of_former_members(tmp_path: Path) -> None:
    save(tmp_path, [HEAD, *FULL[:3], (), ("Anciens membres",), HEAD, *FULL[3:5]])
    assert [name for name, _, _ in marked(tmp_path)] == ["Mirandol", "Ostrelle"]


def test_a_section_of_prospects_and_one_of_a_trade(tmp_path: Path) -> None:
    save(tmp_path, [HEAD, ("Presse :",), *FULL[:3], ("PROSPECTS",), *FULL[3:5], ("Bureau",),
                    FULL[5]])  # fmt: skip
    assert names(tmp_path) == [*FIRMS[:3], FIRMS[5]]
    assert marked(tmp_path) == []


def test_old_hands_beside_newcomers(tmp_path: Path) -> None:
    save(tmp_path, [HEAD, ("ANCIENS",), *FULL[:3], ("NOUVEAUX :",), *FULL[3:5]])
    assert names(tmp_path) == FIRMS[:5]
    assert marked(tmp_path) == []


@pytest.mark.parametrize("title", ["PROSPECTS", "Prospects rencontrés au salon"])
def test_a_title_over_the_headings_says_what_the_rows_are(tmp_path: Path, title: str) -> None:
    beside = [(*HEAD, None, *HEAD), *((*FULL[n], None, *FULL[n + 3]) for n in range(2)), FULL[2]]
    save(tmp_path, [("MEMBRES", None, None, None, title), *beside])
    assert names(tmp_path) == FIRMS[:3]


def test_a_yes_where_the_date_of_leaving_stands(tmp_path: Path) -> None:
    save(tmp_path, listed("Sorti", None, "oui", "non", "12/03/2024"))
    assert marked(tmp_path) == [("Abrasax", "status", "C3")]


def test_a_title_of_former_members(tmp_path: Path) -> None:
    save(tmp_path, [("Anciens adhérents",), (), HEAD, *FULL[:2]])
    assert marked(tmp_path) == [("Velinore", "section", "A1"), ("Abrasax", "section", "A1")]


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Radiés pour non paiement", "former"),
        ("N'ont pas renouvelé en 2025", "former"),
        ("Prospects rencontrés au salon", "prospects"),
        ("À recontacter", "prospects"),
        ("Feuille de présence AG 2025", "prospects"),
        ("Prospects et adhérents", None),
        ("Anciens élèves", None),
    ],
)
def test_what_the_heading_of_a_section_says(said: str, kind: str | None) -> None:
    assert of_name(said) == kind
