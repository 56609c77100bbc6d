"""A CSV or other text file as rows of text: its encoding and its separator are found by itself."""

from __future__ import annotations

import codecs
import csv
import io
import math
from collections import Counter

SEPARATORS = ";\t|,"
# What French offices really save in; the order settles ties.
_ENCODINGS = ["cp1252", "mac_roman", "cp850", "iso8859_15"]
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_FRENCH = frozenset("éèêëàâäçùûüôöîïœÉÈÊËÀÂÇÙÛÔÎÏŒ’«»°€–")
_MOST_LINES_IN_A_CELL = 12


def decode(data: bytes) -> str:
    """The text of a file in any usual encoding; a byte that no encoding explains becomes U+FFFD.

    A byte order mark decides, then strict UTF-8, then zero bytes (UTF-16 without its mark), then
    the encoding under which most letters beyond ASCII are letters that French uses.
    """
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            return data.decode(name, "replace")
    half = len(data) // 2
    if half and data.count(0) > half / 4:
        odd = data[1::2].count(0)
        return data.decode("utf-16-le" if odd >= data[::2].count(0) else "utf-16-be", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_8_bit(data)


def _decode_8_bit(data: bytes) -> str:
    high = Counter(byte for byte in data if byte >= 0x80)

    def french(encoding: str) -> int:
        return sum(
            count if bytes([byte]).decode(encoding, "replace") in _FRENCH else -count
            for byte, count in high.items()
        )

    best = max(_ENCODINGS, key=french)
    if french(best) <= 0:
        # Not French as we know it: let the library look among all encodings.
        from charset_normalizer import from_bytes

        guess = from_bytes(data).best()
        best = guess.encoding if guess else "cp1252"
    return data.decode(best, "replace")


def rows(text: str) -> list[list[str]]:
    """The rows of a delimited text, numbered as Excel would: a quoted cell may span lines.

    A quote that is never closed would swallow the rest of the file: then quotes are plain text.
    """
    first, _, rest = text.partition("\n")
    if first.strip().strip('"').casefold().startswith("sep="):
        separator, text = first.strip().strip('"')[4:5] or ";", rest
    else:
        separator = _separator(text)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        found = None
    if found is None or any(_swallows(row, separator) for row in found):
        found = [line.split(separator) if line else [] for line in text.splitlines()]
    return found


def _swallows(row: list[str], separator: str) -> bool:
    """Whether a quote that was never closed made one cell of further rows: of many lines, or of
    lines that the separator cuts as it cuts a row."""
    lines = [line for cell in row if "\n" in cell for line in cell.split("\n")[1:]]
    cuts = max((line.count(separator) for line in lines), default=0)
    return len(lines) > _MOST_LINES_IN_A_CELL or cuts >= max(2, len(row) - 1)


def _separator(text: str) -> str:
    """The sign that cuts the first lines into rows of most columns of one same width."""
    sample = "\n".join(text[:100_000].splitlines()[:80])
    scores = {separator: _evenness(sample, separator) for separator in SEPARATORS}
    return max(scores, key=scores.__getitem__)


def _evenness(sample: str, separator: str) -> float:
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row]
    except csv.Error:
        return 0.0
    counts = Counter(width for width in widths if width > 1)
    if not counts:
        return 0.0
    return max(count / len(widths) * math.log(width) for width, count in counts.items())
