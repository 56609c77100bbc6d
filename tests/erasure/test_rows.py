"""Rows of lists without what is blocked, before anything else sees them."""

from __future__ import annotations

import pandas as pd
import pytest

from reconcile.decisions.ledger import acts
from reconcile.erasure.blocks import Blocks, blocks_of, wishes
from reconcile.erasure.rows import redact
from reconcile.erasure.who import Known, NotMeant, subject_of_typed, target
from reconcile.results import Memory
from reconcile.tables import conform, empty

FIRM = {"name": "Miralix", "phone": "04 65 71 00 01", "member_no": "T1"}
HIM = {"contact_title": "M.", "contact_first": "Aloyse", "contact_last": "Brondel",
       "contact_role": "Gérant", "mobile": "06 39 98 00 12",
       "email": "a.brondel@miralix.example"}  # fmt: skip


def raw(*rows: dict[str, str]) -> pd.DataFrame:
    place = {"source": "a", "file": "f.xlsx", "sheet": "S", "hidden": False, "struck": False}
    return conform(
        pd.DataFrame([{**place, "row": 2 + nth, **one} for nth, one in enumerate(rows)]), "raw"
    )


def memory(*rows: dict[str, str], together: bool = False) -> Memory:
    ids = [f"R-{nth:05d}" for nth in range(1, len(rows) + 1)]
    members = ["M-0001" if together else f"M-{nth:04d}" for nth in range(1, len(rows) + 1)]
    known = conform(raw(*rows).assign(record_id=ids), "known")
    belongs = conform(pd.DataFrame({"record_id": ids, "member_id": members}), "belongs")
    return Memory(salt="ab" * 32, raw=known, belongs=belongs)


def block(known: Known, typed: str) -> Blocks:
    return Blocks.build(known.seal, [target(subject_of_typed(typed, known), known).block])


def after(known: Known, typed: str, *rows: dict[str, str]) -> list[dict[str, str]]:
    found = redact(raw(*rows), block(known, typed)).raw
    labels = sorted({label for row in rows for label in row})
    return [
        {label: text for label, text in row.items() if isinstance(text, str) and text}
        for row in found[labels].to_dict("records")
    ]


KNOWN = Known(memory(FIRM | HIM, {"name": "Kelvaro", "contact": "Mme Odile Kelvar"}))


def test_a_row_keeps_the_firm_alone() -> None:
    assert after(KNOWN, "Aloyse Brondel", FIRM | HIM) == [FIRM]


WAYS: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"contact": "BRONDEL Aloyse, gérant"}, {}),
    ({"contact": "M. Brondel"}, {}),
    ({"contact": "Mme Brondel"}, {"contact": "Mme Brondel"}),
    ({"contact": "M. Brondel Aloyse et Mme Odile Fargues"}, {"contact": "Mme Odile Fargues"}),
    ({"email": "A.Brondel@Miralix.example ; info@miralix.example"},
     {"email": "info@miralix.example"}),
    ({"phone": "04 65 71 00 01 / 0639980012"}, {"phone": "04 65 71 00 01"}),
    ({"mobile": "639980012"}, {}),
    ({"notes": "voir Aloyse Brondel"}, {"notes": "voir [effacé]"}),
]  # fmt: skip


def test_the_ways_in_which_a_person_is_written() -> None:
    found = after(KNOWN, "Aloyse Brondel", *(FIRM | cells for cells, _ in WAYS))
    expected = [
        {**{key: text for key, text in FIRM.items() if key not in cells}, **left}
        for cells, left in WAYS
    ]
    assert found == expected


def test_a_namesake_at_another_firm_stays() -> None:
    other = {"name": "Vorenna", "contact": "M. Aloyse Brondel", "phone": "04 65 71 00 08"}
    assert after(KNOWN, "Aloyse Brondel", other) == [other]


def test_by_a_mail_of_his_own_the_person_is_known_at_another_firm() -> None:
    there = {"name": "Vorenna", "contact": "M. Aloyse Brondel", "email": HIM["email"]}
    assert after(KNOWN, "Aloyse Brondel", there) == [{"name": "Vorenna"}]


def test_what_others_have_too_stays_unless_it_is_asked_for() -> None:
    shared = {"name": "Miralix", "contact": "M. Aloyse Brondel", "mobile": "04 65 71 00 01",
              "phone": "04 65 71 00 01"}  # fmt: skip
    known = Known(memory(shared))
    found = target(subject_of_typed("Aloyse Brondel", known), known)
    assert found.n_kept == 1
    assert after(known, "Aloyse Brondel", shared)[0]["phone"] == "04 65 71 00 01"
    assert "phone" not in after(known, "04 65 71 00 01", shared)[0]


def test_a_member_that_is_a_person_goes_whole() -> None:
    alone = {"name": "M. DUPARC Basile", "address": "4 rue Neuve", "postcode": "42000",
             "city": "Saint-Étienne", "member_no": "T9"}  # fmt: skip
    known = Known(memory(alone, FIRM))
    found = target(subject_of_typed("Basile Duparc", known), known)
    assert found.block.whole
    again = alone | {"member_no": "T77", "name": "Duparc Basile M."}
    done = redact(raw(alone, FIRM, alone | {"member_no": "T77"}), block(known, "Basile Duparc"))
    assert done.dropped.to_list() == [True, False, True], again
    assert done.raw["name"].to_list() == ["Miralix"]


@pytest.mark.parametrize(("typed", "why"), [
    ("Brondel", "erase_unclear"), ("Zoé Inconnue", "erase_nobody"), ("C-00009-1", "erase_nobody"),
    ("M-0099", "erase_nobody"), ("?", "erase_unclear"),
])  # fmt: skip
def test_what_means_nobody(typed: str, why: str) -> None:
    with pytest.raises(NotMeant, match=why):
        subject_of_typed(typed, KNOWN)


def test_two_of_a_name_are_not_guessed() -> None:
    twice = Known(memory(FIRM | HIM, {"name": "Vorenna", "contact": "M. Aloyse Brondel"}))
    with pytest.raises(NotMeant, match="erase_several"):
        subject_of_typed("Aloyse Brondel", twice)


def test_the_same_values_give_nothing_where_nothing_is_blocked() -> None:
    table = raw(FIRM | HIM)
    assert redact(table, blocks_of(empty("ledger"), "ab" * 32)).raw.equals(table)


def said(*texts: tuple[str, int]) -> list[str]:
    shown = target(subject_of_typed("Aloyse Brondel", KNOWN), KNOWN).block.to_json()
    rows = [{"kind": "erase", "subject": "contact:1", "answer": answer, "run": run, "read_in": 3,
             "origin": "x", "decided_at": "", "shown": shown if answer == "done" else None}
            for answer, run in texts]  # fmt: skip
    ledger = acts(rows)
    found = wishes(ledger)[0]
    return [found.state, "blocked" if blocks_of(ledger, "ab" * 32) else ""]


@pytest.mark.parametrize(("texts", "state"), [
    ([("asked", 1)], ["asked", ""]),
    ([("asked", 1), ("confirmed", 2)], ["confirmed", ""]),
    ([("asked", 1), ("confirmed", 2), ("withdrawn", 2)], ["torn", ""]),
    ([("asked", 1), ("withdrawn", 2), ("confirmed", 2)], ["torn", ""]),
    ([("asked", 1), ("confirmed", 2), ("withdrawn", 2), ("confirmed", 3)], ["confirmed", ""]),
    ([("asked", 1), ("withdrawn", 2)], ["", ""]),
    ([("asked", 1), ("done", 0)], ["done", "blocked"]),
    ([("asked", 1), ("done", 0), ("asked", 5)], ["asked", "blocked"]),
    ([("asked", 1), ("done", 0), ("asked", 5), ("withdrawn", 6)], ["done", "blocked"]),
    ([("asked", 1), ("done", 0), ("withdrawn", 6)], ["", ""]),
    ([("asked", 1), ("done", 0), ("withdrawn", 6), ("done", 0)], ["done", "blocked"]),
])  # fmt: skip
def test_what_was_said_of_one(texts: list[tuple[str, int]], state: list[str]) -> None:
    assert said(*texts) == state
