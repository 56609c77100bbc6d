"""What people say that a column is: the key by which it is known again, and what is in force.

A column is known by the text of its heading, so that an answer outlives columns that move; one
without a heading by the heading on its left. An answer also holds in the other lists of its club
with nearly the same headings, as in next year's file, unless somebody says otherwise there.
"""

from __future__ import annotations

import json
import unicodedata
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

import pandas as pd

from ..config import fold, same_name
from ..fields import FIELD
from ..words import Words
from .ledger import BETWEEN, disputed, in_force, subject_of

KIND: Final = "column"
AUTO, IGNORED, TORN = "auto", "ignored", "disputed"  # answers that are no field of tables.py
ALIKE: Final = 0.75  # of the headings of both lists; years and numbers in them do not count
TITLES: Final = "titles"  # the key of the hidden column with the headings of the row's list
_SIGNS: Final = str.maketrans({BETWEEN: " ", "¦": " "})  # part what stands in a hidden cell


class Key(NamedTuple):
    """What names a column within its table. place: "" for the only one of its heading, "1/2" for
    the first of two, "+1" for the one right after the column of that heading, itself without."""

    heading: str
    place: str


@dataclass(frozen=True)
class Said:
    """What a person said of a column: field is a name of tables.FIELD, "ignored", "auto" (which
    takes back), or "disputed" where people disagree. titles: see `titles_of`."""

    decision_id: str
    file: str
    sheet: str
    key: Key
    field: str
    titles: frozenset[str]


def keys_of(headings: Sequence[str | None]) -> list[Key]:
    """The key of each column of a table, no two the same. headings: None where there is none."""
    plain = [_plain(one) for one in headings]
    total, met = Counter(filter(None, plain)), Counter[str]()
    last, after, found = Key("", ""), 0, []
    for heading in plain:
        if heading:
            met[heading] += 1
            one = f"{met[heading]}/{total[heading]}" if total[heading] > 1 else ""
            last, after = Key(heading, one), 0
            found.append(last)
        else:
            after += 1
            found.append(Key(last.heading, f"{last.place}+{after}"))
    return found


def titles_of(headings: Sequence[str | None]) -> frozenset[str]:
    """The headings of a table, each as four letters that tell no word of it, years left out."""
    said = (fold("".join(sign for sign in one if not sign.isdigit())) for one in headings if one)
    return frozenset(f"{zlib.crc32(one.encode()) & 0xFFFF:04x}" for one in said if one)


def subject(file: str, sheet: str, key: Key) -> str:
    """What an answer about a column is about, in the ledger."""
    return subject_of(file, sheet, *key)


def columns_said(ledger: pd.DataFrame) -> tuple[Said, ...]:
    """What holds of columns, by LEDGER; where people disagree, that they do."""
    own = ledger[ledger["kind"] == KIND]
    if own.empty:
        return ()
    held = in_force(own)
    torn = disputed(own).drop_duplicates("subject").assign(answer=TORN)
    titles: dict[str, frozenset[str]] = {}
    for act in own.itertuples():  # what was undone and said again bears no headings of its own
        titles[str(act.subject)] = _titles(act.shown) or titles.get(str(act.subject), frozenset())
    found = []
    for act in pd.concat([held, torn]).sort_index().itertuples():
        parts = str(act.subject).split(BETWEEN)
        if len(parts) == 4 and str(act.answer) in (*FIELD, AUTO, IGNORED, TORN):
            file, sheet, *key = parts
            about = (file, sheet, Key(*key), str(act.answer), titles[str(act.subject)])
            found.append(Said(str(act.decision_id), *about))
    return tuple(found)


def said_of(
    said: Sequence[Said], file: str, sheet: str, headings: Sequence[str | None]
) -> dict[int, Said]:
    """What holds of the columns of a table, by their positions.

    What was said of the very column goes first; else what was said of the same one in a list of the
    same club with nearly the same headings, "disputed" where that is not one thing.
    """
    if not said:
        return {}
    titles, found = titles_of(headings), {}
    kindred = [one for one in said if _same_club(one.file, file) and _alike(one.titles, titles)]
    for at, key in enumerate(keys_of(headings)):
        own = [one for one in said if one.key == key and is_own(one, file, sheet)]
        others = [one for one in kindred if one.key == key and one.field not in (AUTO, TORN)]
        if own:
            found[at] = own[-1]
        elif len({one.field for one in others}) == 1:
            found[at] = others[-1]
        elif others:
            found[at] = replace(others[-1], field=TORN)
    return found


def is_own(one: Said, file: str, sheet: str) -> bool:
    """Whether it was said of this very sheet."""
    return same_name(one.file, file) and same_name(one.sheet, sheet)


def spelled(words: Words) -> dict[str, str]:
    """What people choose from: each answer in their words."""
    fixed = {one: words(f"report.words.take_{one}") for one in (AUTO, IGNORED)}
    return fixed | {name: words(f"fields.{name}") for name in FIELD}


def answer_text(answer: str, words: Words) -> str:
    """An answer in words; one that is unknown as it is."""
    return spelled(words).get(answer, answer)


def heading_text(key: Key, words: Words) -> str:
    """A column as people know it: « Divers », « Divers » (1/2), or without a heading."""
    heading = key.heading[:1].upper() + key.heading[1:]
    place, plus, nth = key.place.partition("+")
    said = words("report.words.column_named", heading=heading) + (f" ({place})" if place else "")
    return words("report.words.column_after", heading=said, n=nth) if plus else said


def about_text(subject: str, words: Words) -> str:
    """What an answer is about, in words: file, sheet and column."""
    parts = subject.split(BETWEEN)
    if len(parts) != 4:
        return " › ".join(filter(None, parts))
    column = heading_text(Key(*parts[2:]), words)
    return " › ".join(filter(None, (*parts[:2], column)))


def headings_of(columns: Sequence[Mapping[Any, Any]]) -> dict[int, str | None]:
    """The heading by the position of the column, of the COLUMNS rows of one table."""
    return {
        position(str(one["column"])): None if pd.isna(one["heading"]) else str(one["heading"])
        for one in columns
    }


def position(letters: str) -> int:
    """The position of a column, from 0, by the letters that Excel gives it."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _plain(heading: str | None) -> str:
    text = unicodedata.normalize("NFC", heading or "").casefold().translate(_SIGNS)
    return " ".join(text.split())


def _titles(shown: object) -> frozenset[str]:
    try:
        told = json.loads(shown) if isinstance(shown, str) and shown else {}
    except ValueError:
        return frozenset()
    text = told.get(TITLES) if isinstance(told, dict) else None
    return frozenset(text.split()) if isinstance(text, str) else frozenset()


def _same_club(one: str, other: str) -> bool:
    return fold(one.partition("/")[0]) == fold(other.partition("/")[0])


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and len(one & other) >= ALIKE * max(len(one), len(other))
