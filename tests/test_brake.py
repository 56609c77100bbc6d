"""What holds the register back, and how a person confirms it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from expectations import validate
from reconcile.cli import app
from reconcile.errors import Stop
from reconcile.memory.store import Store
from reconcile.nights.brake import key_of, keyed, read_key
from reconcile.nights.night import run_night
from reconcile.nights.outcome import DONE, HELD, Outcome
from reconcile.results import Findings
from tests.night_rows import table
from tests.places import TODAY, Place, copied, unchecked
from tests.test_editions import firm, names, save

OWN = (
    "Almadine Brescaut Clotaire Dormelle Escarpin Fontaube Guillerm Harmonde Isabeau Jonquere "
    "Kerlouan Lambrisse"
).split()


def own(nth: int) -> list[object]:
    """A row about one of twelve firms of the other club."""
    return firm(0, no=f"T{nth}", name=OWN[nth], address=f"{nth} quai Bas", city="Sorbiers",
                postcode="42290", phone=f"04 65 71 01 {nth:02d}")  # fmt: skip


def lists(place: Place, members: Iterable[int], file: str = "rezames/liste.xlsx") -> None:
    """The list of Rezames, of these firms."""
    save(place, file, Liste=[firm(nth) for nth in members])


def published(tmp_path: Path) -> Place:
    """A published register: twelve members of the Technopole, ten of Rezames."""
    made = Place(tmp_path)
    save(made, "technopole42/membres.xlsx", Membres=[own(nth) for nth in range(12)])
    lists(made, range(10))
    assert made.run().exit_status == DONE
    return made


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return copied(published, tmp_path)


def accept(place: Place, *keys: str) -> Outcome:
    """`reconcile run --accept KEY`."""
    return run_night(place.settings, unchecked, today=TODAY, accept=keys)


def stops(place: Place) -> dict[str, str]:
    """Key -> problem of what held the last run's register back."""
    memory = Store(place.root / "state" / "register.db").recall()
    last = memory.stops[memory.stops["run"] == memory.run - 1]
    return dict(zip(last["key"], last["problem"], strict=True))


def registers(place: Place) -> dict[str, bytes]:
    """The register's files, byte for byte."""
    return {path.name: path.read_bytes() for path in place.clean.glob("member_register.*")}


def first_sheet(place: Place) -> str:
    sheet = load_workbook(place.clean / "match_report.xlsx").worksheets[0]
    return "\n".join(str(c.value) for row in sheet.iter_rows() for c in row if c.value)


def confirm(place: Place, key: str, answer: str = "oui") -> None:
    """Choose yes beside a stop, as a person does."""
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book.worksheets[0]
    [row] = [r[12].row for r in sheet.iter_rows() if r[12].value == f"confirm:{key}"]
    [choice] = sheet.data_validations.dataValidation
    [area] = [str(one) for one in choice.sqref.ranges if str(one).endswith(str(row))]
    sheet[area.partition(":")[0]] = answer
    book.save(path)


def leave(place: Place) -> None:
    lists(place, range(7))


def grow(place: Place) -> None:
    save(place, "rezames/autres.xlsx", Liste=[firm(nth) for nth in (10, 11)] + [
        firm(10, no="A20", name="Kastellan", phone="04 65 71 02 20", address="2 place Haute"),
    ])  # fmt: skip


def forget(place: Place) -> None:
    """As in a store that does not know yet how its lists were read: nothing can stand in."""
    with sqlite3.connect(place.root / "state" / "register.db") as db:
        db.execute("DELETE FROM lists")


def lose(place: Place) -> None:
    forget(place)
    path = place.root / "raw" / "technopole42" / "membres.xlsx"
    save(place, "technopole42/nouveaux.xlsx", Liste=[firm(11, no="T99")])
    path.unlink()


def cut(place: Place) -> None:
    forget(place)
    path = place.root / "raw" / "technopole42" / "membres.xlsx"
    path.write_bytes(path.read_bytes()[:3000])


def empty(place: Place) -> None:
    forget(place)
    (place.root / "raw" / "technopole42" / "membres.xlsx").unlink()


def misplace(place: Place) -> None:
    rows = [own(nth) for nth in range(2, 12)]
    save(place, "rezames/adherents.xlsx", Liste=rows)


def swallow(place: Place) -> None:
    names = [f"Altair Couverture{end}" for end in ("", "s", " Zinc", "e", "ss", "es", "z")]
    siret = "00050913300005"
    path = place.root / "raw" / "rezames" / "liste.csv"
    rows = [f"{name};{siret};04 65 71 03 03;8 rue Neuve;42000;Saint-Étienne" for name in names]
    path.write_text("\n".join(["Raison sociale;SIRET;Tél;Adresse;CP;Ville", *rows]), "utf-8")


CASES = {
    "night_leave": leave,
    "night_grow": grow,
    "list_missing": lose,
    "list_unreadable": cut,
    "list_gone": empty,
    "list_of_other_club": misplace,
}
OF_SUITES = ("list_of_other_club",)  # found by an expectation


@pytest.mark.parametrize(("problem", "harm"), CASES.items())
def test_an_abnormal_night_holds_the_register_until_confirmed(
    place: Place, problem: str, harm: Callable[[Place], None]
) -> None:
    check = validate if problem in OF_SUITES else unchecked
    before = registers(place)
    harm(place)
    outcome = place.run(check)
    assert outcome.exit_status == HELD
    assert {
        path.name: path.read_bytes() for path in place.clean.glob("member_register.*")
    } == before
    found = stops(place)
    [key] = [key for key, what in found.items() if what == problem]
    assert key in outcome.summary and f"--accept {key}" in outcome.summary
    assert key in first_sheet(place) and "22 novembre 2026" in first_sheet(place)
    assert key in outcome.stopped and outcome.name.endswith("registre retenu, voir le rapport")
    assert place.run(check).stopped == outcome.stopped, "the same reason reads the same"
    for one in found:
        confirm(place, one)
    assert place.run(check).exit_status == DONE, "confirmed in the report"
    assert place.run(check).exit_status == DONE, "and the same does not stop again"


@pytest.mark.parametrize("problem", ["night_leave", "list_missing"])
def test_a_stop_is_confirmed_at_the_terminal(place: Place, problem: str) -> None:
    CASES[problem](place)
    assert place.run().exit_status == HELD
    keys = list(stops(place))
    typed = [key.lower().replace("-", "") for key in keys]
    assert accept(place, *typed).exit_status == DONE
    kept = Store(place.root / "state" / "register.db").recall().acceptances
    assert kept["key"].to_list() == keys
    assert kept["decided_at"].str.len().eq(19).all()
    assert place.run().exit_status == DONE


def test_an_old_key_does_not_confirm_a_new_finding(place: Place) -> None:
    lists(place, range(7))
    assert place.run().exit_status == HELD
    [old] = stops(place)
    confirm(place, old)
    lists(place, range(6))  # one more is gone than what was confirmed
    assert place.run().exit_status == HELD
    [new] = stops(place)
    assert new != old
    assert names(place) == sorted([*OWN, *(firm(nth)[1] for nth in range(10))])
    with pytest.raises(Stop, match=old) as caught:
        accept(place, old)
    assert caught.value.exit_status == 2
    assert accept(place, new).exit_status == DONE
    assert len(names(place)) == 12 + 6


def test_a_key_that_names_nothing_changes_nothing(place: Place) -> None:
    before = {path: path.read_bytes() for path in place.clean.iterdir() if path.is_file()}
    for typed in ("A-2222-2", "nothing", key_of("another finding")):
        with pytest.raises(Stop, match="rien ne retient le registre"):
            accept(place, typed)
    lists(place, range(7))
    assert place.run().exit_status == HELD
    [key] = stops(place)
    with pytest.raises(Stop, match=f"attendent : {key}"):
        accept(place, "A-2345-X")
    assert stops(place) == {key: "night_leave"}
    assert Store(place.root / "state" / "register.db").recall().acceptances.empty
    lists(place, range(10))
    assert place.run().exit_status == DONE
    assert {path.name for path in before} <= {path.name for path in place.clean.iterdir()}


def test_the_command_tells_of_a_wrong_key_in_words(place: Place) -> None:
    options = ["run", "--direct", "--config", str(place.settings), "--accept", "A-2345-X"]
    done = CliRunner().invoke(app, options)
    assert done.exit_code == 2
    assert "Aucun constat ne porte la clé A-2345-X" in done.output
    assert "Traceback" not in done.output


def test_another_word_than_yes_confirms_nothing(place: Place) -> None:
    leave(place)
    place.run()
    [key] = stops(place)
    confirm(place, key, "non")
    assert place.run().exit_status == HELD


def test_few_members_are_no_alarm(tmp_path: Path) -> None:
    place = Place(tmp_path)
    lists(place, range(4))
    save(place, "technopole42/membres.xlsx", Membres=[own(nth) for nth in range(12)])
    place.run()
    lists(place, range(3))
    assert place.run().exit_status == DONE, "one of four"
    lists(place, range(5))
    assert place.run().exit_status == DONE, "two more"


def test_the_limits_are_settings(place: Place) -> None:
    with place.settings.open("a", encoding="utf-8") as stream:
        stream.write("[brake]\nshare = 0.4\n")
    leave(place)
    assert place.run().exit_status == DONE, "three of ten"


def test_a_member_of_many_names(place: Place) -> None:
    swallow(place)
    with place.settings.open("a", encoding="utf-8") as stream:
        stream.write("[brake]\nshare = 1.0\n")
    assert place.run().exit_status == HELD
    [(key, problem)] = stops(place).items()
    assert problem == "night_swallow"
    assert accept(place, key).exit_status == DONE
    assert place.run().exit_status == DONE, "it is still one member, and confirmed"


def broken_promise(suite: str, frames: dict[str, pd.DataFrame]) -> Findings:
    """The suites, run over a register that lost a member."""
    if suite == "register":
        frames = {**frames, "members": frames["members"].iloc[1:]}
    return validate(suite, frames)


def test_a_promise_of_the_program_cannot_be_confirmed(place: Place) -> None:
    outcome = place.run(broken_promise)
    assert outcome.exit_status == HELD
    assert stops(place) == {}
    assert "ne se confirme pas" in outcome.summary
    assert "ne se confirme pas" in first_sheet(place)
    assert (
        not load_workbook(place.clean / "match_report.xlsx")
        .worksheets[0]
        .data_validations.dataValidation
    )


def test_of_what_the_suites_find_only_what_a_person_can_judge_has_a_key() -> None:
    rows = [{"problem": "row_lost", "row": 4}, {"problem": "list_gone", "file": "rezames/"}]
    found = table("issues", [{**row, "severity": "critical", "details": {}} for row in rows])
    promise, list_gone = keyed(found, 3)["key"]
    assert pd.isna(promise) and read_key(list_gone) == list_gone
    assert keyed(found, 4)["key"].iloc[1] != list_gone, "after another register it is another"


def test_keys() -> None:
    key = key_of("night_leave", "rezames", 3, "M-0001")
    assert key == key_of("night_leave", "rezames", 3, "M-0001")
    assert key != key_of("night_leave", "rezames", 3, "M-0002")
    assert read_key(key.lower().replace("-", " ")) == key
    swapped = key[:2] + key[3] + key[2] + key[4:]
    assert read_key(swapped) is None or key[2] == key[3]
    assert [read_key(text) for text in ("", "A", "A-2222", "Q-0001-B", "oui")] == [None] * 5


def test_a_store_of_the_version_before_gets_the_tables_that_it_lacks(place: Place) -> None:
    path = place.root / "state" / "register.db"
    with sqlite3.connect(path) as db:
        newer = ("register_values", "former_contents", "contact_numbers", "alembic_version")
        for table in ("stops", "standing", "lists", *newer):
            db.execute(f"DROP TABLE {table}")
        db.execute("ALTER TABLE runs DROP COLUMN figures")
        rows = db.execute("SELECT record_id, content FROM records").fetchall()
        for record, text in rows:  # it did not know editions either
            content = {k: v for k, v in json.loads(text).items() if k != "edition"}
            db.execute("UPDATE records SET content = ? WHERE record_id = ?",
                       (json.dumps(content), record))  # fmt: skip
    before = place.register()
    assert place.run().exit_status == DONE
    pd.testing.assert_frame_equal(place.register(), before)
    leave(place)
    assert place.run().exit_status == HELD
