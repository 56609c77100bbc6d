"""RECORDS -> EDITIONS: which sheets are the lists of today, and which are older ones of them."""

from .stage import editions, set_aside
from .telling import told

__all__ = ["editions", "set_aside", "told"]
