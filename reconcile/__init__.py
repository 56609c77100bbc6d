"""Merge the member lists of two organisations into one register, night after night."""

__version__ = "0.1.0"
