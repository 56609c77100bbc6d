"""What a line of a suite is: a key of the words, an expectation, and where the fault is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Protocol

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from reconcile.fields import FIELD

Matches: Final = gxe.ExpectColumnValuesToMatchRegex
NotMatches: Final = gxe.ExpectColumnValuesToNotMatchRegex
Lengths: Final = gxe.ExpectColumnValueLengthsToBeBetween
Between: Final = gxe.ExpectColumnValuesToBeBetween
InSet: Final = gxe.ExpectColumnValuesToBeInSet
NotInSet: Final = gxe.ExpectColumnValuesToNotBeInSet
NotNull: Final = gxe.ExpectColumnValuesToNotBeNull
Unique: Final = gxe.ExpectColumnValuesToBeUnique
UniqueTogether: Final = gxe.ExpectCompoundColumnsToBeUnique
Equal: Final = gxe.ExpectColumnPairValuesToBeEqual
Greater: Final = gxe.ExpectColumnPairValuesAToBeGreaterThanB

CRITICAL: Final = "critical"  # the program broke a promise: a record lost, a number given twice
WARNING: Final = "warning"  # a cell or row to mend
INFO: Final = "info"  # good to know
# A pair counts only where both values are there.
PAIR: Final[dict[str, Any]] = {"ignore_row_if": "either_value_is_missing"}


@dataclass(frozen=True)
class Rule:
    """One expectation of a suite.

    key: of the sentence and the cure, `[problems.<key>]`.
    on: the view that is checked (each suite's `views`).
    expect: the expectation of Great Expectations, with its severity.
    field: the field of ISSUES; "" where the view has a column `field`, or the whole row is meant.
    unless: keys that explain a fault: a row that fails one of them on the same view is not blamed
        for this one too, and any failure on another view silences this one.
    details: columns of the view that the sentence speaks of.
    """

    key: str
    on: str
    expect: Expectation
    field: str = ""
    unless: tuple[str, ...] = ()
    details: tuple[str, ...] = ()

    @property
    def severity(self) -> str:
        """critical, warning or info."""
        return str(getattr(self.expect.severity, "value", self.expect.severity))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the view that are checked."""
        told = (
            self.expect.model_dump() if hasattr(self.expect, "model_dump") else self.expect.dict()
        )
        one = [told.get(name) for name in ("column", "column_A", "column_B")]
        return tuple(name for name in [*one, *(told.get("column_list") or ())] if name)


class Line(Protocol):
    """Writes a line of a suite; see `on`."""

    def __call__(
        self,
        key: str,
        expect: type[Expectation],
        severity: str,
        *,
        field: str = "",
        unless: tuple[str, ...] = (),
        details: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> Rule: ...


def on(view: str) -> Line:
    """A function that writes lines about one view: key, expectation, severity, the rest of Rule.

    `kwargs` go to the expectation (column=, regex=, min_value= ...). The field is the column itself
    where it bears a field's name.
    """

    def line(
        key: str,
        expect: type[Expectation],
        severity: str,
        *,
        field: str = "",
        unless: tuple[str, ...] = (),
        details: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> Rule:
        expectation = expect(severity=severity, meta={"key": key}, **kwargs)
        column = kwargs.get("column", "")
        shown = field or (column if column in FIELD else "")
        return Rule(key, view, expectation, shown, unless, details)

    return line
