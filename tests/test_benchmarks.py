"""The benchmarks measure what they say: figures by hand, lists with a truth, a table that is whole.

The peers are left out: they come with the extra `bench` alone. Nothing is timed.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import known
from benchmarks.measures import best_f1, calibration_error, measure
from reconcile import lists
from reconcile.config import Matching
from reconcile.synthetic import draw
from reconcile.words import words

BENCHMARKS = Path(known.__file__).parent
HEADINGS = [
    *("list", "tool", "auto precision", "auto recall", "reviews / 100 true", "reach", "best F1"),
    *("calibration error", "seconds", "linking alone, s", "peak MB"),
]
FIGURES = ("true_pairs", "auto_precision", "auto_recall", "review_per_100", "reach", "best_f1")
FEW = settings(max_examples=40, deadline=None)
ROWS = 40
GENERATED = "id name trade_name address postcode city phone email website siret contact".split()


def frame_of(*rows: tuple[str, str, float, str]) -> pd.DataFrame:
    """PAIRS of a linkage."""
    return pd.DataFrame(list(rows), columns=["id_a", "id_b", "probability", "band"])


def truth_of(*pairs: tuple[str, str]) -> pd.DataFrame:
    """The true pairs."""
    return pd.DataFrame(list(pairs), columns=["id_a", "id_b"])


def told(*rows: tuple[float, bool]) -> pd.DataFrame:
    """Pairs as the measures see them: a probability, and whether they are true."""
    return pd.DataFrame(list(rows), columns=["probability", "hit"])


LINKAGE = frame_of(
    ("a1", "b1", 0.99, "match"),
    ("a2", "b2", 0.97, "match"),
    ("a3", "b9", 0.96, "match"),
    ("a4", "b4", 0.60, "review"),
    ("a5", "b8", 0.40, "review"),
    ("a6", "b6", 0.10, "distinct"),
)
TRUTH = truth_of(("a1", "b1"), ("a2", "b2"), ("a4", "b4"), ("a6", "b6"), ("a7", "b7"))


def test_measures_by_hand() -> None:
    assert measure(LINKAGE, TRUTH) == pytest.approx(
        {
            "true_pairs": 5,
            "auto_precision": 2 / 3,
            "auto_recall": 2 / 5,
            "review_per_100": 40.0,
            "reach": 3 / 5,
            "best_f1": 2 * 4 / (6 + 5),  # everything taken: 4 of the 5 true pairs, 6 pairs in all
            "ece": (0.4 + 0.4 + 0.9) / 3,  # of 0.60 (true), 0.40 (not) and 0.10 (true)
        }
    )


def test_a_linkage_that_says_nothing() -> None:
    found = measure(LINKAGE.head(0), TRUTH)
    assert math.isnan(found.pop("ece"))
    assert found == {**dict.fromkeys(FIGURES, 0.0), "true_pairs": 5}


@pytest.mark.parametrize(
    ("pairs", "true_pairs", "expected"),
    [
        ([(0.9, True), (0.8, True), (0.7, False)], 2, 1.0),
        ([(0.9, True), (0.9, False)], 1, 2 / 3),  # one threshold takes both
        ([(0.9, False), (0.8, True)], 1, 2 / 3),
        ([(0.9, True)], 3, 2 / 4),
        ([(0.9, False)], 1, 0.0),
    ],
)
def test_best_f1(pairs: list[tuple[float, bool]], true_pairs: int, expected: float) -> None:
    assert best_f1(told(*pairs), true_pairs) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(0.52, True), (0.56, False)], 0.04),  # one bin: 0.54 said, 0.50 true
        ([(0.20, False), (0.70, True)], (0.20 + 0.30) / 2),
        ([(0.70, True), (0.72, True), (0.20, False)], (2 * 0.29 + 0.20) / 3),
        ([(0.99, False), (0.01, True), (0.70, True)], 0.30),  # the sure ones are left out
    ],
)
def test_calibration_error(pairs: list[tuple[float, bool]], expected: float) -> None:
    assert calibration_error(told(*pairs)) == pytest.approx(expected)


@dataclass(frozen=True)
class Case:
    """A linkage and the truth that it is held against."""

    pairs: pd.DataFrame
    truth: pd.DataFrame


@st.composite
def cases(pick: st.DrawFn) -> Case:
    """Some of 5 x 5 pairs linked with a probability in percent, and at least one true pair."""
    grid = [(f"a{i}", f"b{j}") for i in range(5) for j in range(5)]
    linked = pick(st.lists(st.sampled_from(grid), unique=True))
    percent = pick(st.lists(st.integers(0, 100), min_size=len(linked), max_size=len(linked)))
    bands = ["match" if p > 90 else "review" if p > 20 else "distinct" for p in percent]
    rows = [(*pair, p / 100, band) for pair, p, band in zip(linked, percent, bands, strict=True)]
    true = pick(st.lists(st.sampled_from(grid), unique=True, min_size=1))
    return Case(frame_of(*rows), truth_of(*true))


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two sets of measures are equal; unknown is unknown."""
    return one == pytest.approx(other, nan_ok=True)


@FEW
@given(cases())
def test_order_and_repeats_change_nothing(case: Case) -> None:
    expected = measure(case.pairs, case.truth)
    twice = pd.concat([case.pairs, case.pairs]).iloc[::-1]
    assert same(measure(twice, case.truth), expected)
    assert same(measure(case.pairs, pd.concat([case.truth.iloc[::-1], case.truth])), expected)


@FEW
@given(cases())
def test_the_names_of_the_records_change_nothing(case: Case) -> None:
    renamed = [
        frame.assign(id_a="x" + frame["id_a"], id_b=frame["id_b"].str[1:])
        for frame in (case.pairs, case.truth)
    ]
    assert same(measure(*renamed), measure(case.pairs, case.truth))


@FEW
@given(cases())
def test_best_f1_sees_the_order_of_probabilities_alone(case: Case) -> None:
    squared = case.pairs.assign(probability=case.pairs["probability"] ** 2)
    found, expected = measure(squared, case.truth), measure(case.pairs, case.truth)
    assert found["best_f1"] == pytest.approx(expected["best_f1"])


@FEW
@given(cases())
def test_a_true_pair_that_nobody_found_lowers_recall_alone(case: Case) -> None:
    before = measure(case.pairs, case.truth)
    after = measure(case.pairs, pd.concat([case.truth, truth_of(("a9", "b9"))]))
    size = len(case.truth)
    assert after["auto_precision"] == before["auto_precision"]
    for name in ("auto_recall", "reach", "review_per_100"):
        assert after[name] == pytest.approx(before[name] * size / (size + 1))


@FEW
@given(cases())
def test_the_truth_itself_is_perfect(case: Case) -> None:
    perfect = case.truth.assign(probability=1.0, band="match")
    found = measure(perfect, case.truth)
    assert math.isnan(found.pop("ece"))
    ones = dict.fromkeys(("auto_precision", "auto_recall", "reach", "best_f1"), 1.0)
    assert found == {**ones, "true_pairs": len(case.truth), "review_per_100": 0.0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated list."""
    place = tmp_path_factory.mktemp("lists") / "tiny"
    known.generated(place, ROWS, 1, "clubs")
    return place


def read(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """a.csv, b.csv and truth.csv as text."""
    left, right, truth = (
        pd.read_csv(folder / f"{name}.csv", dtype="str") for name in ("a", "b", "truth")
    )
    return left, right, truth


def test_a_generated_list_has_our_columns_and_a_truth_about_its_rows(folder: Path) -> None:
    left, right, truth = read(folder)
    for table in (left, right):
        assert list(table.columns) == GENERATED
        assert set(known.COLUMNS) <= set(table.columns)
        assert len(table) == ROWS
        assert table["id"].is_unique
    assert list(truth.columns) == ["id_a", "id_b"]
    assert set(truth["id_a"]) <= set(left["id"])
    assert set(truth["id_b"]) <= set(right["id"])
    assert not truth.duplicated().any()
    assert len(truth) >= round(known.SHARED * ROWS)


def test_true_pairs_are_the_rows_of_one_firm() -> None:
    drawn = draw(3, 60, 50, 20)
    firm = dict(zip(drawn.labels["id"], drawn.labels["firm"], strict=True))
    pairs = {(a, b) for a in drawn.left["id"] for b in drawn.right["id"] if firm[a] == firm[b]}
    found = known.true_pairs(drawn)
    assert set(found.itertuples(index=False, name=None)) == pairs
    assert len(found) == len(pairs) >= 20


def test_true_pairs_look_more_alike_than_others(folder: Path) -> None:
    left, right, truth = read(folder)
    mail_a, mail_b = (table.set_index("id")["email"] for table in (left, right))
    true = (truth["id_a"].map(mail_a) == truth["id_b"].map(mail_b)).mean()
    by_chance = mail_a.dropna().isin(mail_b.dropna()).mean() / ROWS
    assert true > 5 * by_chance


def test_a_seed_makes_a_list_again(folder: Path, tmp_path: Path) -> None:
    known.generated(tmp_path / "again", ROWS, 1, "clubs")
    known.generated(tmp_path / "other", ROWS, 2, "clubs")
    for name in ("a.csv", "b.csv", "truth.csv"):
        first = (folder / name).read_bytes()
        assert (tmp_path / "again" / name).read_bytes() == first
        assert (tmp_path / "other" / name).read_bytes() != first


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("generated", "{}", "--colour", "red"), "--colour"),
        (("guessed", "{}"), "guessed"),
        (("generated", "{}", "--rows", "many"), "many"),
        (("generated",), "folder"),
    ],
)
def test_what_cannot_be_made_is_told(
    given: tuple[str, ...],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place = tmp_path / "lists"
    monkeypatch.setattr(sys, "argv", ["known.py", *(one.format(place) for one in given)])
    with pytest.raises(SystemExit) as stopped:
        known.main()
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err
    assert not place.exists()


def test_an_unknown_regime_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="moon"):
        known.generated(tmp_path / "lists", ROWS, 1, "moon")
    assert not (tmp_path / "lists").exists()


def accuracy(*given: object) -> subprocess.CompletedProcess[str]:
    """benchmarks/accuracy.py in a process of its own."""
    command = [sys.executable, str(BENCHMARKS / "accuracy.py"), *map(str, given)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def cells(line: str) -> list[str]:
    """The cells of a line of a Markdown table."""
    return [cell.strip() for cell in line.strip("|").split("|")]


def tables(text: str) -> list[list[str]]:
    """The lines of the table that is printed, cell by cell."""
    return [cells(line) for line in text.splitlines() if line.startswith("|")]


def test_accuracy_prints_a_whole_row_of_what_linking_gives(folder: Path, tmp_path: Path) -> None:
    answer = accuracy(folder.parent, "--json", tmp_path / "rows.json")
    headings, rule, *rows = tables(answer.stdout)
    assert headings == HEADINGS, answer.stderr
    assert set(rule) == {"---"}
    shown = next(row for row in rows if row[:2] == ["tiny", "reconcile"])
    assert len(shown) == len(HEADINGS)
    kept = json.loads((tmp_path / "rows.json").read_text(encoding="utf-8"))
    stored = next(row for row in kept if row["tool"] == "reconcile")

    say = words("en")
    left, right = (lists.read_list(folder / name, say) for name in ("a.csv", "b.csv"))
    _, _, truth = read(folder)
    expected = measure(lists.link(left, right, Matching()).pairs, truth)
    assert {name: stored[name] for name in expected} == pytest.approx(expected, nan_ok=True)
    figures = ["auto_precision", "auto_recall", "review_per_100", "reach", "best_f1"]
    texts = [f"{expected[name]:.{1 if '100' in name else 3}f}" for name in figures]
    assert shown[2:7] == texts
    assert all(float(text) > 0 for text in shown[8:10])


def test_accuracy_tells_a_list_that_cannot_be_linked(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    for name in ("a.csv", "b.csv", "truth.csv"):
        text = (folder / name).read_text(encoding="utf-8")
        (broken / name).write_text(text.replace("id,", "key,", 1), encoding="utf-8")
    answer = accuracy(broken)
    assert answer.returncode == 1
    assert "reconcile failed on broken" in answer.stderr
    assert "reconcile" not in [row[1] for row in tables(answer.stdout)]


@pytest.mark.parametrize(
    ("missing", "message"),
    [(True, "no folder in it has a.csv, b.csv, truth.csv"), (False, "a FOLDER, --febrl or")],
)
def test_accuracy_asks_for_lists(missing: bool, message: str, tmp_path: Path) -> None:
    answer = accuracy(*([tmp_path] if missing else []))
    assert answer.returncode == (1 if missing else 2)
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not tables(answer.stdout)
