"""Where in the register it is asked for."""

from __future__ import annotations

import pytest

from reconcile.erasure import of_contacts, without_wishes

ROW = ("M-0042", "Forge", "M.", "E.", "Martin", "Gérant")


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ((*ROW, "effacer", "erase:abc"), ["contact:abc"]),
        ((*ROW, "E", "erase:abc"), ["contact:abc"]),
        ((*ROW, "", "erase:abc"), []),  # the first name is no wish
        ((*ROW, "effacer"), []),  # of nobody
    ],
)
def test_the_cell_before_the_key_asks(line: tuple[str, ...], asked: list[str]) -> None:
    assert [act["subject"] for act in of_contacts({"Contacts": [line]})] == asked


def test_what_was_chosen_is_no_change_and_the_rest_stays() -> None:
    chosen = {"Contacts": [(*ROW, "effacer", "erase:abc")], "Adhérents": [("M-0042", "E.")]}
    plain = {"Contacts": [[*ROW, "", "erase:abc"]], "Adhérents": [("M-0042", "E.")]}
    assert without_wishes(chosen) == plain
