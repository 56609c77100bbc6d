"""Our own outputs, dropped among the lists by mistake."""

from __future__ import annotations

from .headings import catalogue
from .workbook import Sheet


def is_ours(sheets: list[Sheet]) -> bool:
    """Whether a file is one of our outputs, whatever its name: by its sheets, or by the headings of
    the register in its first row."""
    own = catalogue()["own_outputs"]
    names = {sheet.name for sheet in sheets}
    first = set(sheets[0].text[0].tolist()) if len(sheets[0].text) else set()
    return any(names >= set(one) for one in own["sheets"]) or any(
        first >= set(one) for one in own["headings"]
    )
