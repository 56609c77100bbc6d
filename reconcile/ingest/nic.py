"""The column of NICs: the five figures that make a SIRET of the SIREN beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from . import content
from .headings import words_of

_HEADINGS: Final = {("nic",), ("nic", "no"), ("code", "nic"), ("etablissement", "nic")}
_NIC: Final = r"\s*\d{1,5}(?:[.,]0)?\s*"


def beside_siren(
    labels: Sequence[str | None], headings: Sequence[str | None], samples: Sequence[pd.Series]
) -> int | None:
    """The column of NICs of a sheet that has SIRENs and no SIRETs, or None.

    labels: what the columns hold by their headings and cells.
    """
    if "siren" not in labels or "siret" in labels:
        return None
    for at, heading in enumerate(headings):
        named = heading is not None and tuple(sorted(words_of(heading))) in _HEADINGS
        cells = samples[at]
        if named and len(cells) and float(cells.str.fullmatch(_NIC).mean()) >= content.MOST:
            return at
    return None
