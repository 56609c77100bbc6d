"""How good the register is: wrong merges and missed ones, estimated from a random sample."""

from .estimate import estimate
from .interval import Found, Interval, interval, to_halve, total
from .population import population
from .sample import in_order, sampled
from .verdicts import spoken_of, verdicts

__all__ = [
    "Found",
    "Interval",
    "estimate",
    "in_order",
    "interval",
    "population",
    "sampled",
    "spoken_of",
    "to_halve",
    "total",
    "verdicts",
]
