"""What is taken out of the store, and what of it stays."""

from __future__ import annotations

import json
from pathlib import Path

import sqlalchemy as sa

from reconcile.erasure import stored
from reconcile.erasure.blocks import Block, Blocks
from reconcile.memory.schema import (
    CONTACT_NUMBERS,
    FORMER_CONTENTS,
    MEMBERSHIPS,
    RECORDS,
    REGISTER_VALUES,
)
from reconcile.memory.store import Store
from reconcile.seal import Seal

SEAL = Seal("00" * 32)
MARKS = {"hidden": False, "struck": False}


def test_a_second_erasure_finds_its_own_row(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    place = {"source": "nord", "file": "nord/a.csv", "sheet": None, "first_run": 1, "last_run": 1}
    texts = {2: {"name": "Forge"}, 3: {"name": "Four", "email": "l.sauvin@four.example"}}
    contents = {1: "{}"} | {nth: json.dumps(MARKS | cells) for nth, cells in texts.items()}
    mail = {SEAL.of("mail", "l.sauvin@four.example")}
    blocks = Blocks.build(SEAL, [Block({"mail": frozenset(mail)}, frozenset({"R-00003"}))])
    with store.engine.begin() as db:
        for nth, content in contents.items():
            own = {"record_id": f"R-{nth:05d}", "row": nth, "content": content}
            db.execute(sa.insert(RECORDS).values(**place, **own))
            old = {"record_id": f"R-{nth:05d}", "digest": "x", "run": 1}
            db.execute(sa.insert(FORMER_CONTENTS).values(**old))
        stored.clean(db, blocks)
        rows = db.execute(sa.select(RECORDS.c.record_id, RECORDS.c.content)).all()
        kept = db.execute(sa.select(FORMER_CONTENTS.c.record_id)).scalars().all()
    assert {record: "sauvin" in content for record, content in rows} == {
        "R-00001": False, "R-00002": False, "R-00003": False,
    }  # fmt: skip
    assert sorted(kept) == ["R-00001", "R-00002"]


def test_names_behind_numbers_of_contacts_are_sealed(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    hashes = {"name": {SEAL.of("name", "faure")}, "loose": {SEAL.of("loose", "m", "faure")}}
    own = Block({kind: frozenset(some) for kind, some in hashes.items()}, frozenset({"M-0001"}))
    named = [("R-00001", "faure (m)"), ("R-00002", "faure"), ("R-00001", "roy anne"),
             ("R-00009", "faure")]  # fmt: skip
    with store.engine.begin() as db:
        for record, member in (("R-00001", "M-0001"), ("R-00002", "M-0001"), ("R-00009", "M-0009")):
            moved = {"record_id": record, "member_id": member, "run": 1}
            db.execute(sa.insert(MEMBERSHIPS).values(**moved))
        for nth, (record, person) in enumerate(named):
            row = {"record_id": record, "person": person, "run": 1, "contact_id": f"C-00001-{nth}"}
            db.execute(sa.insert(CONTACT_NUMBERS).values(**row))
        stored.clean(db, Blocks.build(SEAL, [own]))
        after = db.execute(sa.select(CONTACT_NUMBERS.c.contact_id, CONTACT_NUMBERS.c.person)).all()
    assert {number: person.startswith("=") for number, person in after} == {
        "C-00001-0": True, "C-00001-1": True, "C-00001-2": False, "C-00001-3": False,
    }  # fmt: skip


def test_the_log_loses_a_person_in_the_name_of_a_firm_that_is_not_called_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "register.db")
    name = {"name": frozenset({SEAL.of("name", "brondel sylve")}),
            "word": frozenset({SEAL.of("word", "brondel"), SEAL.of("word", "sylve")})}  # fmt: skip
    block = Block(name, frozenset({"M-0001"}))
    bearing = Block(name, frozenset({"M-0002"}), bears=True)
    with store.engine.begin() as db:
        for member in ("M-0001", "M-0002"):
            row = {"run": 1, "club": "", "member_id": member, "field": "name", "cause": "[]"}
            db.execute(sa.insert(REGISTER_VALUES).values(**row, value="Sylve Brondel Conseil"))
        stored.clean(db, Blocks.build(SEAL, [block, bearing]))
        told = db.execute(sa.select(REGISTER_VALUES.c.member_id, REGISTER_VALUES.c.value)).all()
    assert "Brondel" not in dict(told)["M-0001"]
    assert dict(told)["M-0002"] == "Sylve Brondel Conseil"
