"""How a person wants a sheet to be read: the `[[sheets]]` of reconcile.toml."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from ..config import SheetRule, same_name
from .cells import letter


@dataclass(frozen=True)
class Wish:
    """What a person said of one sheet: the row of the headings as Excel numbers it, or None, and
    the field of columns by their letters, "" where a column is not to be read."""

    header_row: int | None
    columns: dict[str, str]

    def named(self, width: int) -> dict[int, str]:
        """The field by the position of the column, of the columns that the sheet has."""
        at = {letter(nth): nth for nth in range(width)}
        return {at[name]: field for name, field in self.columns.items() if name in at}

    def beyond(self, width: int) -> list[str]:
        """The letters of columns that the sheet does not have."""
        have = {letter(nth) for nth in range(width)}
        return [name for name in self.columns if name not in have]


def wish_for(rules: Sequence[SheetRule], file: str, sheet: str | None) -> Wish:
    """What the rules say of a sheet; a rule that names the sheet goes before one on all sheets."""
    fitting = [rule for rule in rules if same_name(rule.file, file)]
    fitting = [rule for rule in fitting if rule.sheet is None or same_name(rule.sheet, sheet or "")]
    row: int | None = None
    columns: dict[str, str] = {}
    for rule in sorted(fitting, key=lambda rule: rule.sheet is not None):
        row = row if rule.header_row is None else rule.header_row
        columns |= {name.upper(): field for name, field in rule.columns.items()}
    return Wish(row, columns)


def idle_rules(
    rules: Sequence[SheetRule], met: Iterable[tuple[str, str | None]]
) -> Iterator[dict[str, Any]]:
    """Rows of ISSUES on rules that speak of a file or sheet that was not met.

    met: file and sheet of all that was met, sheet None of a whole file or of one without sheets.
    """
    seen = list(met)
    for rule in rules:
        sheets = [sheet for file, sheet in seen if same_name(rule.file, file)]
        known = [sheet for sheet in sheets if sheet]
        details = {"rule_file": rule.file, "rule_sheet": rule.sheet or ""}
        told = {"severity": "warning", "raw": rule.file, "details": details}
        if not sheets:
            last = PurePosixPath(rule.file).name
            near = sorted({file for file, _ in seen if same_name(PurePosixPath(file).name, last)})
            if near:
                told |= {"file": near[0], "details": details | {"near": near[0]}}
            yield told | {"problem": "rule_near_file" if near else "rule_no_file"}
        elif rule.sheet and known and not any(same_name(rule.sheet, sheet) for sheet in known):
            details["sheets"] = ", ".join(dict.fromkeys(known))
            yield told | {"file": rule.file, "problem": "rule_no_sheet", "raw": rule.sheet}
