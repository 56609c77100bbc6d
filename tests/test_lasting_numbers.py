"""A member's number over whole nights: told the same, deleted, told apart, gone to another club."""

from __future__ import annotations

from pathlib import Path

import pytest

from reconcile.decisions.ledger import acts, pair_of
from reconcile.memory.store import Store
from reconcile.nights.outcome import DONE
from tests.places import Place, copied
from tests.test_editions import firm, names, save

ONE, OTHER = "technopole42/membres.xlsx", "rezames/liste.xlsx"


def published(tmp_path: Path) -> Place:
    """Four members of each club; the first of the one and the last of the other are much alike."""
    made = Place(tmp_path)
    save(made, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in range(4)])
    save(made, OTHER, Liste=[firm(nth) for nth in range(4, 8)])
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def store(place: Place) -> Store:
    return Store(place.root / "state" / "register.db")


def numbers(place: Place) -> dict[str, tuple[str, str]]:
    """The number and status of each member of the register, by name."""
    table = place.register()
    values = zip(table["member_id"], table["status"], strict=True)
    return dict(zip(table["name"], values, strict=True))


def aliases(place: Place) -> dict[str, str]:
    table = store(place).recall().aliases
    return dict(zip(table["old_member_id"], table["member_id"], strict=True))


def said(place: Place, answer: str, *, one: int, other: int, nth: int = 0) -> None:
    """Answer as a reviewer does, about the members of two numbers' records."""
    row = {
        "kind": "pair",
        "subject": pair_of(f"R-{one:05d}", f"R-{other:05d}"),
        "answer": answer,
        "reviewer": "Zoé",
        "decided_at": f"2026-11-22T{nth:02d}:00:00",
        "run": 1,
        "read_in": 2,
        "origin": "match_report.xlsx",
    }
    store(place).keep(acts([row]))


def test_yes_then_a_deleted_row_then_no(place: Place) -> None:
    """Of two that were one, the one whose row is deleted is a former member by its own number."""
    first = numbers(place)
    said(place, "same", one=1, other=8)
    assert place.run().exit_status == DONE
    assert aliases(place) == {"M-0008": "M-0001"}
    full = [firm(nth, no=f"T{nth}") for nth in range(4)]
    save(place, ONE, Membres=full[1:])
    assert place.run().exit_status == DONE
    assert numbers(place)[firm(7)[1]] == ("M-0001", "current")
    assert names(place, "left") == []
    said(place, "different", one=1, other=8, nth=1)
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert numbers(place) == first | {firm(0)[1]: ("M-0001", "left")}
        assert aliases(place) == {}
    save(place, ONE, Membres=full)
    assert place.run().exit_status == DONE
    assert numbers(place) == first, "all undone gives the first night's numbers"


def test_yes_taken_back_after_the_newer_row_was_deleted(place: Place) -> None:
    first = numbers(place)
    said(place, "same", one=1, other=8)
    assert place.run().exit_status == DONE
    save(place, OTHER, Liste=[firm(nth) for nth in range(4, 7)])
    assert place.run().exit_status == DONE
    assert names(place, "left") == []
    said(place, "later", one=1, other=8, nth=1)
    assert place.run().exit_status == DONE
    assert numbers(place) == first | {firm(7)[1]: ("M-0008", "left")}


@pytest.mark.parametrize("changed", [{}, {"phone": "04 65 71 00 98"}])
def test_yes_taken_back_after_a_copy_of_the_list_came_and_went(
    place: Place, changed: dict[str, object]
) -> None:
    """The record stays with the list that is kept, whichever row is as it was."""
    first = numbers(place)
    said(place, "same", one=1, other=8)
    assert place.run().exit_status == DONE
    old = [firm(nth) for nth in range(4, 8)]
    copy = save(place, "rezames/Copie de liste.xlsx", "2026-03-01", Liste=old)
    save(place, OTHER, Liste=[*old[:3], firm(7, **changed), firm(8)])
    assert place.run().exit_status == DONE
    raw = store(place).recall().last_known().set_index("record_id")
    assert raw.loc["R-00008", ["file", "edition"]].to_list() == [OTHER, "current"]
    copy.unlink()
    said(place, "withdrawn", one=1, other=8, nth=1)
    assert place.run().exit_status == DONE
    assert numbers(place) == first | {firm(8)[1]: ("M-0009", "current")}


def test_a_row_that_is_gone_goes_where_its_member_goes(place: Place) -> None:
    save(place, OTHER, Liste=[firm(nth) for nth in range(3, 8)])  # the fourth is in both
    assert place.run().exit_status == DONE
    save(place, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in range(3)])
    assert place.run().exit_status == DONE
    said(place, "same", one=1, other=9)
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert names(place, "left") == [], "it does not rise again"
        assert aliases(place) == {"M-0004": "M-0001"}


def test_who_moves_to_the_other_club_keeps_the_number(place: Place) -> None:
    first = numbers(place)
    mover = firm(2)[1]
    save(place, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in (0, 1, 3)])
    save(place, OTHER, Liste=[*(firm(nth) for nth in range(4, 8)), firm(2, no="B7")])
    for _ in range(2):
        assert place.run().exit_status == DONE
        assert numbers(place) == first, "one member, current, by the same number"
        clubs = place.register().set_index("name")["clubs"]
        assert list(clubs[mover]) == ["rezames"]
    save(place, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in range(4)])
    save(place, OTHER, Liste=[firm(nth) for nth in range(4, 8)])
    assert place.run().exit_status == DONE
    assert numbers(place) == first, "and back"


def test_who_left_long_ago_and_joins_the_other_club_keeps_the_number(place: Place) -> None:
    first = numbers(place)
    save(place, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in (0, 1, 3)])
    assert place.run().exit_status == DONE
    assert numbers(place)[firm(2)[1]] == ("M-0003", "left")
    save(place, OTHER, Liste=[*(firm(nth) for nth in range(4, 8)), firm(2, no="B7")])
    assert place.run().exit_status == DONE
    assert numbers(place) == first
    said(place, "different", one=3, other=9)
    assert place.run().exit_status == DONE
    register = place.register()
    both = register[register["name"] == firm(2)[1]].set_index("member_id")["status"].to_dict()
    assert both == {"M-0003": "left", "M-0009": "current"}, "a person says: another"


def test_a_doubtful_successor_is_not_guessed(place: Place) -> None:
    save(place, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in (0, 1, 3)])
    like = firm(2, no="B7", address="40 route de Lyon", phone="04 65 71 00 99", postcode="69001")
    save(place, OTHER, Liste=[*(firm(nth) for nth in range(4, 8)), like])
    assert place.run().exit_status == DONE
    register = place.register().set_index("member_id")["status"]
    assert (register["M-0003"], register["M-0009"]) == ("left", "current")


def test_before_the_clubs_are_one_nobody_takes_over_a_number(tmp_path: Path) -> None:
    place = Place(tmp_path, merged_on="merged_on = 2030-01-01")
    save(place, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in range(4)])
    save(place, OTHER, Liste=[firm(nth) for nth in range(4, 8)])
    assert place.run().exit_status == DONE
    save(place, ONE, Membres=[firm(nth, no=f"T{nth}") for nth in (0, 1, 3)])
    save(place, OTHER, Liste=[*(firm(nth) for nth in range(4, 8)), firm(2, no="B7")])
    assert place.run().exit_status == DONE
    own = place.register("member_register_technopole42").set_index("member_id")["status"]
    assert own["M-0003"] == "left"
    new = place.register("member_register_rezames").set_index("name")["member_id"]
    assert new[firm(2)[1]] == "M-0009"


def test_two_identical_rows_told_apart_both_go_on_in_a_newer_list(tmp_path: Path) -> None:
    place = Place(tmp_path)
    rows = [firm(nth) for nth in range(6)]
    save(place, ONE, Membres=[firm(11, no="T1")])
    save(place, OTHER, "2026-01-01", Liste=[*rows, rows[4]])
    assert place.run().exit_status == DONE
    raw = store(place).recall().raw
    one, other = (int(name[2:]) for name in raw.loc[raw["name"] == firm(4)[1], "record_id"])
    said(place, "different", one=one, other=other)
    assert place.run().exit_status == DONE
    before = place.register().set_index("member_id")["name"]
    assert list(before).count(firm(4)[1]) == 2
    newer = [firm(nth, phone=f"04 77 55 00 0{nth}") for nth in range(6)]
    save(place, "rezames/nouvelle.xlsx", "2026-02-01", Liste=[*newer, newer[4]])
    assert place.run().exit_status == DONE
    after = place.register().set_index("member_id")
    assert after["name"].equals(before)
    assert set(after["status"]) == {"current"}
