"""RECORDS -> PAIRS -> LEVELS -> SCORES -> clusters, after Fellegi and Sunter."""

from .clustering import Clusters, cluster
from .crowds import crowds
from .engine import Learning, Weighed, weigh, weigh_with
from .explanation import explain, links
from .lessons import NOTHING, Lessons, crowd_of, learn
from .model import sizes_of
from .model_file import Kept, digest, from_text, to_text
from .scoring import Bands, taught
from .weights import COMPARISONS, Weights, shipped
from .worth import by_worth

__all__ = [
    "COMPARISONS",
    "NOTHING",
    "Bands",
    "Clusters",
    "Kept",
    "Learning",
    "Lessons",
    "Weighed",
    "Weights",
    "by_worth",
    "cluster",
    "crowd_of",
    "crowds",
    "digest",
    "explain",
    "from_text",
    "learn",
    "links",
    "shipped",
    "sizes_of",
    "taught",
    "to_text",
    "weigh",
    "weigh_with",
]
