"""The register as a workbook: members, those who left, contacts, where each value comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..fields import FIELD
from ..results import Night, Register
from ..seal import Seal
from ..words import Words
from ..workbooks.sheets import Book, Column, Shown, finish_table, write_table
from ..workbooks.shown import count, enumeration, field_name, look_up, place, text_of, value_text
from ..workbooks.written import ERASE_MARK
from .lines import Values, clubs_of, former_lines, is_former, lines, ordered

_CONTACT_WIDTHS = {
    "member_id": 12,
    "name": 36,
    "title": 10,
    "first": 20,
    "last": 24,
    "role": 26,
    "emails": 38,
    "phones": 26,
    "clubs": 26,
    "contact_id": 14,
    "erase": 16,
}
_MARK: Final = "register"  # the hidden sheet, and what its mark begins with (written.py)
_SOURCE_WIDTHS = {"member_id": 12, "field": 22, "value": 44, "place": 84, "rule": 30, "others": 60}
_SOURCE_COLUMNS = "member_id field value file sheet cell rule others".split()
_LEGEND = (
    "what",
    "members",
    "former",
    "member_id",
    "up_to_date",
    "consents",
    "contacts",
    "provenance",
)


def register_workbook(
    night: Night, register: Register, club: str, words: Words, path: Path
) -> tuple[list[Column], list[Values]]:
    """Write the register of `club` (its id; "" for the joint one) to `path` (.xlsx); give the
    columns and lines of its sheet of members.

    Each printed page bears the register's number and date. Text is never a formula. A hidden sheet
    says of which run the workbook is: a hidden row above the headings would be in the way of mail
    merges and pivot tables.
    """
    clubs = clubs_of(night, club)
    title = words("register.club_title", club=clubs[club]) if club else words("register.title")
    numbered = words("register.number", run=night.run, date=f"{night.today:%d/%m/%Y}")
    book = Book(title, numbered)
    sheets = words.section("register.sheets")
    frame = ordered(register.register)
    shown = lines(register, clubs, words, night.extras)
    _members(book, sheets["members"], *shown, words)
    _former(book, sheets["former"], *former_lines(night, register, clubs, words))
    _contacts(book, sheets["contacts"], register.contacts, frame, clubs, night, words)
    _provenance(book, sheets["provenance"], register.provenance, frame, clubs, words)
    _legend(book, sheets["legend"], frame, clubs, words)
    if night.memory.store_id:
        mark = book.sheet(_MARK)
        mark.sheet_state = "hidden"
        book.put(mark, 1, 1, f"{_MARK}:{night.memory.store_id}:{night.run}:{path.stem}", "quiet")
    book.save(path)
    return shown


def _members(
    book: Book, name: str, columns: list[Column], rows: list[Values], words: Words
) -> None:
    paid = [column.key for column in columns].index("up_to_date")
    unpaid = {words("shown.no"), words("shown.mixed")}
    shown: list[list[object]] = []
    for row in rows:
        line = [Shown(row[0], "id"), *row[1:]]
        if row[paid] in unpaid:
            line[paid] = Shown(row[paid], "warn")
        shown.append(line)
    _lines_sheet(book, name, columns, shown)


def _former(book: Book, name: str, columns: list[Column], rows: list[Values]) -> None:
    looks = ["quiet" if column.key == "left_why" else "past" for column in columns]
    shown = [
        [None if one is None else Shown(one, look) for one, look in zip(row, looks, strict=True)]
        for row in rows
    ]
    _lines_sheet(book, name, columns, shown)


def _lines_sheet(
    book: Book, name: str, columns: list[Column], rows: Sequence[Sequence[object]]
) -> None:
    sheet = book.sheet(name)
    last = write_table(book, sheet, columns, rows)
    finish_table(sheet, 1, last, len(columns), "C2")
    # One page wide can hold the main columns only: the others are for the screen.
    end = [column.key for column in columns].index("siret") + 1
    sheet.print_area = f"A1:{get_column_letter(end)}{max(last, 1)}"


def _columns(words: Words, widths: dict[str, int]) -> list[Column]:
    return [
        Column(key, words(f"register.columns.{key}"), min(widest, 12), widest)
        for key, widest in widths.items()
    ]


def _contacts(
    book: Book,
    name: str,
    contacts: pd.DataFrame,
    members: pd.DataFrame,
    clubs: dict[str, str],
    night: Night,
    words: Words,
) -> None:
    """The persons at each member; in the yellow column one asks for an erasure, and a hidden key
    says of whom however the rows are sorted."""
    seal = Seal(night.memory.salt)
    asked = set(night.erasures.loc[night.erasures["state"] != "done", "subject"])
    position = {member: nth for nth, member in enumerate(members["member_id"])}
    names = dict(zip(members["member_id"], members["name"], strict=True))
    former = set(members.loc[is_former(members), "member_id"])
    order = contacts["member_id"].map(position).sort_values(kind="stable").index
    rows: list[list[object]] = []
    for row in contacts.loc[order].to_dict("records"):
        texts = [
            row["member_id"],
            text_of(names.get(row["member_id"])) or None,
            *(text_of(row[key]) or None for key in ("title", "first", "last", "role")),
            value_text("emails", row["emails"]) or None,
            value_text("phones", row["phones"]) or None,
            ", ".join(clubs.get(one, one) for one in row["clubs"]) or None,
            text_of(row["contact_id"]),
        ]
        named = row.get("named") if night.memory.salt else None
        key = seal.contact(*named[0][:2]) if named else ""
        waits = words("register.erase_asked") if f"contact:{key}" in asked else None
        ask: list[object] = [Shown(waits, "answer"), f"{ERASE_MARK}{key}" if key else None]
        if row["member_id"] in former:
            rows.append([*(text and Shown(text, "past") for text in texts), *ask])
        else:
            rows.append([Shown(texts[0], "id"), *texts[1:-1], Shown(texts[-1], "quiet"), *ask])
    columns = [*_columns(words, _CONTACT_WIDTHS), Column("key", "", hidden=True)]
    sheet = _plain_sheet(book, name, columns, rows, "C2")
    if rows:
        choice = DataValidation("list", f'"{words("report.words.erase_erase")}"', allow_blank=True)
        choice.showErrorMessage = False
        letter = get_column_letter(len(_CONTACT_WIDTHS))
        choice.add(f"{letter}2:{letter}{len(rows) + 1}")
        sheet.add_data_validation(choice)


def _provenance(
    book: Book,
    name: str,
    provenance: pd.DataFrame,
    members: pd.DataFrame,
    clubs: dict[str, str],
    words: Words,
) -> None:
    nth = {member: nth for nth, member in enumerate(members["member_id"])}
    fields = {field: nth for nth, field in enumerate([*FIELD, "former_name", "phones", "emails"])}
    keys = pd.DataFrame(
        {
            "member": provenance["member_id"].map(nth),
            "field": provenance["field"].map(fields).fillna(len(fields)),
        }
    )
    order = keys.sort_values(["member", "field"], kind="stable").index
    sorted_rows = provenance.loc[order]
    rules = {
        rule: look_up(words, "rules", rule) or rule
        for rule in set(map(text_of, sorted_rows["rule"]))
    }
    called = {field: field_name(words, field, clubs) for field in set(sorted_rows["field"])}
    rows = [
        [
            Shown(member, "id"),
            called[field],
            (look_up(words, "shown", text_of(value)) if field == "status" else None)
            or value_text(field, value),
            Shown(place(file, sheet, cell), "quiet"),
            Shown(rules[text_of(rule)], "quiet"),
            _others(field, others, words) or None,
        ]
        for member, field, value, file, sheet, cell, rule, others in zip(
            *(sorted_rows[name].tolist() for name in _SOURCE_COLUMNS), strict=True
        )
    ]
    _plain_sheet(book, name, _columns(words, _SOURCE_WIDTHS), rows, "C2")


def _others(field: str, others: list[dict[str, Any]], words: Words) -> str:
    return "\n".join(
        f"{value_text(field, other['value'])} "
        f"({place(other['file'], other['sheet'], other['cell'])})"
        for other in others
    )


def _plain_sheet(
    book: Book, name: str, columns: list[Column], rows: Sequence[Sequence[object]], freeze: str
) -> Any:
    sheet = book.sheet(name)
    last = write_table(book, sheet, columns, rows)
    finish_table(sheet, 1, last, len(columns), freeze)
    return sheet


def _legend(
    book: Book,
    name: str,
    members: pd.DataFrame,
    clubs: dict[str, str],
    words: Words,
) -> None:
    sheet = book.sheet(name)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    sheet.row_dimensions[1].height = 34
    book.wide(sheet, 1, book.title, "banner_title", (1, 2))
    book.wide(
        sheet,
        2,
        f"{book.footer} · {_tally(members, clubs, words)}",
        "subtitle",
        (1, 2),
    )
    row = 4
    said = words.section("register.sheets")
    about = {
        "clubs": enumeration(words, clubs.values()),
        "mixed": words("shown.mixed"),
        "members": said["members"],
        "former": said["former"],
    }
    for key in (*_LEGEND, "print"):
        book.put(sheet, row, 1, said.get(key), "strong")
        book.wide(sheet, row, words(f"register.legend.{key}", **about), "sentence", (2, 2))
        row += 1
    book.put(sheet, row + 1, 1, words("register.legend.colours"), "section")
    for look, key in (("past", "grey"), ("warn", "amber")):
        row += 2 if look == "past" else 1
        book.put(sheet, row, 1, words("report.guide.example_text"), look)
        book.wide(sheet, row, words(f"register.legend.{key}"), "sentence", (2, 2))


def _tally(members: pd.DataFrame, clubs: dict[str, str], words: Words) -> str:
    current = members[~is_former(members)]
    counted = count(words, "members", len(current))
    if len(clubs) < 2:
        return counted
    both = int((current["clubs"].str.len() > 1).sum())
    return words("register.legend.numbers", members=counted, shared=count(words, "shared", both))
