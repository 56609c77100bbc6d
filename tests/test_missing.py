"""Lists that are gone or damaged tonight, and members whom no list has any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from reconcile.night import DONE, HELD
from tests.places import Place
from tests.test_editions import Rows, firm, listed, names, on_sheet, save, take

LIST, BOARD = "rezames/liste.xlsx", "rezames/bureau.xlsx"


def rows(*members: int) -> Rows:
    return [firm(nth) for nth in members]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A published register: a member of the Technopole, ten of Rezames, two of them newcomers."""
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[firm(11, no="T1")])
    save(made, LIST, Liste=rows(*range(8)))
    save(made, BOARD, Arrivées=rows(8, 9))
    assert made.run().exit_status == DONE
    return made


def raw(place: Place, file: str) -> Path:
    return place.root / "raw" / file


def told(place: Place) -> list[str]:
    """The problems of the report, each with its file."""
    sheet = place.sheet("Problèmes", "sentence")
    return [f"{one.file}: {one.sentence}" for one in sheet.itertuples()]


def shown(place: Place, file: str) -> dict[str, object]:
    """The row of a file in `Fichiers lus`."""
    sheet = place.sheet("Fichiers lus", "take_was")
    return sheet[sheet["file"] == file].iloc[0].to_dict()


def remove(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:3000])


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [(remove, "n'est plus dans son dossier"), (cut, "ne se lit plus")],
)
@pytest.mark.parametrize("file", [LIST, BOARD, "technopole42/membres.xlsx"])
def test_the_last_register_stands_in_for_a_list(
    place: Place, file: str, harm: Callable[[Path], None], sentence: str
) -> None:
    before, cells = place.register(), raw(place, file).read_bytes()
    harm(raw(place, file))
    for _ in range(2):  # it stands in for as long as it must
        assert place.run().exit_status == DONE
        pd.testing.assert_frame_equal(place.register(), before)
        asked = f"{file}: Le fichier {file} {sentence}. Ses membres restent : sa liste du dernier"
        assert any(text.startswith(f"{asked} registre (22/11/2026)") for text in told(place))
    raw(place, file).write_bytes(cells)
    assert place.run().exit_status == DONE
    assert not any("tient lieu" in text for text in told(place))
    pd.testing.assert_frame_equal(place.register(), before)


def test_each_value_is_still_traced_to_its_cell(place: Place) -> None:
    was = on_provenance(place)
    remove(raw(place, LIST))
    place.run()
    assert on_provenance(place) == was
    assert f"{LIST} › Liste › B2" in was


def on_provenance(place: Place) -> list[object]:
    sheet = load_workbook(place.clean / "member_register.xlsx")["Provenance"]
    return [row[3] for row in sheet.iter_rows(values_only=True)]


def test_no_list_at_all_changes_nobody(place: Place) -> None:
    for file in (LIST, BOARD, "technopole42/membres.xlsx"):
        remove(raw(place, file))
    before = place.register()
    assert place.run().exit_status == DONE
    pd.testing.assert_frame_equal(place.register(), before)


def test_a_list_saved_anew_without_some_members(place: Place) -> None:
    remove(raw(place, LIST))
    save(place, "rezames/adherents 2026.xlsx", Liste=rows(0, 1, 2, 3, 4, 5, 6, 10))
    left = firm(7)[1]
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert left not in listed(place) and firm(10)[1] in listed(place)
        assert listed(place, "member_register_former") == [left]
        why = on_sheet(place, "Anciens membres", "Pourquoi")[left]
        assert why == f"n'est plus dans les listes ; figurait dans {LIST} › Liste"
    assert not any("tient lieu" in text for text in told(place))


def test_a_list_that_is_gone_on_purpose(place: Place) -> None:
    remove(raw(place, BOARD))
    place.run()
    assert shown(place, BOARD)["take"] == "automatique"
    take(place, BOARD, "Arrivées", "ancienne")
    assert place.run().exit_status == DONE
    assert names(place, "left") == sorted(firm(nth)[1] for nth in (8, 9))
    before = place.register()
    for _ in range(2):
        assert "« automatique » les ramène" in str(shown(place, BOARD)["understood"])
        assert not any("tient lieu" in text for text in told(place))
        assert place.run().exit_status == DONE
        pd.testing.assert_frame_equal(place.register(), before)


@pytest.mark.parametrize("choice", ["ancienne", "ne pas lire"])
def test_what_was_said_of_a_list_that_is_gone_is_taken_back(place: Place, choice: str) -> None:
    before = names(place)
    remove(raw(place, BOARD))
    place.run()
    take(place, BOARD, "Arrivées", choice)
    place.run()
    place.run()
    assert len(names(place)) == len(before) - 2
    take(place, BOARD, "Arrivées", "automatique")
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert names(place) == before and names(place, "left") == []
        assert any("tient lieu" in text for text in told(place))


def test_a_list_that_should_never_have_counted(place: Place) -> None:
    remove(raw(place, BOARD))
    place.run()
    take(place, BOARD, "Arrivées", "ne pas lire")
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert firm(8)[1] not in names(place) + names(place, "left")


def test_whose_row_is_deleted_stays_a_former_member_and_comes_back(place: Place) -> None:
    was = place.register().set_index("name")["member_id"]
    one = firm(3)[1]
    save(place, LIST, Liste=rows(0, 1, 2, 4, 5, 6, 7))
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert names(place, "left") == [one]
    save(place, LIST, Liste=rows(*range(8)))
    assert place.run().exit_status == DONE
    assert names(place, "left") == []
    assert place.register().set_index("name")["member_id"].to_dict() == was.to_dict()


def test_who_was_read_by_mistake_is_no_former_member(place: Place) -> None:
    save(place, BOARD, Arrivées=rows(8, 9), Salon=rows(10))
    place.run()
    assert firm(10)[1] in names(place)
    take(place, BOARD, "Salon", "prospects")
    assert place.run().exit_status == DONE
    assert firm(10)[1] not in names(place) + names(place, "left")


def test_a_note_that_names_who_has_left(place: Place) -> None:
    note = ["", f"PS : {firm(7)[1]} est parti en mars"]
    save(place, LIST, Liste=[*rows(*range(7)), note])
    assert place.run().exit_status == DONE
    assert names(place, "left") == [firm(7)[1]]


def test_a_list_that_is_replaced_is_shown_once_more(place: Place) -> None:
    remove(raw(place, LIST))
    save(place, "rezames/adherents 2026.xlsx", Liste=rows(0, 1, 2, 3, 4, 5, 6, 10))
    place.run()
    assert "il ne sera plus montré" in str(shown(place, LIST)["understood"])
    place.run()
    assert LIST not in set(place.sheet("Fichiers lus", "take_was")["file"])


def test_no_link_opens_a_file_that_is_gone(place: Place) -> None:
    remove(raw(place, BOARD))
    cut(raw(place, LIST))
    place.run()
    report = load_workbook(place.clean / "match_report.xlsx")["Problèmes"]
    links = {row[1].value: row[1].hyperlink is not None for row in report.iter_rows(min_row=5)}
    assert links == {BOARD: False, LIST: True}


def test_who_is_still_in_the_other_club_has_not_left(place: Place) -> None:
    save(place, "technopole42/membres.xlsx", Membres=[firm(11, no="T1"), firm(3, no="T2")])
    place.run()
    save(place, LIST, Liste=rows(0, 1, 2, 4, 5, 6, 7))
    assert place.run().exit_status == DONE
    assert names(place, "left") == [] and firm(3)[1] in names(place)


def test_a_sample_list_is_not_missed(tmp_path: Path) -> None:
    place = Place(tmp_path)
    save(place, "technopole42/exemple_a.xlsx", Membres=[firm(11, no="T1")])
    save(place, "rezames/exemple_b.xlsx", Liste=rows(*range(8)))
    place.run()
    raw(place, "rezames/exemple_b.xlsx").rename(raw(place, "rezames/exemple_c.xlsx"))
    assert place.run().exit_status == DONE
    remove(raw(place, "rezames/exemple_c.xlsx"))
    assert place.run().exit_status == HELD
