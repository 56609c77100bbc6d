"""What the cells of a column say about it where its heading says nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from stdnum import luhn

_LOOKED_AT = 500  # cells of a column
_FEWEST = 3
_SHARE = 0.8
CONFIDENCE = 0.7


def _is_luhn(text: str) -> bool:
    return bool(luhn.is_valid(text))


def guess(cells: np.ndarray, heading: str | None, taken: Sequence[str]) -> str | None:
    """The field of a column whose heading is missing or not known, or None.

    At least four cells in five must be SIRETs or SIRENs that pass their check, mail addresses or
    French postcodes. Nothing proves a postcode (an INSEE code looks the same), so a heading of
    another name speaks against it. `taken` are the fields that other columns hold already.
    """
    written = [cell for cell in cells if cell is not None]
    if len(written) < _FEWEST:
        return None
    values = pd.Series(written[:_LOOKED_AT], dtype="str")
    digits = values.str.replace(r"[\s.]", "", regex=True)
    tests: dict[str, Callable[[], pd.Series]] = {
        "siret": lambda: digits.str.fullmatch(r"\d{14}") & digits.map(_is_luhn),
        "siren": lambda: digits.str.fullmatch(r"\d{9}") & digits.map(_is_luhn),
        "email": lambda: values.str.fullmatch(r"\s*[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+\s*"),
        "postcode": lambda: values.str.fullmatch(r"(?:0[1-9]|[1-8]\d|9[0-8])\d{3}"),
    }
    for field, test in tests.items():
        allowed = field not in taken and not (heading and field == "postcode")
        if allowed and float(test().mean()) >= _SHARE:
            return field
    return None


def counts_rows(cells: np.ndarray) -> bool:
    """Whether a column only counts: 1, 2, 3… Such a number changes hands when a row goes in."""
    values = [cell for cell in cells if cell is not None and cell.isdigit()]
    return len(values) > 1 and values == [str(nth) for nth in range(1, len(values) + 1)]
