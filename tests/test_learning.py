"""The shipped weights are what `reconcile learn` makes, byte for byte. Its calibration, which takes
the whole engine over a hundred pairs of lists, is made here on one of them alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from reconcile import matching
from reconcile.cli import app
from reconcile.commands import learning
from reconcile.commands.learning import knots


def test_the_shipped_weights_are_counted_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "weights.toml"
    monkeypatch.setattr(learning, "_calibration", lambda _: matching.shipped().calibration)
    assert CliRunner().invoke(app, ["learn", "--out", str(made)]).exit_code == 0
    shipped = Path(matching.__file__).parent / "weights.toml"
    assert made.read_bytes() == shipped.read_bytes()


def test_a_calibration_is_measured_on_other_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "DRAWS", {"clubs": 1})
    monkeypatch.setattr(learning, "SEEDS_OF_CALIBRATION", (5_000,))
    before, after = learning._calibration(matching.shipped())
    assert (np.diff(before) > 0).all() and (np.diff(after) >= 0).all()
    assert after[0] < 0 < after[-1]


def test_a_calibration_rises_and_finds_what_weights_are_worth() -> None:
    draw = np.random.default_rng(7)
    bits = draw.uniform(-6, 10, 40_000)
    worth = bits / 2  # weights twice too sure
    hit = (draw.random(len(bits)) < 1 / (1 + np.exp2(-worth))).astype(np.float64)
    before, after = knots(bits, hit)
    assert (np.diff(after) >= 0).all()
    inside = (before > -5) & (before < 8)
    assert np.abs(after - before / 2)[inside].max() < 0.5
