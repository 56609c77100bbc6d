"""A row is gone, and a new one may go on with it: the report asks, until somebody answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from reconcile.nights.outcome import DONE
from tests.places import Place, copied
from tests.test_copies import answer
from tests.test_editions import FIRMS, firm, save
from tests.test_lasting_numbers import numbers

LIST = "technopole42/membres.xlsx"
MOVED = {"address": "77 avenue Berthelot", "no": "A99"}


def night(place: Place, last: list[object]) -> None:
    """Five firms, and `last`."""
    save(place, LIST, Membres=[*(firm(nth) for nth in range(5)), last])
    assert place.run().exit_status == DONE


def asked(place: Place) -> list[str]:
    """The names of each question, the older row first."""
    table = place.sheet("À répondre", "question_id").dropna(subset=["question_id"])
    return [] if table.empty else table["name"].to_list()


def published(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    with made.settings.open("a") as file:
        file.write("\n[brake]\nat_least = 50\n")
    save(made, "rezames/liste.xlsx", Liste=[firm(nth) for nth in range(8, 12)])
    night(made, firm(5))
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (firm(5, name=FIRMS[6], address="3 place Carnot", phone="04 65 71 88 88"), True),
        (firm(5, name=f"{FIRMS[5]} Participations", **MOVED), True),
        (firm(5, name=f"{FIRMS[5]} Conseil"), False),  # it is known again
        (firm(6, address="3 place Carnot", postcode="69001", city="Lyon"), False),
    ],
    ids=["its number alone", "its phone and a part of its name", "the same", "nothing"],
)
def test_when_it_is_asked(place: Place, row: list[object], expected: bool) -> None:
    night(place, row)
    assert asked(place) == ([f"{FIRMS[5]}\n{row[1]}"] if expected else [])


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (firm(5, name=FIRMS[6], address="3 place Carnot", phone="04 65 71 88 88"), False),
        (firm(5, name=f"{FIRMS[5]} Participations", **MOVED), True),
        (firm(5, no=None, address=None, phone=None), False),  # it is known again
    ],
    ids=["its number alone", "its phone and a part of its name", "its name and town"],
)
def test_when_it_is_asked_after_nights_without_it(
    place: Place, row: list[object], expected: bool
) -> None:
    first = numbers(place)[FIRMS[5]]
    save(place, LIST, Membres=[firm(nth) for nth in range(5)])
    for _ in range(2):
        assert place.run().exit_status == DONE
    night(place, row)
    assert asked(place) == ([f"{FIRMS[5]}\n{row[1]}"] if expected else [])
    assert (numbers(place)[str(row[1])] == first) == (row[1] == FIRMS[5])


def test_it_is_asked_until_answered_and_a_yes_keeps_the_number(place: Place) -> None:
    first = numbers(place)[FIRMS[5]]
    new = firm(5, name=FIRMS[6], address="3 place Carnot", phone="04 65 71 88 88")
    night(place, new)
    number = place.sheet("À répondre", "question_id")["question_id"][0]
    night(place, new)
    assert place.sheet("À répondre", "question_id")["question_id"].to_list() == [number]
    assert numbers(place)[FIRMS[6]] != first
    answer(place, "oui")
    night(place, new)
    assert asked(place) == []
    assert numbers(place)[FIRMS[6]] == first and FIRMS[5] not in numbers(place)
    book = load_workbook(place.clean / "match_report.xlsx")
    told = [str(cell.value) for row in book["Problèmes"].iter_rows() for cell in row]
    assert not [text for text in told if "n'est plus dans aucune liste" in text]


def test_what_is_put_off_waits_at_the_end_with_its_answer_filled_in(place: Place) -> None:
    new = firm(5, name=FIRMS[6], address="3 place Carnot", phone="04 65 71 88 88")
    night(place, new)
    [number] = place.sheet("À répondre", "question_id")["question_id"]
    answer(place, "plus tard")
    other = firm(4, name=FIRMS[7], address="8 quai Sud", phone="04 65 71 77 77")
    save(place, LIST, Membres=[*(firm(nth) for nth in range(4)), other, new])
    assert place.run().exit_status == DONE
    table = place.sheet("À répondre", "question_id").dropna(subset=["question_id"])
    assert table["question_id"].to_list()[1:] == [number]
    assert table["answer"].fillna("").to_list() == ["", "plus tard"]
    assert table["reasons"].str.contains("n'est plus dans aucune liste").all()


def test_after_a_no_they_are_two_and_it_is_not_asked_again(place: Place) -> None:
    first = numbers(place)[FIRMS[5]]
    new = firm(5, name=FIRMS[6], address="3 place Carnot", phone="04 65 71 88 88")
    night(place, new)
    answer(place, "non")
    night(place, new)
    night(place, new)
    assert asked(place) == []
    assert numbers(place)[FIRMS[5]] == (first[0], "left")
    night(place, firm(5))
    assert asked(place) == [] and numbers(place)[FIRMS[5]] == first
