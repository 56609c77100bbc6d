"""The shipped weights are what `reconcile learn` makes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from typer.testing import CliRunner

from reconcile import matching
from reconcile.cli import app
from reconcile.commands.learning import knots


def test_the_shipped_weights_are_made_again(tmp_path: Path) -> None:
    made = tmp_path / "weights.toml"
    assert CliRunner().invoke(app, ["learn", "--out", str(made)]).exit_code == 0
    shipped = Path(matching.__file__).parent / "weights.toml"
    assert made.read_bytes() == shipped.read_bytes()


def test_a_calibration_rises_and_finds_what_weights_are_worth() -> None:
    draw = np.random.default_rng(7)
    bits = draw.uniform(-6, 10, 40_000)
    worth = bits / 2  # weights twice too sure
    hit = (draw.random(len(bits)) < 1 / (1 + np.exp2(-worth))).astype(np.float64)
    before, after = knots(bits, hit)
    assert (np.diff(after) >= 0).all()
    inside = (before > -5) & (before < 8)
    assert np.abs(after - before / 2)[inside].max() < 0.5
