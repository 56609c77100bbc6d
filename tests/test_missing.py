"""Lists that are gone or damaged tonight, and members whom no list has any more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from reconcile.errors import Stop
from reconcile.nights.outcome import DONE, HELD
from tests.places import Place, copied
from tests.test_editions import Rows, firm, listed, names, on_sheet, save, take

LIST, BOARD = "rezames/liste.xlsx", "rezames/bureau.xlsx"


def rows(*members: int) -> Rows:
    return [firm(nth) for nth in members]


def published(tmp_path: Path) -> Place:
    """A published register: a member of the Technopole, ten of Rezames, two of them newcomers."""
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[firm(11, no="T1")])
    save(made, LIST, Liste=rows(*range(8)))
    save(made, BOARD, Arrivées=rows(8, 9))
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def raw(place: Place, file: str) -> Path:
    return place.root / "raw" / file


def told(place: Place) -> list[str]:
    """The problems of the report, each with its file."""
    sheet = place.sheet("Problèmes", "sentence")
    return [f"{one.file}: {one.sentence}" for one in sheet.itertuples()]


def shown(place: Place, file: str) -> dict[str, object]:
    """The row of a file in `Fichiers lus`."""
    sheet = place.sheet("Fichiers lus", "subject")
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
    assert shown(place, BOARD)["answer"] == "automatique"
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
    assert LIST not in set(place.sheet("Fichiers lus", "subject")["file"])


def test_no_link_opens_a_file_that_is_gone(place: Place) -> None:
    remove(raw(place, BOARD))
    cut(raw(place, LIST))
    place.run()
    report = load_workbook(place.clean / "match_report.xlsx")["Problèmes"]
    links = {row[1].value: row[1].hyperlink is not None for row in report.iter_rows(min_row=5)}
    assert links == {BOARD: False, LIST: True}


@pytest.mark.parametrize("saved", ["", "2025-01-01"])
def test_a_file_under_another_name_is_newer_than_the_one_that_is_gone(
    place: Place, saved: str
) -> None:
    remove(raw(place, LIST))
    save(place, "rezames/adherents.xlsx", saved, Liste=rows(0, 1, 2, 3, 4, 5, 10))
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert firm(10)[1] in names(place)
        assert names(place, "left") == sorted(firm(nth)[1] for nth in (6, 7))


def test_an_older_file_does_not_come_back_where_the_newer_one_is_gone(place: Place) -> None:
    save(place, "rezames/avant.xlsx", "2024-05-05", Liste=rows(0, 1, 2, 3, 4, 5, 6, 7, 10))
    place.run()
    before = place.register()
    assert names(place, "left") == [firm(10)[1]]
    remove(raw(place, LIST))
    assert place.run().exit_status == DONE
    pd.testing.assert_frame_equal(place.register(), before)


def test_a_held_night_changes_nothing_of_what_stands_in(place: Place) -> None:
    before = place.register()
    raw(place, BOARD).rename(raw(place, "rezames/bureau 2.xlsx"))
    save(place, LIST, Liste=[firm(nth, address="9 rue Autre") for nth in range(3)])
    assert place.run().exit_status == HELD
    remove(raw(place, "rezames/bureau 2.xlsx"))
    remove(raw(place, LIST))
    assert place.run().exit_status == DONE
    pd.testing.assert_frame_equal(place.register(), before)


def test_a_workbook_of_several_years_stands_in_whole(place: Place) -> None:
    old = [firm(nth, phone="04 65 71 99 00") if nth == 2 else firm(nth) for nth in range(9)]
    save(place, LIST, Adhérents_2025=old, Adhérents_2026=rows(*range(8)))
    place.run()
    before = place.register()
    for harm in (cut, remove):
        harm(raw(place, LIST))
        assert place.run().exit_status == DONE
        pd.testing.assert_frame_equal(place.register(), before)


def test_a_file_saved_blank_is_one_that_is_missed(place: Place) -> None:
    before = place.register()
    Workbook().save(raw(place, BOARD))
    assert place.run().exit_status == DONE
    pd.testing.assert_frame_equal(place.register(), before)
    assert any(f"{BOARD} ne se lit plus" in text for text in told(place))


def test_nothing_left_to_read_is_said_in_words(place: Place) -> None:
    for file, sheet in ((LIST, "Liste"), (BOARD, "Arrivées")):
        take(place, file, sheet, "ne pas lire")
    take(place, "technopole42/membres.xlsx", "Membres", "ne pas lire")
    before = place.register()
    with pytest.raises(Stop, match="Aucune liste d'adhérents lisible"):
        place.run()
    pd.testing.assert_frame_equal(place.register(), before)


def test_a_club_on_its_own_keeps_its_former_members(tmp_path: Path) -> None:
    place = Place(tmp_path, merged_on="merged_on = 2030-01-01")
    file = "technopole42/membres.xlsx"
    save(place, file, Membres=[firm(11, no="T1"), firm(10, no="T2")])
    save(place, LIST, Liste=rows(*range(8)))
    place.run()
    remove(raw(place, file))
    place.run()
    take(place, file, "Membres", "ancienne")
    place.run()
    stem = "member_register_technopole42_former"
    assert listed(place, stem) == sorted([firm(10)[1], firm(11)[1]])


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
