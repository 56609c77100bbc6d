"""RAW -> RECORDS: what people typed, made comparable. A module a kind of value."""

from .stage import standardise
from .text import fold

__all__ = ["fold", "standardise"]
