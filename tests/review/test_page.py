"""The page of the checks: what it says and hides, and that it asks for nothing from outside."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from reconcile.results import Night
from reconcile.review import checks_page
from reconcile.tables import conform
from reconcile.words import words
from tests import nights

FR, EN = words("fr"), words("en")
CHECKS = [
    ("received", "name_missing", "warning", 10, 0),
    ("records", "siret_form", "warning", 8, 1),
    ("records", "phone_form", "warning", 1200, 1),
    ("register", "row_lost", "critical", 10, 0),
]


def checked(night: Night) -> Night:
    names = ["suite", "expectation", "severity", "n_checked", "n_failed"]
    return replace(night, checks=conform(pd.DataFrame(CHECKS, columns=names), "checks"))


class Reader(HTMLParser):
    """The text of a page by lines, and every attribute that could load something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.tags: list[str] = []
        self.links: list[tuple[str, str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data):
        if data.strip():
            self.lines.append(data.strip().replace("\u00a0", " "))


def page_of(night: Night, folder: Path, say=FR) -> str:
    checks_page(night, say, folder / "checks.html", "../raw")
    return (folder / "checks.html").read_text(encoding="utf-8")


def test_what_was_checked_and_what_failed(tmp_path: Path) -> None:
    lines = Reader(page_of(checked(nights.night()), tmp_path)).lines
    assert "Passage n° 12, 22 novembre 2026" in lines
    assert any(line.startswith("4 contrôles ont été faits sur") for line in lines)
    assert "3 choses sont à corriger dans vos fichiers." in " ".join(lines)
    at = lines.index("Le SIRET … n'a pas 14 chiffres.")
    assert lines[at + 1 : at + 4] == ["à corriger", "8", "1"]
    at = lines.index("Le téléphone … n'est pas un numéro possible.")
    assert lines[at + 1 : at + 4] == ["à corriger", "1 200", "1"]


def test_each_fault_stands_at_its_cell_with_its_cure(tmp_path: Path) -> None:
    lines = Reader(page_of(checked(nights.night()), tmp_path)).lines
    at = lines.index("D8")
    assert lines[at : at + 7] == [
        "D8",
        "Liste 2026",
        "SIRET",
        "4.2E+13",
        "à corriger",
        "Le SIRET « 4.2E+13 » n'a pas 14 chiffres.",
        FR("problems.siret_form.cure"),
    ]


@pytest.mark.parametrize("make", [nights.night, nights.apart, nights.alone, nights.held])
@pytest.mark.parametrize("say", [FR, EN])
def test_it_asks_for_nothing_and_runs_nothing(make, say, tmp_path: Path) -> None:
    page = page_of(checked(make()), tmp_path, say)
    read = Reader(page)
    assert not {"script", "link", "img", "iframe", "object", "form", "base"} & set(read.tags)
    assert not [one for one in read.links if one[1].startswith("on") or one[1] in ("src", "style")]
    targets = [value for _, name, value in read.links if name == "href"]
    assert targets and all(target.startswith("../raw/") for target in targets)
    assert "url(" not in page and "@import" not in page
    assert not re.search(r"(?:https?:)?//\w", page)
    assert "default-src 'none'" in page


def test_before_the_merger_it_tells_of_no_person(tmp_path: Path) -> None:
    page = page_of(checked(nights.apart()), tmp_path)
    page = page.partition("</style>")[2]
    assert [text for text in nights.PERSONAL if text in page] == []
    assert "(masqué)" in page
    assert "aucune donnée personnelle" in page
    whole = page_of(checked(nights.night()), tmp_path)
    assert "Odile" in whole and "aucune donnée personnelle" not in whole


def test_a_register_that_is_held_says_so_first(tmp_path: Path) -> None:
    lines = Reader(page_of(checked(nights.held()), tmp_path)).lines
    assert "Le registre n'a pas été mis à jour." in lines[:8]


def test_what_a_cell_says_is_never_markup(tmp_path: Path) -> None:
    night = checked(nights.night())
    evil = "<script>alert(1)</script><img src=x onerror=y>&amp;\x00"
    issues = night.issues.assign(raw=evil, file=evil, sheet=evil, details=[{"raw": evil}] * 6)
    page = page_of(replace(night, issues=conform(issues, "issues")), tmp_path)
    assert not {"script", "img"} & set(Reader(page).tags)
    assert "&lt;script&gt;alert(1)" in page
    assert "\x00" not in page


def test_a_file_with_thousands_of_faults_stays_short(tmp_path: Path) -> None:
    night = checked(nights.night())
    many = pd.concat([night.issues.iloc[[0]]] * 2_000, ignore_index=True)
    page = page_of(replace(night, issues=many), tmp_path)
    assert page.count("<tr>") < 320
    assert "Et 1 700 autres" in page.replace("\u00a0", " ")


def test_a_night_without_faults_says_so(tmp_path: Path) -> None:
    night = checked(nights.night())
    lines = Reader(page_of(replace(night, issues=night.issues.head(0)), tmp_path)).lines
    assert FR("report.hints.no_problems") in lines
    assert any("Rien n'est à corriger dans vos fichiers." in line for line in lines)
