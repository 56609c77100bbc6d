"""Text tidied and folded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.standardise.text import fold, fold_text, is_nothing, is_same_as_above, tidy

from .raw import FEW, text, values

ANY = st.text(max_size=30)
LATIN = st.text("aàâäbcçdeéèêœ ÆÉEZ0189'’-–.&\u00a0\u200b\n\te\u0301", max_size=30)


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("  deux   espaces ", "deux espaces"),
        ("espace\u00a0insécable\u202ffine", "espace insécable fine"),
        ("L’Étrat", "L'Étrat"),
        ("e\u0301te\u0301", "été"),  # accents apart (NFD), as a Mac writes them
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("trait–demi", "trait-demi"),
        ("A\u200b\u0300", "À"),  # an invisible sign between a letter and its accent
        ("“mot”", '"mot"'),
        ("ligne 1\r\n ligne 2", "ligne 1 ligne 2"),
        ("onglet\tlà", "onglet là"),
        ("", None),
        ("\u00a0 ", None),
        (None, None),
    ],
)
def test_tidy(written: str | None, tidied: str | None) -> None:
    assert values(tidy(text(written))) == [tidied]


def test_a_line_break_becomes_what_the_field_wants() -> None:
    assert values(tidy(text("04 65 71 00 00\n04 65 71 00 01"), line="; ")) == [
        "04 65 71 00 00; 04 65 71 00 01"
    ]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Cœur d'Été", "COEUR D ETE"),
        ("Ægir & Fils", "AEGIR FILS"),
        ("Saint-Étienne", "SAINT ETIENNE"),
        ("STRAßE", "STRASSE"),
        ("Łódź", "LODZ"),
        ("株式会社 田中", "株式会社 田中"),  # letters of other scripts are kept
        ("Ολυμπία", "ΟΛΥΜΠΙΑ"),
        ("---", None),
        (None, None),
    ],
)
def test_fold(written: str | None, folded: str | None) -> None:
    assert values(fold(text(written))) == [folded]


@pytest.mark.parametrize(
    "written",
    [
        "-",
        "--",
        "NC",
        "N/C",
        "N.C.",
        "néant",
        "NÉANT",
        "idem",
        "?",
        "en cours",
        "0000",
        "0",
        "x",
        "XX",
        "n/a",
        "non communiqué",
        "à compléter",
        "#N/A",
        "#REF!",
        "/",
        "...",
        "…" * 30,
        "inconnue",
    ],
)
def test_placeholders_say_nothing(written: str) -> None:
    assert is_nothing(tidy(text(written))).tolist() == [True]


@pytest.mark.parametrize(
    "written", ["1", "ID", "Nantes", "04 65 71 00 00", "C", "000123", "株", "XXL"]
)
def test_short_values_are_no_placeholders(written: str) -> None:
    assert is_nothing(tidy(text(written))).tolist() == [False]


def test_idem_is_told_apart() -> None:
    assert is_same_as_above(
        text("idem", "Idem.", '"', "dito", "néant", "idem Dupont")
    ).tolist() == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]


@FEW
@given(ANY | LATIN)
def test_tidying_twice_changes_nothing(written: str) -> None:
    once = tidy(text(written))
    assert values(tidy(once)) == values(once)


@FEW
@given(ANY | LATIN)
def test_folding_twice_changes_nothing(written: str) -> None:
    once = fold(text(written))
    assert values(fold(once)) == values(once)


@FEW
@given(ANY | LATIN)
def test_folding_one_text_or_a_column_is_the_same(written: str) -> None:
    assert fold_text(written) == (values(fold(text(written)))[0] or "")


@FEW
@given(st.lists(LATIN, max_size=8))
def test_a_value_does_not_depend_on_its_neighbours(cells: list[str]) -> None:
    together = values(fold(tidy(text(*cells))))
    assert together == [values(fold(tidy(text(cell))))[0] for cell in cells]
