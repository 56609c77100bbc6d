"""What the cells of a column say about it where its heading says nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from stdnum.luhn import checksum

_LOOKED_AT = 500  # cells of a column
_FEWEST = 3
_SHARE = 0.8
CONFIDENCE = 0.7


def _is_luhn(text: str) -> bool:
    return bool(checksum(text) == 0)


def guess(cells: np.ndarray, taken: Sequence[str]) -> str | None:
    """The field of a column without a known heading, or None.

    At least four cells in five must be SIRETs or SIRENs that pass their check, mail addresses or
    French postcodes; `taken` are the fields that other columns hold already.
    """
    values = pd.Series(cells, dtype="str").dropna().head(_LOOKED_AT)
    if len(values) < _FEWEST:
        return None
    digits = values.str.replace(r"[\s.]", "", regex=True)
    tests = {
        "siret": lambda: digits.str.fullmatch(r"\d{14}") & digits.map(_is_luhn),
        "siren": lambda: digits.str.fullmatch(r"\d{9}") & digits.map(_is_luhn),
        "email": lambda: values.str.fullmatch(r"\s*[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+\s*"),
        "postcode": lambda: values.str.fullmatch(r"(?:0[1-9]|[1-8]\d|9[0-8])\d{3}"),
    }
    for field, test in tests.items():
        if field not in taken and float(test().mean()) >= _SHARE:
            return field
    return None
