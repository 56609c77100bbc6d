"""The checks as a page of our own: what was checked, how much failed, each fault with its cure.

One file without scripts that loads nothing, from here or elsewhere, so that it opens anywhere and
tells nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import pandas as pd

from ..results import Night
from ..words import Words
from ..workbooks.looks import tidy
from ..workbooks.shown import NB, count, field_name, long_day, look_up, number, text_of
from .findings import sorted_issues
from .frame import Report

_MOST: Final = 300  # faults shown of one file; the report's sheet has all
_UNBROKEN: Final = re.compile(r"(?<=«) | (?=[»;:?!])")
_PAGE: Final = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
{body}
</body>
</html>
"""


def checks_page(night: Night, words: Words, path: Path, raw_link: str = "../raw") -> None:
    """Write the page of `night`'s checks to `path` (.html).

    raw_link: the folder of the clubs' files, seen from where the page will lie. Before the clubs
    are one (mode "apart") no personal value is in it, as in the report.
    """
    report = Report.of(night, words, raw_link)
    parts = [*_head(report), *_faults(report), *_checks(report)]
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    title = _text(words("checks.title"))
    page = _PAGE.format(
        language=words.language, title=title, style=style, body="\n".join(filter(None, parts))
    )
    path.write_text(page, encoding="utf-8", newline="\n")


def summed(checks: pd.DataFrame) -> pd.DataFrame:
    """CHECKS with one row an expectation, in order, where each club had its own register."""
    keys = ["suite", "expectation", "severity"]
    return checks.groupby(keys, sort=False)[["n_checked", "n_failed"]].sum().reset_index()


def _head(report: Report) -> list[str]:
    words, night = report.words, report.night
    checks = summed(night.checks)
    to_mend = int((night.issues["severity"] != "info").sum())
    when = words("checks.when", run=night.run, date=long_day(words, night.today))
    done = words(
        "checks.done",
        checks=number(words, len(checks)),
        rows=count(words, "rows", len(night.records)),
    )
    parts = [
        f"<h1>{_text(words('checks.title'))}</h1>",
        f'<p class="when">{_text(when)}</p>',
        f'<p class="lead">{_text(done)} {_text(count(words, "problems", to_mend))}</p>',
    ]
    if len(night.held_back):
        told = [report.told(one) for one in sorted_issues(night.held_back)]
        lines = "".join(f"<br>{_text(sentence)} {_text(cure)}" for _, sentence, cure in told)
        parts.append(f'<p class="held"><strong>{_text(words("checks.held"))}</strong>{lines}</p>')
    if report.mask is not None:
        parts.append(f'<p class="note">{_text(words("checks.masked"))}</p>')
    return parts


def _faults(report: Report) -> list[str]:
    """The faults file by file, those with the gravest first; what no file says comes with them."""
    words = report.words
    issues = sorted_issues(report.night.issues)
    parts = [f"<h2>{_text(words('checks.faults'))}</h2>"]
    if not issues:
        return [*parts, f"<p>{_text(words('report.hints.no_problems'))}</p>"]
    parts.append(f"<p>{_text(words('checks.how'))}</p>")
    of_file: dict[str, list[dict[Any, Any]]] = {}
    for issue in issues:
        of_file.setdefault(text_of(issue["file"]), []).append(issue)
    return [*parts, *(_file(report, file, own) for file, own in of_file.items())]


def _file(report: Report, file: str, issues: list[dict[Any, Any]]) -> str:
    words = report.words
    found = number(words, len(issues))
    title = _text(file or words("checks.no_file"))
    if report.is_there(file):
        title = f'<a href="{escape(quote(f"{report.raw_link}/{file}"))}">{title}</a>'
    heads = [(key, words(f"report.columns.{key}")) for key in ("cell", "raw", "sentence", "cure")]
    head = "".join(f'<th scope="col" class="{key}">{_text(name)}</th>' for key, name in heads)
    rows = "\n".join(_fault(report, issue) for issue in issues[:_MOST])
    more = ""
    if len(issues) > _MOST:
        n, sheet = number(words, len(issues) - _MOST), words("report.sheets.problems")
        more = f'<p class="note">{_text(words("checks.more", n=n, sheet=sheet))}</p>'
    return (
        f"<h3>{title} <small>({found})</small></h3>\n"
        f'<table class="faults"><thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>'
        f"{more}"
    )


def _fault(report: Report, issue: dict[Any, Any]) -> str:
    words, severity = report.words, text_of(issue["severity"])
    raw, sentence, cure = report.told(issue)
    cell, field = text_of(issue["cell"]), text_of(issue["field"])
    if not cell and not pd.isna(issue["row"]):
        cell = words("shown.row", row=int(issue["row"]))
    place = filter(None, (text_of(issue["sheet"]), _field(report, field)))
    beside = "".join(f"<small>{_text(one)}</small>" for one in place)
    said = look_up(words, "shown", severity) or severity
    mark = f'<span class="mark {escape(severity)}">{_text(said)}</span><br>'
    return (
        f'<tr><td class="cell">{_text(cell)}{beside}</td><td>{_text(raw)}</td>'
        f"<td>{mark}{_text(sentence)}</td><td>{_text(cure)}</td></tr>"
    )


def _field(report: Report, field: str) -> str:
    return field_name(report.words, field, report.night.clubs) if field else ""


def _checks(report: Report) -> list[str]:
    """Every check, suite by suite: what it looks for, at how many rows, and how many failed."""
    words, checks = report.words, summed(report.night.checks)
    if checks.empty:
        return []
    title, all_ran = words("checks.all"), words("checks.ran", n=number(words, len(checks)))
    parts = [f"<h2>{_text(title)}</h2>", f"<p>{_text(all_ran)}</p>"]
    for suite, own in checks.groupby("suite", sort=False):
        name = look_up(words, "checks.suites", str(suite)) or str(suite)
        failed = int((own["n_failed"] > 0).sum())
        told = words("checks.of_suite", n=number(words, len(own)), failed=number(words, failed))
        parts.append(
            f"<details><summary>{_text(name)} <small>{_text(told)}</small></summary>\n"
            f"{_suite(words, own.to_dict('records'))}</details>"
        )
    return parts


def _suite(words: Words, checks: Iterable[dict[Any, Any]]) -> str:
    heads = "".join(
        f'<th scope="col"{mark}>{_text(words(f"checks.columns.{key}"))}</th>'
        for key, mark in (
            ("looked_for", ""),
            ("severity", ""),
            ("n_checked", ' class="number"'),
            ("n_failed", ' class="number"'),
        )
    )
    rows = [
        f"<tr><td>{_text(_sought(words, check['expectation']))}</td>"
        f'<td><span class="mark {check["severity"]}">'
        f"{_text(look_up(words, 'shown', check['severity']) or check['severity'])}</span></td>"
        f'<td class="number">{_text(number(words, check["n_checked"]))}</td>'
        f'<td class="number">{_text(number(words, check["n_failed"]))}</td></tr>'
        for check in checks
    ]
    lines = "\n".join(rows)
    return f"<table><thead><tr>{heads}</tr></thead>\n<tbody>\n{lines}\n</tbody></table>"


def _sought(words: Words, key: str) -> str:
    """What an expectation looks for: its sentence without values."""
    try:
        return words.plain(f"problems.{key}.sentence")
    except KeyError:
        return key


def _text(text: str) -> str:
    """Text for the page; French signs stay on the line of their word."""
    return escape(_UNBROKEN.sub(NB, tidy(text))).replace("\n", "<br>")
