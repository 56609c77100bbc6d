"""Dues: paid or not, the sum where it is clear, and the year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reconcile.standardise import dues, standardise
from reconcile.standardise.dues import read_due
from reconcile.standardise.sums import amount

from .raw import FEW, columns, filled, raw


@pytest.mark.parametrize(
    ("written", "state", "amount"),
    [
        ("oui", "paid", None),
        ("n° 0045121", "paid", None),  # of the cheque
        ("x", "paid", None),
        ("1", "paid", None),
        ("payé", "paid", None),
        ("réglée", "paid", None),
        ("à jour", "paid", None),
        ("12/03/2011", "paid", None),
        ("150", "paid", 150.0),
        ("150 €", "paid", 150.0),
        ("150,50", "paid", 150.5),
        ("1 150,00 €", "paid", 1150.0),
        ("chq 150 €", "paid", 150.0),
        ("150 € le 12/03/2011", "paid", 150.0),
        ("non", "unpaid", None),
        ("0", "unpaid", 0.0),
        ("0,00 €", "unpaid", 0.0),
        ("impayé", "unpaid", None),
        ("relance", "unpaid", None),
        ("non payé", "unpaid", None),
        ("relancé, doit 150 €", "unpaid", 150.0),
        ("exo", "unknown", None),
    ],
)
def test_a_due(written: str, state: str, amount: float | None) -> None:
    assert read_due(written)[:2] == (state, amount)


def test_dues_have_the_year_of_their_column() -> None:
    labels = {
        "dues": ["oui", "2012", None],
        "dues__2": ["x", None, "-"],
        "dues__2011": ["150 €", "exo", "en cours"],
    }
    frame = raw(**labels)
    headings = {"dues": "À jour", "dues#2": "Cotisation 2010", "dues#2011": "Cotis 2011"}
    at = columns("dues", "dues#2", "dues#2011", headings=headings)
    table, said = dues.dues(filled(**labels), frame, at)
    shown = table[["pos", "year", "state", "amount", "label"]].astype(object)
    assert shown.where(shown.notna(), None).to_numpy().tolist() == [
        [0, None, "paid", None, "dues"],
        [0, 2010, "paid", None, "dues#2"],
        [0, 2011, "paid", 150.0, "dues#2011"],
        [1, 2012, "paid", None, "dues"],
        [1, 2011, "unknown", None, "dues#2011"],
    ]
    assert said[["pos", "raw", "problem"]].to_numpy().tolist() == [[1, "exo", "dues_unreadable"]]


@pytest.mark.parametrize(
    ("written", "state", "amount"),
    [
        # shares, ordinals, counts
        ("50% réglé", "unknown", None),
        ("réglé à 50 %", "unknown", None),
        ("1/2", "unknown", None),
        ("3/4 réglé", "unknown", None),
        ("100 %", "paid", None),
        ("0%", "unpaid", None),
        ("payé 75 € (remise 50 %)", "paid", 75.0),
        ("gratuit 1ère année", "unknown", None),
        ("2e année gratuite", "unknown", None),
        ("1er chq 150", "paid", 150.0),
        ("payé en 2 fois", "paid", None),
        ("payé 150 en 2 fois", "paid", 150.0),
        ("3 mois", "unknown", None),
        ("réglé T1", "paid", None),
        # numbers of cheques and invoices
        ("chq 1234567", "paid", None),
        ("chq n°0012345", "paid", None),
        ("chèque n° 1234567 150 €", "paid", 150.0),
        ("chq 1234567 - 150 €", "paid", 150.0),
        ("payé fact. 1234", "paid", None),
        ("facture 2024-015", "unknown", None),
        # dates
        ("réglé le 12/03/2024", "paid", None),
        ("150€ le 3 mars 2024", "paid", 150.0),
        ("réglé par CB le 5 avril", "paid", None),
        ("virement du 12/03/24", "paid", None),
        ("CB 12/03", "paid", None),
        ("45363", "paid", None),
        ("payé 75€ le 12/3 et 75€ le 12/4", "paid", None),
        ("PAYE LE 12/03/2024 PAR CHEQUE 1234567 DE 150 EUROS", "paid", 150.0),
        # several sums
        ("2 x 75 €", "paid", 150.0),
        ("3 chèques de 50 €", "paid", 150.0),
        ("150€ + 20€", "paid", 170.0),
        ("150 + 20 = 170 €", "paid", 170.0),
        ("150 € - 20 €", "unknown", None),
        ("150-20", "unknown", None),
        ("150 / 200", "unknown", None),
        ("-50", "unknown", None),
        ("150 € TTC (125 € HT)", "unknown", None),
        # beside a word
        ("150 € TTC", "paid", 150.0),
        ("x 150", "paid", 150.0),
        ("dû 150", "unpaid", 150.0),
        ("reste 0", "paid", 0.0),
        ("pas encore réglé", "unpaid", None),
        ("à régler", "unpaid", None),
        ("chèque rejeté", "unpaid", None),
        ("attente chq", "unknown", None),
        ("acompte 50 €", "unknown", 50.0),
        ("partiellement réglé", "unknown", None),
        ("relancé, réglé le 12/03/2024", "unknown", None),
        ("remboursé", "unknown", None),
        ("réglé ?", "unknown", None),
    ],
)
def test_figures_that_are_no_sum(written: str, state: str, amount: float | None) -> None:
    assert read_due(written)[:2] == (state, amount)


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2024", 2024),
        ("réglé 2024", 2024),
        ("cotisation 2024 réglée", 2024),
        ("impayé 2024", 2024),
        ("X 2024", 2024),
        ("réglé le 12/03/2024", None),
        ("mars 2024", None),
        ("réglé 2023/2024", None),
        ("2023, 2024", None),
        ("2024 €", None),
    ],
)
def test_the_year_of_a_due(written: str, year: int | None) -> None:
    assert read_due(written)[2] == year


@FEW
@given(st.integers(1, 99_999), st.integers(0, 99), st.sampled_from(["", " ", "\u202f"]))
def test_every_sum_comes_back(euros: int, cents: int, gap: str) -> None:
    text = f"{euros:,}".replace(",", " ") + f",{cents:02}{gap.replace(chr(0x202F), ' ')}€"
    assert amount(text) == pytest.approx(euros + cents / 100)


def test_a_page_is_no_due() -> None:
    assert read_due("n°" * 10_000) == ("unknown", None, None)


@FEW
@given(st.text(max_size=30))
def test_any_text_gives_a_due_of_known_form(text: str) -> None:
    state, paid, year = read_due(text)
    assert state in ("paid", "unpaid", "unknown")
    assert paid is None or paid >= 0
    assert year is None or 1990 <= year <= 2100


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("x", ("unpaid", None)),
        ("oui", ("unpaid", None)),
        ("150 €", ("unpaid", 150.0)),
        ("50", ("unpaid", 50.0)),
        ("relancé", ("unpaid", None)),
        ("0", None),
        ("0,00 €", None),
        ("non", None),
        ("-", None),
        ("réglé le 12/03/2025", ("paid", None)),
        ("12/03/2025", ("unknown", None)),
        ("oui ?", ("unknown", None)),
        ("offert", ("unknown", None)),
    ],
)
def test_what_is_still_owed(written: str, read: tuple[str, float | None] | None) -> None:
    label = "dues#owed2025"
    found = standardise(raw(**{label: [written]}), columns(label))
    told = [one.problem for one in found.issues.itertuples()]
    assert told == (["dues_unreadable"] if read and read[0] == "unknown" else [])
    got = found.dues_read[["year", "state", "amount"]].to_numpy(dtype=object).tolist()
    if read is None:
        assert got == []
    else:
        assert got[0][:2] == [2025, read[0]]
        assert got[0][2] == read[1] or read[1] is None
