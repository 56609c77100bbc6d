"""Cells -> RAW: open the files of each club, find the tables in them, map headings to fields."""

from .folders import IngestError
from .read import read_clubs

__all__ = ["IngestError", "read_clubs"]
