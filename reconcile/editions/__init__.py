"""RECORDS -> EDITIONS: which sheets are the lists of today, and which are older ones of them."""

from .stage import editions
from .telling import told
from .wishes import is_unwanted, set_aside

__all__ = ["editions", "is_unwanted", "set_aside", "told"]
