"""Cells -> RAW: open the files of each club, find the tables in them, map headings to fields."""

from .folders import IngestError, is_sample
from .read import read_clubs, read_one

__all__ = ["IngestError", "is_sample", "read_clubs", "read_one"]
