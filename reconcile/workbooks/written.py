"""What a register was written with: kept beside the store, a file a run and register."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any, Final

ERASE_MARK: Final = "erase:"  # before the key of a contact, in a hidden cell of its row
WRITTEN: Final = "written"  # a folder of the state
MARKED: Final = re.compile(r"register:([0-9a-f]+):(\d+):(.+)")  # a hidden cell: store, run, name


def path_of(state: Path, run: int | str, stem: str) -> Path:
    """The file of the register `stem` of a run."""
    return state / WRITTEN / f"{int(run):06d}_{stem}.json.gz"


def packed(told: dict[str, Any]) -> bytes:
    """The content of such a file; the same of the same."""
    return gzip.compress(json.dumps(told, ensure_ascii=False).encode(), 6, mtime=0)


def unpacked(content: bytes) -> dict[str, Any]:
    """What such a file says. Raises OSError, EOFError or ValueError where it is cut or damaged."""
    told: dict[str, Any] = json.loads(gzip.decompress(content))
    return told
