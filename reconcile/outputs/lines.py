"""REGISTER -> the lines that staff read: the same values in the workbook and the CSVs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from ..decisions.own_columns import EXTRA
from ..results import Night, OwnColumn, Register
from ..tables import CONSENT_PURPOSES
from ..words import Words
from ..workbooks.sheets import Column
from ..workbooks.shown import day, look_up, number, text_of, value_text
from .leaving import reasons

Values = Sequence[object]

_PLAIN_1 = ("address", "postcode", "city")
_PLAIN_2 = "siren vat naf legal_form activity headcount website commissions".split()
_PLAIN_3 = ("address_extra", "former_name")
_WIDEST = {
    "name": 38,
    "trade_name": 28,
    "address": 36,
    "clubs": 24,
    "email": 34,
    "activity": 40,
    "website": 36,
    "address_extra": 36,
    "more_phones": 36,
    "commissions": 40,
    "dues_club": 44,
    "former_name": 32,
    "more_emails": 40,
    "left_why": 60,
}


def clubs_of(night: Night, club: str) -> dict[str, str]:
    """The clubs that a register is about, by id: its own one, or all where it is the joint one."""
    return {club: night.clubs[club]} if club else dict(night.clubs)


def is_former(register: pd.DataFrame) -> pd.Series:
    """Whether each member of REGISTER has left (bool)."""
    return register["status"].eq("left").fillna(False)


def ordered(register: pd.DataFrame) -> pd.DataFrame:
    """REGISTER with the former members at the end."""
    former = is_former(register).sort_values(kind="stable")
    return register.loc[former.index].reset_index(drop=True)


def lines(
    register: Register,
    clubs: dict[str, str],
    words: Words,
    extras: Mapping[str, OwnColumn] | None = None,
) -> tuple[list[Column], list[Values]]:
    """The columns of the sheet of members, and a list of values (text, date, int, None) a member of
    today.

    The first fourteen columns (for two clubs) are those that DESIGN.md names; the last ones are
    those that people added (`extras`: Night.extras).
    """
    frame = register.register
    return _lines(frame[~is_former(frame)], register, clubs, words, {}, extras or {})


def former_lines(
    night: Night, register: Register, clubs: dict[str, str], words: Words
) -> tuple[list[Column], list[Values]]:
    """The same of those who have left, with when and why they did."""
    frame = register.register
    left = reasons(register.provenance, night.editions, clubs, words)
    return _lines(frame[is_former(frame)], register, clubs, words, left, night.extras, former=True)


def _lines(
    frame: pd.DataFrame,
    register: Register,
    clubs: dict[str, str],
    words: Words,
    left: dict[str, str],
    extras: Mapping[str, OwnColumn],
    former: bool = False,
) -> tuple[list[Column], list[Values]]:
    made: list[tuple[Column, Values]] = []

    def add(key: str, values: Values, **names: str) -> None:
        base = key.partition(":")[0]
        heading = words(f"register.columns.{base}", **names)
        made.append((Column(key, heading, 7, _WIDEST.get(base, 26), "line"), values))

    def plain(*fields: str) -> None:
        for field in fields:
            add(field, _texts(frame, field))

    add("member_id", _texts(frame, "member_id"))
    plain("name", "trade_name")
    if former:
        add("left_on", _days(frame, "left_on"))
        add("left_why", [left.get(one) for one in frame["member_id"]])
    add("clubs", [", ".join(clubs.get(one, one) for one in own) for own in frame["clubs"]])
    for club, name in clubs.items():
        add(f"member_no:{club}", _texts(frame, f"member_no:{club}"), club=name)
    add("joined_on", _days(frame, "joined_on"))
    add("up_to_date", [_said(words, value) for value in frame["up_to_date"]])
    plain(*_PLAIN_1)
    add("phone", _nth(frame, "phones", first=True))
    add("email", _nth(frame, "emails", first=True))
    plain("siret", *_PLAIN_2, *_PLAIN_3)
    add("more_phones", _nth(frame, "phones", first=False))
    add("more_emails", _nth(frame, "emails", first=False))
    for club, name in clubs.items() if len(clubs) > 1 else ():
        add(f"joined_club:{club}", _days(frame, f"joined_on:{club}"), club=name)
    made += _dues_and_consents(register, frame["member_id"].tolist(), clubs, words)
    add("n_records", [int(n) for n in frame["n_records"]])
    here = set(register.register["member_id"])
    for heading, own in extras.items():
        if here.isdisjoint(own.values) and own.forms.keys().isdisjoint(("", *clubs)):
            continue  # the other club's own
        column = Column(EXTRA + heading, heading, 7, 36, "line", form=own.form)
        made.append((column, [own.values.get(member) for member in frame["member_id"]]))
    columns, values_of = [one for one, _ in made], [values for _, values in made]
    return columns, [list(row) for row in zip(*values_of, strict=True)]


def _dues_and_consents(
    register: Register, members: list[str], clubs: dict[str, str], words: Words
) -> list[tuple[Column, Values]]:
    """A column of dues a club, a column of permissions a purpose."""
    made: list[tuple[Column, Values]] = []
    dues = _by_member(
        register.dues, "club", ("year", "state", "amount"), lambda own: _dues_text(own, words)
    )
    for club, name in clubs.items():
        heading = words("register.columns.dues_club", club=name)
        column = Column(f"dues_club:{club}", heading, 7, _WIDEST["dues_club"], "line")
        made.append((column, [dues.get((member, club)) for member in members]))
    permits = _by_member(
        register.consents,
        "purpose",
        ("club", "state"),
        lambda own: _consent_text(own, clubs, words),
    )
    for purpose in CONSENT_PURPOSES:
        column = Column(purpose, words(f"fields.{purpose}"), 10, 40, "line")
        made.append((column, [permits.get((member, purpose)) for member in members]))
    return made


def _texts(frame: pd.DataFrame, field: str) -> Values:
    if field not in frame.columns:
        return [None] * len(frame)
    values = frame[field].tolist()
    if field == "commissions":  # one may have a comma in its name
        return ["; ".join(value_text(field, one) for one in own) or None for own in values]
    return [value_text(field, value) or None for value in values]


def _days(frame: pd.DataFrame, field: str) -> Values:
    if field not in frame.columns:
        return [None] * len(frame)
    return [day(text_of(value)) or None for value in frame[field].tolist()]


def _nth(frame: pd.DataFrame, field: str, first: bool) -> Values:
    """The first entry of a list, for a cell that a letter or a mailing can use; or the others."""
    return [
        value_text(field, own[:1] if first else own[1:]) or None for own in frame[field].tolist()
    ]


def _said(words: Words, value: object) -> str | None:
    text = text_of(value)
    return look_up(words, "shown", text) or text or None


def _by_member(
    frame: pd.DataFrame, key: str, columns: tuple[str, ...], text: Callable[[list[Any]], str]
) -> dict[tuple[str, str], str]:
    """`text` of the rows (tuples of `columns`) of each member and value of `key`."""
    groups: dict[tuple[str, str], list[Any]] = {}
    for member, other, *row in zip(
        *(frame[name].tolist() for name in ("member_id", key, *columns)), strict=True
    ):
        groups.setdefault((member, other), []).append(row)
    return {place: text(rows) for place, rows in groups.items()}


def _dues_text(rows: list[Any], words: Words) -> str:
    """The dues of a club, the latest year first; "2026 : réglée, 120 € / 2025 : réglée"."""
    years = [9999 if pd.isna(year) else int(year) for year, _, _ in rows]
    parts = []
    for year, (_, state, amount) in sorted(zip(years, rows, strict=True), key=lambda row: -row[0]):
        said = [] if state == "unknown" else [_said(words, state) or ""]
        if not pd.isna(amount):
            decimals = 0 if float(amount).is_integer() else 2
            said.append(words("shown.amount", amount=number(words, amount, decimals)))
        text = ", ".join(said) or words("shown.unknown")
        parts.append(text if year == 9999 else words("shown.colon", left=year, right=text))
    return " / ".join(dict.fromkeys(parts))


def _consent_text(rows: list[Any], clubs: dict[str, str], words: Words) -> str:
    """What each club noted; within one club, a no outweighs a yes."""
    said: dict[str, str] = {}
    for club, state in rows:
        said[club] = "no" if "no" in (state, said.get(club)) else state
    shown = {club: _said(words, state) or "" for club, state in said.items()}
    if len(clubs) == 1:
        return next(iter(shown.values()))
    parts = [
        words("shown.colon", left=clubs.get(club, club), right=state)
        for club, state in shown.items()
    ]
    return ", ".join(parts)
