"""The figures of a night: counted, kept with its run, told in a line and in a table."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from reconcile.memory import copies
from reconcile.memory.database import begin, engine_of
from reconcile.memory.runs import last_nights
from reconcile.memory.store import Store
from reconcile.migrations import upgrade
from reconcile.nights.figures import figures, name_of, table_of
from reconcile.words import words
from tests.nights import PERSONAL, apart, night
from tests.places import Place
from tests.test_migrations import old_store
from tests.test_store import commit, raw

TOLD = {
    "rows": {"technopole42": 52, "rezames": 91},
    "records": 143,
    "members": 124,
    "questions": 6,
    "problems": 31,
    "merges": 19,
}
CLUBS = {"technopole42": "Technopole 42", "rezames": "Rezames"}


def test_the_figures_of_a_night() -> None:
    told = figures(night())  # one of its eight members has left; three problems are mere notes
    rows = {"technopole42": 6, "rezames": 4}
    counts = {"records": 10, "members": 7, "questions": 2, "problems": 3, "merges": 2}
    assert told == {"rows": rows, **counts}
    assert list(told["rows"]) == ["technopole42", "rezames"], "order of the settings"


def test_nothing_of_a_night_but_figures_is_told() -> None:
    for tonight in (night(), apart()):
        told = figures(tonight)
        text = json.dumps(told) + name_of(told, False, False, words("fr"))
        assert [one for one in PERSONAL if one in text] == []


@pytest.mark.parametrize(
    ("language", "changed", "held", "waiting", "name"),
    [
        ("fr", {}, False, False, "52 + 91 lignes → 124 adhérents, 6 à répondre"),
        ("en", {}, False, False, "52 + 91 rows → 124 members, 6 to answer"),
        ("fr", {}, True, False, "52 + 91 lignes : registre retenu, voir le rapport"),
        ("en", {}, True, True, "52 + 91 rows: register held back, see the report"),
        (
            "fr",
            {"rows": {"nord": 1}, "members": 1, "questions": 0},
            *(False, True),
            "1 ligne → un adhérent, rien à répondre ; attend que des fichiers soient fermés",
        ),
        (
            "fr",
            {"rows": {"a": 1240, "b": 0}, "members": 1240, "questions": 1},
            *(False, False),
            "1\u00a0240 + 0 lignes → 1\u00a0240 adhérents, 1 à répondre",
        ),
    ],
)
def test_a_night_in_a_line(language, changed, held, waiting, name) -> None:
    assert name_of(TOLD | changed, held, waiting, words(language)) == name


def test_the_last_run_of_each_day_the_newest_first(store_place: Path | sa.URL) -> None:
    store = Store(store_place)
    runs = [
        (1, 20, 3, "published"),
        (2, 21, 3, "held"),
        (3, 21, 9, "published"),
        (4, 22, 3, "held"),
    ]
    for run, day, hour, state in runs:
        more = {} if run == 1 else {"figures": TOLD | {"members": run}}
        when = datetime(2026, 11, day, hour, 0)
        commit(store, run, raw("Miralix"), ["M-0001"], state=state, finished_at=when, **more)
    told = [(one["run"], one["state"], one["figures"]) for one in last_nights(store, 14)]
    assert told == [
        (4, "held", TOLD | {"members": 4}),
        (3, "published", TOLD | {"members": 3}),
        (1, "published", {}),
    ]
    assert [one["run"] for one in last_nights(store, 2)] == [4, 3]
    assert list(last_nights(store, 1)[0]["figures"]["rows"]) == ["technopole42", "rezames"]


def test_the_table_of_the_last_days() -> None:
    kept = {"finished_at": "2026-11-22T03:01:07", "state": "published", "figures": TOLD}
    older = {"finished_at": "2026-11-21T03:00:00", "state": "held", "figures": {}}
    assert table_of([kept, older], CLUBS, words("fr")) == [
        {
            "Jour": "22/11/2026, 03h01",
            "Lignes Technopole 42": 52,
            "Lignes Rezames": 91,
            "Adhérents": 124,
            "À répondre": 6,
            "À corriger": 31,
            "Fusions": 19,
            "Résultat": "registre fait",
        },
        {
            "Jour": "21/11/2026, 03h00",
            "Lignes Technopole 42": "",
            "Lignes Rezames": "",
            "Adhérents": "",
            "À répondre": "",
            "À corriger": "",
            "Fusions": "",
            "Résultat": "registre retenu",
        },
    ]


def test_a_store_of_before_has_nights_without_figures(store_place: Path | sa.URL) -> None:
    old_store(store_place)
    told = last_nights(Store(store_place), 14)
    assert [(one["run"], one["figures"]) for one in told] == [(2, {}), (1, {})]


def test_a_copy_brings_figures_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "first.db")
    commit(store, 1, raw("Miralix"), ["M-0001"], figures=TOLD)
    copies.write(store, tmp_path, pd.DataFrame(), "Décisions", tmp_path / "copy.xlsx")
    again = Store(tmp_path / "second.db")
    copies.restore(again, copies.read(tmp_path / "copy.xlsx"), tmp_path)
    assert last_nights(again, 14)[0]["figures"] == TOLD


def test_a_copy_of_before_figures_is_whole_and_brought_up(tmp_path: Path) -> None:
    place = tmp_path / "old.db"
    with begin(engine_of(place)) as db:
        upgrade(db, "0005")
        db.exec_driver_sql("INSERT INTO runs VALUES (1, '2026-11-22T03:00:00', 'held', '{}')")
        names = sorted({*sa.inspect(db).get_table_names()} - {"alembic_version"})
        rows = {one: db.exec_driver_sql(f"SELECT * FROM {one}").mappings() for one in names}
        tables = {one: [dict(row) for row in rows[one]] for one in names}
    digests = [
        {"key": f"digest:{one}", "value": copies._digest(tables[one])}
        for one in names
        if one != "about"
    ]
    tables["about"] = [{"key": "version", "value": "0005"}, *digests]
    again = Store(tmp_path / "new.db")
    copies.restore(again, tables, tmp_path)
    assert [(one["run"], one["figures"]) for one in last_nights(again, 14)] == [(1, {})]


def test_a_night_keeps_what_it_tells(place: Place) -> None:
    outcome = place.run()
    kept = last_nights(Store(place.root / "state" / "register.db"), 14)
    assert [one["figures"] for one in kept] == [outcome.figures]
    rows = outcome.figures["rows"]
    assert sum(rows.values()) == outcome.figures["records"] and min(rows.values()) > 0
    assert outcome.name.startswith(f"{rows['technopole42']} + {rows['rezames']} lignes → ")
    assert outcome.nights[0]["Adhérents"] == outcome.figures["members"]
    assert outcome.nights[0]["Résultat"] == "registre fait"
