"""Erased persons: what was asked for is carried out everywhere, and does not come back."""

from .asking import of_contacts, resolved, without_wishes
from .files import WRITTEN
from .night import obey

__all__ = ["WRITTEN", "obey", "of_contacts", "resolved", "without_wishes"]
