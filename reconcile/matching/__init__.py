"""RECORDS -> PAIRS -> LEVELS -> SCORES -> clusters, after Fellegi and Sunter."""

from .blocking import block
from .clustering import Clusters, cluster
from .comparisons import compare
from .explanation import links, reasons
from .scoring import Bands, prior_bits, score
from .weights import Weights, shipped

__all__ = [
    "Bands",
    "Clusters",
    "Weights",
    "block",
    "cluster",
    "compare",
    "links",
    "prior_bits",
    "reasons",
    "score",
    "shipped",
]
