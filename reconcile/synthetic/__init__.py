"""Pairs of invented member lists with a known truth, to learn weights and measure accuracy on."""

from .lists import Draw, draw
from .regimes import REGIMES

__all__ = ["REGIMES", "Draw", "draw"]
