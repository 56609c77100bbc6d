"""What of the files of staff holds an erased person and only staff can mend."""

from __future__ import annotations

from typing import Any

from ..config import Config, name_below
from ..results import Reading
from ..review import reports
from . import files
from .blocks import Blocks
from .lines import Lines


def copies(config: Config, blocks: Blocks) -> list[dict[str, Any]]:
    """Copies of reports in data/raw that hold what is blocked: only staff can delete them."""
    if not blocks:
        return []
    raw = config.paths.raw
    paths = [path for path, _, _ in reports(config.paths.clean, raw) if path.is_relative_to(raw)]
    held = files.holding(paths, Lines(blocks))
    return [
        {"problem": "erase_copy", "file": name_below(one, raw), "severity": "warning"}
        for one in held
    ]


def named(reading: Reading, blocks: Blocks) -> list[dict[str, Any]]:
    """Files whose name, or that of a sheet, is a person's who is blocked: places of values are told
    by them, and only staff can give them another."""
    if not blocks:
        return []
    lines, told = Lines(blocks), dict[tuple[str, str | None], dict[str, Any]]()
    for file, sheet in reading.sheets[["file", "sheet"]].fillna("").to_numpy().tolist():
        odd = [text for text in (file, sheet) if _names(text, lines)]
        if odd:
            place = file, None if odd[0] == file else sheet
            about = dict(zip(("file", "sheet"), place, strict=True))
            told[place] = {"problem": "erase_named", "severity": "warning", **about}
    return list(told.values())


def _names(text: str, lines: Lines) -> bool:
    text = text.replace("_", " ")
    return lines.scrub.heading(text) != text
