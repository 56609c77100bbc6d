"""The name of a sheet as the category of its rows: "Membres d'honneur", "Industrie"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import pandas as pd

from ..situation import FORMER, PROSPECTS, is_general, of_name

_BESIDE: Final = re.compile(r"\[[A-Z]+:[A-Z]+\]$")  # a table beside another one of its sheet
_DATED: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d\d[-/_]\d\d(?!\d)")


def by_sheet(frames: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """The frames of RAW of one file, where it has several lists, with the name of a sheet as the
    category of rows in sheets without sections.

    Names that are dates ("2024"), or say nothing ("Feuil1") or another thing ("Anciens"), are none.
    """
    names = [None if frame.empty else frame["sheet"].iloc[0] for frame in frames]
    named = [name for name in names if name is not None and not pd.isna(name)]
    filled = {name for name in named if not _BESIDE.search(name)}
    cut = {
        name for name, frame in zip(names, frames, strict=True) if frame["category"].notna().any()
    }
    kinds = {name for name in filled - cut if _is_kind(str(name))} if len(filled) > 1 else set()
    return [
        frame.assign(category=frame["sheet"]) if name in kinds else frame
        for name, frame in zip(names, frames, strict=True)
    ]


def _is_kind(name: str) -> bool:
    dated = _DATED.search(name) or is_general(name, views=True)
    return not dated and of_name(name) not in (FORMER, PROSPECTS)
