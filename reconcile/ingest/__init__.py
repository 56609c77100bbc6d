"""Cells -> RAW: open the files of each club, find the tables in them, map headings to fields."""

from .folders import IngestError
from .lost import lost_lists
from .read import read_clubs, read_one

__all__ = ["IngestError", "lost_lists", "read_clubs", "read_one"]
