"""`python -m tests.factory`: make data/raw and tests/truth.csv again."""

from pathlib import Path

from . import write_samples

ROOT = Path(__file__).parents[2]
TRUTH = write_samples(ROOT / "data" / "raw")
TRUTH.to_csv(ROOT / "tests" / "truth.csv", index=False, lineterminator="\n")
