"""What people said of columns in the report, obeyed while files are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..decisions.naming import AUTO, IGNORED, TORN, Said, said_of
from ..fields import FIELD
from ..tables import CONSENT_PURPOSES
from .cells import address, letter
from .folders import Found
from .header import Header
from .telling import issue
from .workbook import Sheet


@dataclass
class Answers:
    """What people said of columns, and which of it was met among the files read so far."""

    said: tuple[Said, ...] = ()
    met: set[str] = field(default_factory=set)

    def of_table(
        self, found: Found, sheet: Sheet, header: Header, ruled: Mapping[int, str]
    ) -> tuple[dict[int, str], list[dict[str, Any]]]:
        """The field by the position of each column that a person named, "" where it is not to be
        read, and rows of ISSUES. ruled: what the settings say; what the report was answered goes
        before it. A field that two columns were given is given to neither."""
        told = said_of(self.said, found.file, sheet.name or "", header.headings)
        self.met |= {one.decision_id for one in told.values()}
        fields = {at: one.field for at, one in told.items() if one.field not in (AUTO, TORN)}
        fields = {at: "" if one == IGNORED else one for at, one in fields.items()}
        both = {**ruled, **fields}
        holders: dict[str, list[int]] = defaultdict(list)
        for at, name in both.items():
            if name and not FIELD[name].many and name not in CONSENT_PURPOSES:
                holders[name].append(at)
        issues = []
        for name, places in holders.items():
            if len(places) > 1 and set(places) & set(fields):
                issues.append(_twice(found, sheet, header, name, sorted(places)))
                for at in set(places) & set(fields):
                    del both[at]
        return both, issues

    def idle(self, sheets: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
        """Rows of ISSUES on answers about files that were read (SHEETS), but for their column."""
        read = {row["file"]: row["source"] for row in sheets if row["state"] == "read"}
        for one in self.said:
            if one.field in (AUTO, TORN) or one.decision_id in self.met or one.file not in read:
                continue
            details = {"heading": one.key.heading, "decision": one.decision_id}
            place = {"source": read[one.file], "file": one.file, "sheet": one.sheet or None}
            told = {"problem": "column_answer_idle", "severity": "warning", "details": details}
            yield {**place, **told}


def _twice(
    found: Found, sheet: Sheet, header: Header, name: str, places: list[int]
) -> dict[str, Any]:
    """That people gave one field to several columns."""
    columns = [f"{header.headings[at] or ''} ({letter(at)})".strip() for at in places]
    cell = address(max(header.bottom, 0), places[-1])
    about = {"row": header.bottom + 1, "cell": cell, "field": name}
    details = {"columns": ", ".join(columns)}
    return issue(found, sheet.name, "column_named_twice", **about, details=details)
