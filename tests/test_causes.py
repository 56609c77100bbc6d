"""Why a value is another one than in the register before, and where what says so stands."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest

from reconcile.decisions.ledger import WITHDRAWN, acts, lettered, pair_of
from reconcile.registers.causes import Known
from reconcile.registers.changes import changes, field_order
from reconcile.review.changes import cause_text, undo_text
from reconcile.tables import conform
from reconcile.words import words


def basis(field: str, value: str | None, *places: dict[str, str], member: str = "M-0001") -> dict:
    cause = json.dumps(list(places))
    row = {"run": 1, "club": "", "member_id": member, "field": field, "value": value}
    return {**row, "cause": cause}


def place_at(cell: str, record: str = "R-00001", **more: str) -> dict[str, str]:
    return {"record_id": record, "file": "a.xlsx", "sheet": "F", "cell": cell, **more}


def in_club(club: str, record: str) -> dict[str, str]:
    return {"record_id": record, "file": "a.xlsx", "sheet": "F", "row": 2, "value": club}


def cells(**texts: str) -> pd.DataFrame:
    return pd.DataFrame({"city": texts, "name": "Velinore"}).rename_axis("record_id")


KNOWN = Known(
    was=cells(**{"R-00001": "x", "R-00002": "y"}),
    now=cells(**{"R-00001": "x", "R-00002": "z"}),
    stood={"R-00001": ("a.xlsx", "F", 2), "R-00002": ("a.xlsx", "F", 3)},
    stands={"R-00001": ("a.xlsx", "F", 2), "R-00002": ("a.xlsx", "F", 3)},
    labels={("a.xlsx", "F", "B"): "city", ("a.xlsx", "F", "A"): "name"},
    sheets=frozenset([("a.xlsx", "F")]),
    read=frozenset(["R-00001", "R-00002"]),
)


@pytest.mark.parametrize(
    ("before", "now", "why"),
    [
        (basis("city", "A", place_at("B2")), basis("city", "B", place_at("B2")), "read_otherwise"),
        (
            basis("city", "A", place_at("B3", "R-00002")),
            basis("city", "B", place_at("B3", "R-00002")),
            "cell",
        ),
        (basis("city", "A", place_at("B9", "R-00009")), None, "row_gone"),
        (basis("city", "A", place_at("B9", "R-00009", file="b.xlsx")), None, "file_gone"),
        (basis("city", "A", place_at("B3", "R-00002")), None, "cleared"),
        (basis("name", "A", place_at("A3", "R-00002")), None, "read_otherwise"),
        (
            basis("city", "A", place_at("B9", "R-00009")),
            basis("city", "B", place_at("B2")),
            "row_gone_other",
        ),
        (
            basis("city", "A", place_at("B9", "R-00009", file="b.xlsx")),
            basis("city", "B", place_at("B2")),
            "file_gone_other",
        ),
        (
            basis("city", "A", place_at("B3", "R-00002")),
            basis("city", "B", place_at("B2")),
            "outdone",
        ),
        (
            basis("name", "A", place_at("A3", "R-00002")),
            basis("name", "B", place_at("A2")),
            "preferred",
        ),
        (
            basis("clubs", '["t", "r"]', in_club("t", "R-00001"), in_club("r", "R-00002")),
            basis("clubs", '["t"]', in_club("t", "R-00001")),
            "club_left",
        ),
        (
            basis("clubs", '["t", "r"]', in_club("t", "R-00001"), in_club("r", "R-00009")),
            basis("clubs", '["t"]', in_club("t", "R-00001")),
            "row_gone",
        ),
        (
            basis("clubs", '["t"]', in_club("t", "R-00001")),
            basis("clubs", '["t", "r"]', in_club("t", "R-00001"), in_club("r", "R-00009")),
            "row",
        ),
        (
            basis("clubs", '["t"]', in_club("t", "R-00001")),
            basis("clubs", '["t", "r"]', in_club("t", "R-00001"), in_club("r", "R-00002")),
            "club_joined",
        ),
        (
            basis("clubs", '["t", "r"]'),
            basis("clubs", '["t"]', in_club("t", "R-00001")),
            "derived",
        ),
        (None, basis("city", "A", place_at("B9", "R-00009")), "row"),
        (basis("clubs", "[]"), basis("clubs", '["x"]'), "derived"),
        (
            basis("city", "A", place_at("B2")),
            basis("city", "B", {"decision": "D-0001-B"}),
            "correction",
        ),
        (
            basis("city", "B", {"decision": "D-0001-B"}),
            basis("city", "A", place_at("B2")),
            "uncorrected",
        ),
    ],
)
def test_the_cause_of_a_value(before: dict | None, now: dict | None, why: str) -> None:
    member = [basis("status", "current"), basis("records", '["R-00001", "R-00002"]')]
    sides = [
        conform(pd.DataFrame([*member, *([one] if one else [])]), "register_values")
        for one in (before, now)
    ]
    found = changes(*sides, KNOWN)
    assert [(row["kind"], row["cause"]["why"]) for row in found.to_dict("records")] == [
        ("changed", why)
    ]


@pytest.mark.parametrize(
    ("stands", "why"),
    [({}, "file_gone"), ({"R-00002": ("b 2027.xlsx", "F", 3)}, "row_gone")],
    ids=["the file is gone", "it bears another name"],
)
def test_a_row_removed_from_a_list_saved_under_a_new_name(stands: dict, why: str) -> None:
    stood = {"R-00002": ("b.xlsx", "F", 4), "R-00009": ("b.xlsx", "F", 9)}
    known = replace(KNOWN, stood=stood, stands=stands, sheets=frozenset([("b 2027.xlsx", "F")]))
    before = basis("city", "A", place_at("B9", "R-00009", file="b.xlsx"))
    member = [basis("status", "current"), basis("records", '["R-00001", "R-00002"]')]
    sides = [conform(pd.DataFrame([*member, *more]), "register_values") for more in ([before], [])]
    assert [one["why"] for one in changes(*sides, known)["cause"]] == [why]


@pytest.mark.parametrize(("beside", "why"), [(True, "preferred"), (False, "cell")])
def test_a_value_of_a_newer_list_beside_the_one_before(beside: bool, why: str) -> None:
    files = ["a.xlsx", "b.xlsx"] if beside else ["b.xlsx"]
    sheets = frozenset((file, "F") for file in files)
    stands = {"R-00002": ("b.xlsx", "F", 7)}
    known = replace(KNOWN, stands=stands, sheets=sheets)
    member = [basis("status", "current"), basis("records", '["R-00001", "R-00002"]')]
    cells = [
        basis("city", "A", place_at("B3", "R-00002")),
        basis("city", "B", place_at("B7", "R-00002", file="b.xlsx")),
    ]
    sides = [conform(pd.DataFrame([*member, one]), "register_values") for one in cells]
    [cause] = changes(*sides, known)["cause"]
    was = ("a.xlsx", "B3") if beside else ("b.xlsx", None)
    assert (cause["why"], cause["was_file"], cause.get("was_cell")) == (why, *was)


@pytest.mark.parametrize(
    ("read", "why"),
    [(("R-00001",), "row_gone_other"), (("R-00001", "R-00002"), "preferred")],
)
def test_between_former_registers_only_the_rows_that_were_read_are_known(read, why) -> None:
    before = basis("city", "A", place_at("B3", "R-00002"))
    now = basis("city", "B", place_at("B2"))
    member = [basis("status", "current"), basis("records", '["R-00001", "R-00002"]')]
    sides = [conform(pd.DataFrame([*member, one]), "register_values") for one in (before, now)]
    found = changes(*sides, Known(read=frozenset(read)))
    assert [one["why"] for one in found["cause"]] == [why]


def test_the_fields_of_a_member_stand_in_the_order_of_the_lists() -> None:
    fields = ("phones", "dues#2026:t", "city", "name", "member_no:t", "clubs", "own")
    expected = ["clubs", "member_no:t", "name", "city", "phones", "dues#2026:t", "own"]
    assert sorted(fields, key=field_order) == expected


@pytest.mark.parametrize(
    ("known", "cell", "row"),
    [
        (KNOWN, "B3", None),
        (replace(KNOWN, stands={"R-00002": ("a.xlsx", "F", 9)}), "B9", None),
        (replace(KNOWN, stands={"R-00002": ("a (2).xlsx", "F", 9)}), None, 9),
        (replace(KNOWN, labels={}), None, 3),
        (replace(KNOWN, stood={}), None, 3),
    ],
    ids=["as it was", "the row moved", "another file", "the column moved", "it waited"],
)
def test_what_was_is_told_where_it_stands_tonight(known, cell, row) -> None:
    here = known.here(place_at("B3", "R-00002"))
    assert (here.get("cell"), here.get("row")) == (cell, row)


def test_without_the_rows_of_the_last_register_a_cell_counts_as_changed() -> None:
    """A set that waits is newer than the register that people have."""
    known = replace(KNOWN, was=pd.DataFrame(), stood={}, labels={})
    assert known.cell_changed(place_at("B2"))
    assert not KNOWN.cell_changed(place_at("B2"))


def whole(**members: list[str]) -> pd.DataFrame:
    rows = [
        row
        for member, records in members.items()
        for row in (
            basis("status", "current", member=member),
            basis("records", json.dumps(records), member=member),
        )
    ]
    return conform(pd.DataFrame(rows), "register_values")


@pytest.mark.parametrize(
    ("answer", "ends", "before", "now", "told"),
    [
        ("same", ("R-1", "R-3"), {"M-0001": ["R-1"], "M-0002": ["R-3"]},
         {"M-0001": ["R-1", "R-3"]}, ("merged", "merged", None)),
        ("different", ("R-1", "R-3"), {"M-0001": ["R-1", "R-3"]},
         {"M-0001": ["R-1"], "M-0002": ["R-3"]}, ("split", "split", None)),
        (WITHDRAWN, ("R-1", "R-3"), {"M-0001": ["R-1", "R-3"]},
         {"M-0001": ["R-1"], "M-0002": ["R-3"]}, ("split", "split", True)),
        ("different", ("R-1", "R-3"), {"M-0001": ["R-1", "R-3"], "M-0002": ["R-2"]},
         {"M-0001": ["R-1"], "M-0002": ["R-2", "R-3"]}, ("split", "passed", None)),
        ("same", ("R-2", "R-3"), {"M-0001": ["R-1", "R-3"], "M-0002": ["R-2"]},
         {"M-0001": ["R-1"], "M-0002": ["R-2", "R-3"]}, ("split", "passed", None)),
    ],
    ids=["merged", "split", "an answer taken back", "passed by a no", "passed by a yes"],
)  # fmt: skip
def test_records_that_went_to_another_member(answer, ends, before, now, told) -> None:
    act = {"kind": "pair", "subject": pair_of(*ends), "answer": answer, "run": 1, "read_in": 2}
    act |= {"decided_at": "2026-11-22", "origin": "x", "reviewer": "Zoé"}
    ledger = acts([act]).assign(decision_id="D-0001-B")
    found = changes(whole(**before), whole(**now), Known(ledger=ledger))
    assert len(found) == 1
    kind, cause = found.loc[0, ["kind", "cause"]]
    assert (kind, cause["why"], cause.get("withdrawn")) == told
    assert cause["decision"] == "D-0001-B"


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        (("different", WITHDRAWN), "merged", "La réponse qui les tenait séparés a été reprise"),
        (("same", WITHDRAWN), "merged", "Le programme les a reconnus"),
        (("same", WITHDRAWN), "split", "La réponse qui les réunissait a été reprise"),
        (("different", WITHDRAWN), "split", "Ce qui les réunissait n'est plus"),
        (("different", "later", WITHDRAWN, "same"), "merged", "Réponse D-0003-D"),
    ],
)
def test_an_answer_that_was_taken_back(said: tuple[str, ...], kind: str, told: str) -> None:
    act = {"kind": "pair", "subject": pair_of("R-1", "R-3"), "run": 1, "read_in": 2}
    act |= {"decided_at": "2026-11-22", "origin": "x"}
    ledger = acts([act | {"answer": answer} for answer in said])
    ledger["decision_id"] = [lettered("D", nth) for nth in range(len(said))]
    apart = whole(**{"M-0001": ["R-1"], "M-0002": ["R-3"]})
    one = whole(**{"M-0001": ["R-1", "R-3"]})
    sides = (apart, one) if kind == "merged" else (one, apart)
    [row] = changes(*sides, Known(ledger=ledger)).to_dict("records")
    assert row["kind"] == kind and cause_text(words("fr"), row).startswith(told)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_cause_has_its_words_and_its_cure(language: str) -> None:
    say = words(language)
    assert set(say.section("changes.why")) == set(say.section("changes.undo"))
    place = {"file": "a.xlsx", "sheet": "F", "cell": "B2", "was_file": "b.xlsx", "was_row": 3}
    for why in ("cell", "cleared", "outdone", "row_gone_other", "club_left", "moved_split"):
        one = {"kind": "changed", "before": "A", "after": "B", "member_id": "M-0001"}
        one |= {"other_id": None, "cause": {"why": why, **place, "other": "M-0002"}}
        told = cause_text(say, one) + undo_text(say, one)
        assert "{" not in told and "…" not in told


@pytest.mark.parametrize(
    ("cause", "before", "told"),
    [
        ({"why": "cell", "cell": "B2"}, "A", "Remettez l'ancienne valeur dans la cellule F › B2."),
        ({"why": "cell", "cell": "B2"}, None, "Videz la cellule F › B2."),
        ({"why": "cell", "row": 2}, "A", "Remettez ce qui était dans la ligne : F › ligne 2."),
        (
            {"why": "cleared", "was_row": 9},
            "A",
            "Remettez ce qui était dans la ligne : F › ligne 9.",
        ),
        (
            {"why": "split", "decision": "D-0001-B"},
            "A",
            "« annuler » dans « Réponses données », à la ligne D-0001-B ; ou : "
            "reconcile undo D-0001-B",
        ),
    ],
)
def test_how_to_undo(cause: dict, before: str | None, told: str) -> None:
    where = {"sheet": "F", "was_sheet": "F"} if cause["why"] != "split" else {}
    one = {"kind": "changed", "before": before, "after": "B", "member_id": "M-0001"}
    assert undo_text(words("fr"), {**one, "other_id": None, "cause": where | cause}) == told
