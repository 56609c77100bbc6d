"""Lists with a known truth, and the comparison of tools on them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from benchmarks import known
from benchmarks.measures import measure
from reconcile.commands import lists
from reconcile.config import Matching
from reconcile.synthetic import draw
from reconcile.words import words

BENCHMARKS = Path(known.__file__).parent
HEADINGS = [
    *("list", "tool", "auto precision", "auto recall", "reviews / 100 true", "reach", "best F1"),
    *("calibration error", "seconds", "linking alone, s", "peak MB"),
]
ROWS = 40
GENERATED = "id name trade_name address postcode city phone email website siret contact".split()


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
