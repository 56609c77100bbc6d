"""Values chosen or typed in `Écarts`: they outrank the lists, last, and are taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from reconcile.decisions.ledger import acts, pair_of
from reconcile.memory.store import Store
from reconcile.nights.outcome import DONE
from tests.places import Place, copied
from tests.test_editions import firm, on_sheet, save

ONE, OTHER = "technopole42/membres.xlsx", "rezames/liste.xlsx"


def published(tmp_path: Path) -> Place:
    """Three firms; one is in both lists, at two house numbers and with a phone in each."""
    made = Place(tmp_path)
    lists(made)
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def lists(place: Place, address: str = "1 rue des Cerisiers") -> None:
    save(place, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in range(2)])
    save(place, OTHER, Liste=[firm(0, no="R0", address=address), firm(5, no="R5")])


def gaps(place: Place) -> list[dict[str, object]]:
    return list(place.sheet("Écarts", "answer").to_dict("records"))


def gap(place: Place, field: str) -> dict[str, object]:
    return next(row for row in gaps(place) if row["field"] == field)


def answer(place: Place, field: str, text: str, who: str = "Zoé") -> None:
    """Type into the answer cell of a row of `Écarts`."""
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["Écarts"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    for row in sheet.iter_rows(min_row=5):
        if row[keys.index("field")].value == field:
            row[keys.index("answer")].value = text
    book.properties.lastModifiedBy = who
    book.save(path)


def set_value(place: Place, member: str, field: str, value: str, nth: int = 0) -> None:
    row = {"kind": "value", "subject": f"{member}␟{field}", "answer": value, "reviewer": "Zoé"}
    row |= {"decided_at": f"2026-11-22T{nth:02d}:00:00", "run": 0, "read_in": 1}
    Store(place.root / "state" / "register.db").keep(acts([{**row, "origin": "terminal"}]))


def golden(place: Place, member: str) -> dict[str, object]:
    table = place.register().set_index("member_id")
    return dict(table.loc[member])


def test_a_value_that_was_chosen_holds_and_is_taken_back(place: Place) -> None:
    before = gap(place, "Adresse")
    assert (before["value"], before["others"]) == ("1 rue des Essarts", "1 rue des Cerisiers")
    assert [before[f"choice_{nth}"] for nth in range(1, 4)] == [
        "1 rue des Essarts", "1 rue des Cerisiers", "(vide)",
    ]  # fmt: skip
    answer(place, "Adresse", "1 rue des Cerisiers")
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert golden(place, "M-0001")["address"] == "1 rue des Cerisiers"
        row = gap(place, "Adresse")
        assert (row["value"], row["others"]) == ("1 rue des Cerisiers", "1 rue des Essarts")
        assert "Corrigée à la main par Zoé" in str(row["rule"])
    answer(place, "Adresse", "Annuler")
    assert place.run().exit_status == DONE
    assert golden(place, "M-0001")["address"] == "1 rue des Essarts"
    assert gap(place, "Adresse")["rule"] == before["rule"]


def on_first_sheet(place: Place) -> str:
    first = load_workbook(place.clean / "match_report.xlsx").worksheets[0]
    return "\n".join(str(cell.value) for row in first.iter_rows() for cell in row if cell.value)


def test_a_list_that_changes_is_asked_about_until_somebody_says(place: Place) -> None:
    """What somebody settled, or is asked again, is no contradiction on the first sheet."""
    assert "Les listes se contredisent sur une valeur." in on_first_sheet(place)
    answer(place, "Adresse", "3 rue Basse")
    assert place.run().exit_status == DONE
    assert "Les listes ne se contredisent nulle part." in on_first_sheet(place)
    assert "fait à la main" not in on_first_sheet(place)
    assert "ont changé" not in str(gap(place, "Adresse")["rule"])
    rows = [firm(0, no="T0", address="5 rue Haute"), firm(1, no="T1")]
    save(place, ONE, Membres=rows)
    assert place.run().exit_status == DONE
    assert golden(place, "M-0001")["address"] == "3 rue Basse", "it holds"
    assert "Les listes ne se contredisent nulle part." in on_first_sheet(place)
    assert "Un changement fait à la main attend votre réponse" in on_first_sheet(place)
    asked = str(gap(place, "Adresse")["rule"])
    assert "elles disaient « 1 rue des Essarts », elles disent « 5 rue Haute »" in asked
    answer(place, "Adresse", "3 rue Basse")
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert golden(place, "M-0001")["address"] == "3 rue Basse"
        assert "ont changé" not in str(gap(place, "Adresse")["rule"]), "asked once"


def test_values_are_read_as_a_list_s_are(place: Place) -> None:
    """A phone and a mail are written alike, a list is replaced, a SIRET that fails is told."""
    set_value(place, "M-0002", "phones", "0465710099; +33 6 39 98 00 01")
    set_value(place, "M-0002", "emails", "Contact@Example.FR")
    set_value(place, "M-0002", "siret", "000 123 456 00013")
    set_value(place, "M-0003", "phones", "")
    set_value(place, "M-0003", "emails", "pas un courriel")
    outcome = place.run()
    assert outcome.exit_status == DONE
    row = golden(place, "M-0002")
    assert list(row["phones"]) == ["+33465710099", "+33639980001"]
    assert list(row["emails"]) == ["contact@example.fr"]
    assert row["siret"] == "00012345600013"
    assert list(golden(place, "M-0003")["phones"]) == []
    told = [one for one in outcome.problems if "corrigée à la main" in one["problem"]]
    assert len(told) == 2
    assert on_sheet(place, "Adhérents", "Téléphone")[firm(5)[1]] is None


def test_a_correction_goes_along_with_its_member_and_back(place: Place) -> None:
    set_value(place, "M-0003", "city", "Firminy")
    yes = {"kind": "pair", "subject": pair_of("R-00002", "R-00004"), "answer": "same"}
    yes |= {"decided_at": "2026-11-22", "run": 0, "read_in": 1, "origin": "terminal"}
    store = Store(place.root / "state" / "register.db")
    store.keep(acts([yes]))
    assert place.run().exit_status == DONE
    assert "M-0003" not in set(place.register()["member_id"])
    assert golden(place, "M-0002")["city"] == "Firminy"
    store.keep(acts([{**yes, "answer": "different"}]))
    assert place.run().exit_status == DONE
    cities = place.register().set_index("member_id")["city"]
    assert (cities["M-0002"], cities["M-0003"]) == ("Saint-Étienne", "Firminy")
