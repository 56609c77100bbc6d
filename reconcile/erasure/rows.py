"""RAW without what is blocked: before anything is matched, kept, shown or published.

The same rule cleans the rows of tonight's files and those in the store, so that a row is the same
as the night before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from ..results import Standardised
from ..standardise import standardise
from ..tables import TABLES, empty, field_of
from ..workbooks.shown import text_of
from .blocks import Blocks
from .marks import address, anchors, forms, persons
from .text import GONE, Scrub

_PERSON: Final = ("contact_title", "contact_first", "contact_last", "contact_role", "contact")
FIRM: Final = ("name", "trade_name", "former_name")  # the firm may be called so
_FREE: Final = ("notes", "activity", "status")  # what is cut out of these leaves a mark
_LISTED: Final = (("emails", "mail"), ("phones", "phone"), ("faxes", "phone"))
_KEYS: Final = frozenset((*TABLES["known"], *TABLES["raw"], "pos"))
_ENDS: Final = re.compile(r"^[\s,;/|&:()<>\-–]+|[\s,;/|&:(<\-–]+$|(?<=[\s,;])\(\s*\)|<\s*>")
_MIDDLE: Final = re.compile(r"\s*([,;/|&])(?:\s*[,;/|&])+\s*")
_AND: Final = re.compile(r"^(?:et|ou|and|or)\b\s*|\s*\b(?:et|ou|and|or)$", re.I)


@dataclass(frozen=True)
class Redacted:
    """raw: RAW; dropped: whether each row of the RAW that was given is gone from it, as it was the
    person (bool); told: pos (of the RAW that was given) and label of each cell that lost
    something, label missing where the whole row is gone."""

    raw: pd.DataFrame
    dropped: pd.Series
    told: pd.DataFrame


def redact(raw: pd.DataFrame, blocks: Blocks) -> Redacted:
    """RAW (KNOWN, too) without what is blocked; rows that are a blocked person are left out."""
    told = pd.DataFrame({"pos": pd.Series(dtype="int64"), "label": pd.Series(dtype="str")})
    labels = [str(one) for one in raw.columns if one not in _KEYS]
    dropped = pd.Series(False, index=raw.index)
    at = _candidates(raw, labels, blocks)
    if not len(at):
        return Redacted(raw, dropped, told)
    before = raw.loc[at].reset_index(drop=True)
    after, whole = _cleaned(before, labels, blocks)
    rows: list[tuple[int, str | None]] = []
    for nth, (old, new) in enumerate(zip(_dicts(before, labels), after, strict=True)):
        if whole[nth]:
            rows.append((nth, None))
        rows += [(nth, one) for one in labels if old[one] != new[one] and not whole[nth]]
    frame = raw.copy()
    for label in labels:
        if any(label == one for _, one in rows):
            frame.loc[at, label] = pd.array([row[label] or None for row in after], "str")
    dropped.loc[at] = whole
    places = {index: nth for nth, index in enumerate(raw.index)}
    told = pd.DataFrame(
        {
            "pos": pd.Series([places[at[nth]] for nth, _ in rows], dtype="int64"),
            "label": pd.Series([label for _, label in rows], dtype="str"),
        }
    )
    return Redacted(frame[~dropped].reset_index(drop=True), dropped, told)


def _candidates(raw: pd.DataFrame, labels: list[str], blocks: Blocks) -> pd.Index:
    """The rows that may hold something that is blocked; each distinct text is looked at once."""
    scrub = Scrub(blocks)
    found = pd.Series(False, index=raw.index)
    if not blocks:
        return raw.index[:0]
    for label in labels:
        texts = raw[label].dropna()
        hits = {one for one in texts.unique() if scrub.reaches(one) or scrub.has_word(one)}
        found |= raw[label].isin(hits)
    if "record_id" in raw:
        found |= raw["record_id"].isin(blocks.erased)
    return raw.index[found]


def _dicts(raw: pd.DataFrame, labels: list[str]) -> list[dict[str, str]]:
    return [
        {label: text_of(row[label]) for label in labels} for row in raw[labels].to_dict("records")
    ]


def _cleaned(
    before: pd.DataFrame, labels: list[str], blocks: Blocks
) -> tuple[list[dict[str, str]], list[bool]]:
    """The cells of each row without what is blocked, and whether the whole row is a person."""
    standard = _standard(before)
    rows, mine = _dicts(before, labels), _blocked_people(standard, blocks)
    records = standard.records.to_dict("records")
    whole = [_is_person(records[nth], mine.get(nth, []), blocks) for nth in range(len(rows))]
    for nth, row in enumerate(rows):
        _clean_row(row, mine.get(nth, []), standard, nth, blocks)
    # What no pattern found, as it is written in a way of its own: the whole cell goes.
    later = _standard(before.assign(**{one: [row[one] or None for row in rows] for one in labels}))
    still = _blocked_people(later, blocks)
    for nth, row in enumerate(rows):
        for label, *_ in still.get(nth, []):
            _blank(row, label)
        for label in _reached_labels(later, nth, blocks):
            _blank(row, label)
    return rows, whole


def _standard(raw: pd.DataFrame) -> Standardised:
    ids = raw["record_id"] if "record_id" in raw else pd.Series(pd.NA, raw.index, dtype="str")
    found = standardise(raw.drop(columns=["record_id", "pos"], errors="ignore"), empty("columns"))
    records = found.records.assign(record_id=ids.to_numpy())
    return Standardised(records, found.people, found.dues_read, found.origins, found.issues)


_Found = tuple[str, Mapping[Any, Any], frozenset[int]]


def _blocked_people(standard: Standardised, blocks: Blocks) -> dict[int, list[_Found]]:
    """By position, the label, the person (of PEOPLE) and the blocks of each that is blocked: known
    at the member by name, or by a mail or phone of its own."""
    records = standard.records.to_dict("records")
    found: dict[int, list[_Found]] = {}
    for person in persons(standard):
        pos = int(person["pos"])
        names, loose = forms(person)
        here = [*anchors(records[pos]), address(records[pos])]
        mine = frozenset[int]()
        for anchor in filter(None, here):
            for name in names:
                mine |= blocks.has("at", name, anchor)
            for sex, last in loose if not text_of(person["first"]) else ():
                mine |= blocks.has("at", f"{sex} {last}", anchor)
        for field, kind in (("emails", "mail"), ("phones", "phone")):
            for value in person[field]:
                mine |= blocks.has(kind, value)
        if mine:
            found.setdefault(pos, []).append((str(person["label"]), person, mine))
    return found


def _is_person(record: Mapping[Any, Any], mine: list[_Found], blocks: Blocks) -> bool:
    """Whether a row is a member that is itself a person who is blocked."""
    if text_of(record["record_id"]) in blocks.erased:
        return True
    return not (record["siren_ok"] or record["siret_ok"]) and any(
        blocks.blocks[nth].whole and field_of(label) in ("name", "trade_name")
        for label, _, some in mine
        for nth in some
    )


def _clean_row(
    row: dict[str, str], mine: list[_Found], standard: Standardised, pos: int, blocks: Blocks
) -> None:
    own = frozenset(nth for *_, some in mine for nth in some)
    scrub = Scrub(blocks, "")
    for text in row.values():
        own |= scrub.reaches(text)
    for anchor in anchors(standard.records.loc[pos].to_dict()):
        own |= blocks.has("here", anchor)  # a name in a remark
    bearing = frozenset(nth for nth in own if blocks.blocks[nth].bears)
    every = standard.people[standard.people["pos"] == pos]
    for label, _, _ in mine:
        if field_of(label) in _PERSON and (every["label"] == label).sum() == 1:
            _clean_person(row, label, scrub)
    for label, text in row.items():
        if text and own:
            mark = GONE if field_of(label) in _FREE else ""
            named = own - bearing if field_of(label) in FIRM else own
            new = Scrub(blocks, mark).text(text, named)
            row[label] = new if mark else _tidied(new) if new != text else text


def _clean_person(row: dict[str, str], label: str, scrub: Scrub) -> None:
    """Empty the cells of one person but for other numbers and mails that stand in them."""
    suffix = label.partition("#")[2]
    group = [f"{one}#{suffix}" if suffix else one for one in _PERSON]
    for one in group if field_of(label) != "contact" else [label, *group[:1], *group[3:4]]:
        if text := row.get(one):
            kept = re.findall(
                r"\S+@\S+|\+?[0-9][0-9 .()/\-]{7,}[0-9]", scrub.text(text, frozenset())
            )
            row[one] = " ; ".join(kept)


def _reached_labels(standard: Standardised, pos: int, blocks: Blocks) -> list[str]:
    """The labels of the cells in which blocked mails and phones were read."""
    record = standard.records.iloc[pos]
    origins = standard.origins[standard.origins["pos"] == pos]
    found: list[str] = []
    for field, kind in _LISTED:
        for nth, value in enumerate(record[field]):
            if blocks.has(kind, value):
                own = origins[(origins["field"] == field) & (origins["nth"] == nth)]
                found += own["label"].to_list() or [kind]
    return found


def _blank(row: dict[str, str], label: str) -> None:
    if label in row:
        row[label] = ""


def _tidied(text: str) -> str:
    """What is left of a cell, without the signs that parted it from what is gone."""
    was = ""
    while was != text:
        was = text
        text = _AND.sub("", _ENDS.sub("", _MIDDLE.sub(r"\1 ", text).strip())).strip()
    return text
