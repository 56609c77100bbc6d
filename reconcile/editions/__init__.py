"""RECORDS -> EDITIONS: which sheets are the lists of today, and which are older ones of them."""

from .stage import OLD, editions, set_aside
from .telling import told

__all__ = ["OLD", "editions", "set_aside", "told"]
