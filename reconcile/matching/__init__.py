"""RECORDS -> PAIRS -> LEVELS -> SCORES -> clusters, after Fellegi and Sunter."""

from .clustering import Clusters, cluster
from .engine import Learning, Weighed, weigh
from .explanation import explain, links
from .scoring import Bands
from .weights import COMPARISONS, Weights, shipped

__all__ = [
    "COMPARISONS",
    "Bands",
    "Clusters",
    "Learning",
    "Weighed",
    "Weights",
    "cluster",
    "explain",
    "links",
    "shipped",
    "weigh",
]
