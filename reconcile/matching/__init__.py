"""RECORDS -> PAIRS -> LEVELS -> SCORES -> clusters, after Fellegi and Sunter."""

from .clustering import Clusters, cluster
from .engine import Learning, Weighed, weigh, weigh_with
from .explanation import explain, links
from .lessons import NOTHING, Lessons, learn, said
from .model import sizes_of
from .model_file import Kept, digest, from_text, to_text
from .scoring import Bands, taught
from .weights import COMPARISONS, Weights, shipped
from .worth import worth

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
    "cluster",
    "digest",
    "explain",
    "from_text",
    "learn",
    "links",
    "said",
    "shipped",
    "sizes_of",
    "taught",
    "to_text",
    "weigh",
    "weigh_with",
    "worth",
]
