"""What a cell of our own workbooks says, whatever program saved it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

_DOTTED: Final = re.compile(r"\d\d(\.\d\d){4}")


class Typed(str):
    """A cell as text, and the value that it holds."""

    value: object

    def __new__(cls, text: str, value: object) -> Typed:
        made = super().__new__(cls, text)
        made.value = value
        return made


def plain(value: object) -> str:
    """A cell as text, whatever program saved it: one space, days as 15/09/2011, durations as
    26:30:00, whole numbers."""
    if isinstance(value, datetime) and value.time() != time():
        # Programs count a day's parts in their own ways; after the last day there is none.
        near = value + min(timedelta(seconds=0.5), datetime.max - value)
        return f"{near:%d/%m/%Y %H:%M:%S}".removesuffix(":00")
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        whole = f"{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02d}:{abs(seconds) % 60:02d}"
        return f"-{whole}" if seconds < 0 else whole
    if isinstance(value, time):
        return f"{value:%H:%M:%S}"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = "" if value is None else str(value).removeprefix("'")
    return re.sub(r"\s+", " ", text).strip()


def lined(value: object) -> str:
    """The same, its line breaks kept."""
    if not isinstance(value, str):
        return plain(value)
    return "\n".join(map(plain, value.splitlines())).strip()


def same(one: str, other: str) -> bool:
    """Whether two texts of a cell say the same: digits count without spaces and zeros before, and
    the dots of a phone, "04.65.71.00.01", do not."""
    if one == other:
        return True
    digits = [re.sub(r"\s", "", text) for text in (one, other)]
    digits = [text.replace(".", "") if _DOTTED.fullmatch(text) else text for text in digits]
    return all(re.fullmatch(r"\d+", text) for text in digits) and (
        digits[0].lstrip("0") == digits[1].lstrip("0")
    )


def same_text(one: str, other: str) -> bool:
    """Whether two cells of a column that people added say the same: to the sign, for it is theirs
    what a zero or a space before digits means there. Texts are those of `lined`, in which spaces
    and dates have one form."""
    return one == other
