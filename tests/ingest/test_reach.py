"""Columns of mails, phones and persons that are none of the member's."""

from __future__ import annotations

from pathlib import Path

import pytest

from .lists import labels, problems, read, save


@pytest.mark.parametrize(
    ("heading", "cell", "label", "told"),
    [
        ("Email comptabilité", "compta@forge.example", None, True),
        ("Email facturation", "compta@forge.example", None, True),
        ("Parrain", "Mme Anne Duval", None, True),
        ("Facebook", "forge", None, False),
        ("Suppléant", "Mme Anne Duval", "contact", False),
        ("Mail suppléant", "anne@forge.example", "email#2", False),
    ],
)
def test_what_is_not_read_is_told(
    tmp_path: Path, heading: str, cell: str, label: str | None, told: bool
) -> None:
    rows = [[name, "info@forge.example", cell] for name in ("Velinore", "Talisse", "Merival")]
    save(tmp_path, [["Société", "Courriel", heading], *rows])
    reading = read(tmp_path)
    assert labels(reading)[heading] == label
    expected = [("column_unread", "C1")] if told else []
    assert [(problem, at) for problem, at, _ in problems(reading)] == expected


def test_the_mail_of_the_accounts_where_there_is_no_other(tmp_path: Path) -> None:
    save(tmp_path, [["Société", "Email comptabilité"], ["Velinore", "compta@forge.example"]])
    assert list(labels(read(tmp_path)).values()) == ["name", "email"]
