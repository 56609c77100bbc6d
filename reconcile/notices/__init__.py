"""Telling people what a night needs of them: which notices are due (due.py), by mail or to a web
address (sending.py), and the two together (telling.py). Nothing is sent unless it is set.

A notice holds figures, names of files and keys, never a value of a cell.
"""
