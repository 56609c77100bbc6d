"""What holds for all suites: a sentence for each key, nothing lost, nothing left behind."""

from __future__ import annotations

import datetime
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest
from great_expectations.expectations import registry

from expectations import ExpectationsError, validate
from expectations.run import SUITES, _to_run
from reconcile.tables import TABLES, empty
from reconcile.words import words
from tests.expectations import baseline

RULES = {name: module.rules(datetime.date(2026, 11, 22)) for name, module in SUITES.items()}
VIEWS = {name: dict.fromkeys(rule.on for rule in rules) for name, rules in RULES.items()}
KEYS = [rule.key for rules in RULES.values() for rule in rules]


@pytest.mark.parametrize("suite", SUITES)
def test_clean_rows_raise_nothing(suite):
    frames = baseline.frames(suite)
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    findings = validate(suite, frames)
    assert findings.issues.empty
    assert (findings.checks["n_checked"] > 0).all()
    assert list(findings.issues.columns) == list(TABLES["issues"])
    assert list(findings.checks.columns) == list(TABLES["checks"])
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


@pytest.mark.parametrize("suite", SUITES)
def test_tables_without_rows_raise_nothing(suite):
    frames = {name: frame.head(0) for name, frame in baseline.frames(suite).items()}
    findings = validate(suite, frames)
    assert findings.issues.empty
    assert len(findings.checks) == len(RULES[suite])


def test_a_row_lost_from_a_register_without_lines_is_still_told():
    frames = baseline.frames("register")
    frames |= {name: frames[name].head(0) for name in ("records", "members", "register")}
    frames |= {name: empty(name) for name in ("contacts", "consents", "dues", "provenance")}
    assert set(validate("register", frames).critical["problem"]) == {"row_lost"}


def test_absent_columns_and_frames_are_not_checked():
    raw = baseline.raw()[["source", "file", "sheet", "row", "hidden", "struck", "name"]]
    checks = validate("received", {"raw": raw}).checks.set_index("expectation")
    assert checks.loc["member_no_missing", "n_checked"] == 0
    assert checks.loc["row_above_header", "n_checked"] == 0
    assert checks.loc["name_missing", "n_checked"] == 4
    assert checks["n_failed"].sum() == 0


def test_keys_are_unique_and_many():
    assert len(KEYS) == len(set(KEYS)) >= 60


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_a_sentence_and_a_cure(language, key):
    rule = next(rule for rules in RULES.values() for rule in rules if rule.key == key)
    values = {"raw": "?", "field": "?", **dict.fromkeys(rule.details, "?")}
    told = words(language)
    assert told(f"problems.{key}.sentence", **values)
    assert told(f"problems.{key}.cure", **values)


@pytest.mark.parametrize("suite", SUITES)
def test_what_excuses_a_rule_is_a_rule_of_its_suite(suite):
    keys = {rule.key for rule in RULES[suite]}
    assert {key for rule in RULES[suite] for key in rule.unless} <= keys


def test_a_class_that_the_library_has_lost_is_an_error(monkeypatch):
    monkeypatch.delitem(registry._registered_expectations, "expect_column_values_to_be_siret")
    with pytest.raises(ExpectationsError, match="siret_check"):
        validate("records", baseline.frames("records"))


@pytest.mark.parametrize("suite", SUITES)
def test_a_suite_that_lost_an_expectation_is_an_error(monkeypatch, suite):
    fewer = RULES[suite][1:]
    monkeypatch.setattr(SUITES[suite], "rules", lambda today: fewer)
    with pytest.raises(ExpectationsError, match=f"{len(fewer)} of {len(fewer) + 1}"):
        validate(suite, baseline.frames(suite))


@pytest.mark.parametrize(("suite", "view"), [(s, v) for s in SUITES for v in VIEWS[s]])
def test_a_view_that_got_lost_is_an_error(monkeypatch, suite, view):
    """Not passed over as if there were nothing to check."""
    made = SUITES[suite].views(baseline.frames(suite))
    fewer = {name: frame for name, frame in made.items() if name != view}
    monkeypatch.setattr(SUITES[suite], "views", lambda frames: fewer)
    first = next(rule.key for rule in RULES[suite] if rule.on == view)
    with pytest.raises(ExpectationsError, match=f"no view or column for: {first}"):
        validate(suite, baseline.frames(suite))


@pytest.mark.parametrize(("suite", "key"), [(s, r.key) for s in SUITES for r in RULES[s]])
def test_a_column_that_got_lost_is_an_error(suite, key):
    rule = next(rule for rule in RULES[suite] if rule.key == key)
    frames = baseline.frames(suite)
    views = SUITES[suite].views(frames)
    views[rule.on] = views[rule.on].drop(columns=rule.columns[0])
    with pytest.raises(ExpectationsError, match=rf"column for: (?:\w+, )*{key}\b"):
        _to_run(suite, RULES[suite], views, frames)


def test_a_table_that_is_not_given_is_not_checked():
    frames = baseline.frames("records")
    del frames["people"], frames["dues_read"]
    checks = validate("records", frames).checks.set_index("expectation")["n_checked"]
    assert len(checks) == len(RULES["records"])
    assert set(checks[checks == 0].index) == {
        rule.key for rule in RULES["records"] if rule.on in ("people", "dues")
    }


def test_an_expectation_that_cannot_be_evaluated_is_an_error():
    frames = baseline.frames("records")
    frames["dues_read"] = frames["dues_read"].assign(year="two")
    with pytest.raises(ExpectationsError, match="due_year"):
        validate("records", frames)


def test_another_suite_is_an_error():
    with pytest.raises(KeyError, match="invoices"):
        validate("invoices", {})


def _python(code: str, folder: Path) -> str:
    root = Path(__file__).parents[2]
    environment = {"PYTHONPATH": str(root), "HOME": str(folder), "USERPROFILE": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout + done.stderr


def test_importing_loads_no_great_expectations(tmp_path):
    code = "import expectations, sys; print('great_expectations' in sys.modules)"
    assert _python(code, tmp_path).strip() == "False"


def test_nothing_is_written_sent_or_printed(tmp_path):
    code = """
        import socket
        def refuse(*args, **kwargs):
            raise AssertionError("network")
        socket.socket.connect = socket.getaddrinfo = refuse
        from expectations import validate
        from tests.expectations import baseline
        frames = baseline.frames("records")
        frames["records"].loc[0, "naf"] = "?"
        print(list(validate("records", frames).issues["problem"]))
    """
    assert _python(code, tmp_path).strip() == "['naf_form']"
    assert list(tmp_path.iterdir()) == []
