"""Runs a suite: its views through Great Expectations, every failing row into ISSUES."""

from __future__ import annotations

import datetime
from types import ModuleType
from typing import Any

import great_expectations as gx
import numpy as np
import pandas as pd
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.exceptions import GreatExpectationsError

from expectations import received, records, register
from expectations.places import Frames, located
from expectations.process import ExpectationsError
from expectations.rules import NotNull, Rule, UniqueTogether
from expectations.summing import summed
from reconcile.results import Findings
from reconcile.tables import conform, empty

SUITES: dict[str, ModuleType] = {"received": received, "records": records, "register": register}
# How many expectations are written in each suite: one that gets lost stops the run.
WRITTEN = {"received": 29, "records": 45, "register": 28}


def run_suite(suite: str, frames: Frames) -> Findings:
    """The findings of one suite; see `expectations.validate`."""
    module = SUITES[suite]
    rules: tuple[Rule, ...] = module.rules(datetime.date.today())
    views: Frames = module.views(frames)
    to_run = _to_run(suite, rules, views, frames)
    source = _source(suite)
    failing: dict[str, list[int]] = {}
    checked: dict[str, int] = dict.fromkeys((rule.key for rule in rules), 0)
    for name, view in views.items():
        here = [rule for rule in to_run if rule.on == name]
        if here and len(view):
            checked |= {rule.key: _n_checked(rule, view) for rule in here}
            failing |= _failing(source, view, here)
    on = {rule.key: rule.on for rule in rules}
    found = {rule.key: _unless(rule, failing, on) for rule in rules}
    faults = [
        _faults(rule, views[rule.on].iloc[found[rule.key]]) for rule in rules if found[rule.key]
    ]
    issues = summed(located(pd.concat(faults), frames), frames) if faults else empty("issues")
    checks = pd.DataFrame(
        [(suite, r.key, r.severity, checked[r.key], len(found[r.key])) for r in rules],
        columns=list(empty("checks").columns),
    )
    return Findings(issues, conform(checks, "checks"))


def _to_run(suite: str, rules: tuple[Rule, ...], views: Frames, frames: Frames) -> tuple[Rule, ...]:
    """The rules that can be run: all but those on a table that was not given.

    Raises ExpectationsError where the suite has not as many rules as are written, or a rule's view
    or column is not there although its table is: the rule would be passed over without a word.
    """
    if len(rules) != WRITTEN[suite]:
        raise ExpectationsError(f"{len(rules)} of {WRITTEN[suite]} expectations of {suite!r}")
    given = [rule for rule in rules if SUITES[suite].FEEDS.get(rule.on, rule.on) in frames]
    lost = [rule.key for rule in given if not set(rule.columns) <= set(views.get(rule.on, ()))]
    if lost:
        raise ExpectationsError(f"{suite!r} has no view or column for: {', '.join(lost)}")
    return tuple(given)


def _source(suite: str) -> BatchDefinition:
    """A place in memory that takes a frame; it goes with its context, and the frames with it."""
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("tables").add_dataframe_asset(suite)
    return asset.add_batch_definition_whole_dataframe("whole")


def _failing(
    source: BatchDefinition, view: pd.DataFrame, rules: list[Rule]
) -> dict[str, list[int]]:
    """The positions of the failing rows of each rule that fails.

    Asks for success first and for the rows of what failed only: naming rows takes twice as long.
    """
    columns = dict.fromkeys(name for rule in rules for name in rule.columns)
    batch = source.get_batch({"dataframe": view[list(columns)].reset_index(drop=True)})
    told = _evaluate(batch, rules, "BOOLEAN_ONLY")
    failed = [rule for rule in rules if not told[rule.key].success]
    told = _evaluate(batch, failed, "COMPLETE") if failed else {}
    return {
        key: [int(position) for position in result.result["unexpected_index_list"]]
        for key, result in told.items()
    }


def _evaluate(batch: Any, rules: list[Rule], result_format: str) -> dict[str, Any]:
    """The result of each rule, by key.

    Raises ExpectationsError unless there is a sound one for each: an expectation whose class is not
    known to the library would otherwise be dropped without a word.
    """
    suite = gx.ExpectationSuite("view", expectations=[rule.expect for rule in rules])
    wanted = {"result_format": result_format, "return_unexpected_index_query": False}
    try:
        answer = batch.validate(suite, result_format={**wanted, "partial_unexpected_count": 0})
    except GreatExpectationsError as error:
        raise ExpectationsError(f"{[rule.key for rule in rules]}: {error}") from error
    results = {result.expectation_config.meta["key"]: result for result in answer.results}
    lost = {rule.key for rule in rules} - set(results)
    broken = {key: result.exception_info for key, result in results.items() if _raised(result)}
    if lost or broken or len(answer.results) != len(rules):
        raise ExpectationsError(
            f"{len(answer.results)} of {len(rules)} expectations were evaluated; "
            f"lost: {sorted(lost)}; failed: {broken}"
        )
    return results


def _raised(result: Any) -> bool:
    """Whether the library could not evaluate: it then tells of the error, or of one a metric."""
    info = result.exception_info or {}
    return any(
        one.get("raised_exception", False)
        for one in [info, *info.values()]
        if isinstance(one, dict)
    )


def _n_checked(rule: Rule, view: pd.DataFrame) -> int:
    """How many rows a rule looks at: those that have a value, but where missing is the fault."""
    if isinstance(rule.expect, NotNull | UniqueTogether):
        return len(view)
    there = [view[name].notna().to_numpy() for name in rule.columns]
    return int(np.logical_and.reduce(there).sum())


def _unless(rule: Rule, failing: dict[str, list[int]], on: dict[str, str]) -> list[int]:
    """The rows that fail `rule` and are not explained by the rules named in its `unless`.

    A rule on the same view explains its own rows; one on another view explains everything.
    """
    if any(failing.get(key) and on[key] != rule.on for key in rule.unless):
        return []
    explained = {position for key in rule.unless for position in failing.get(key, ())}
    return sorted(set(failing.get(rule.key, ())) - explained)


def _faults(rule: Rule, rows: pd.DataFrame) -> pd.DataFrame:
    """The failing rows of a view as `located` wants them."""
    column = rows[rule.field if rule.field in rows else rule.columns[0]]
    details = rows[list(rule.details)].astype("object").to_dict("records")
    table = rows.assign(
        problem=rule.key,
        severity=rule.severity,
        details=pd.Series(details, index=rows.index, dtype="object"),
        value=column.astype("str") if rule.field or "field" in rows else pd.NA,
    )
    return table.assign(field=rule.field) if rule.field else table
