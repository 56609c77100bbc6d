"""What people write into registers and reports does not bring an erased person back."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from typer.testing import CliRunner

from reconcile.answers.register_sheet import Written
from reconcile.answers.unerased import seen
from reconcile.cli import app
from reconcile.decisions.by_hand import proposals
from reconcile.erasure.blocks import Block, Blocks
from reconcile.memory.database import begin
from reconcile.memory.schema import LEDGER
from reconcile.memory.store import Store
from reconcile.seal import Seal
from tests.erasure.erased import (
    MAIL,
    TRACES,
    erase,
    night,
    problems,
    row,
    save,
    traces,
    write,
)
from tests.places import Place

SEAL = Seal("ab" * 16)


def register(place: Place) -> Path:
    return place.clean / "member_register.xlsx"


def edit(path: Path, change: Callable[[Any], None], out: Path | None = None) -> None:
    book = load_workbook(path)
    change(book["Adhérents"])
    book.save(out or path)


def column(sheet: Any, heading: str) -> int:
    """The number of a column, a new one where there is none."""
    headings = [cell.value for cell in sheet[1]]
    if heading not in headings:
        sheet.cell(1, len(headings) + 1).value = heading
        return len(headings) + 1
    return headings.index(heading) + 1


def under(place: Place, heading: str) -> list[Any]:
    sheet = load_workbook(register(place))["Adhérents"]
    return [sheet.cell(nth, column(sheet, heading)).value for nth in range(2, sheet.max_row + 1)]


def headings(place: Place) -> list[Any]:
    return [cell.value for cell in load_workbook(register(place))["Adhérents"][1]]


def test_a_heading_that_names_the_person_is_cleaned_at_all_members(place: Place) -> None:
    def add(sheet: Any) -> None:
        for nth, text in enumerate(("oui", "non", "peut-être"), start=2):
            sheet.cell(nth, column(sheet, "Avis de Aloyse Brondel")).value = text

    edit(register(place), add)
    night(place)
    assert "Avis de Aloyse Brondel" in headings(place)
    erase(place)
    night(place)
    assert traces(place) == []
    assert [one for one in headings(place) if "Avis" in one] == ["Avis de [effacé]"]
    assert under(place, "Avis de [effacé]")[:3] == ["oui", "non", "peut-être"]


def decided(place: Place) -> list[tuple[str, str]]:
    """What people said by hand, by kind and subject."""
    ledger = Store(place.root / "state" / "register.db").recall().ledger
    return ledger.loc[ledger["kind"] != "erase", ["kind", "subject"]].to_numpy().tolist()


def test_an_old_copy_that_nobody_changed_says_nothing(place: Place) -> None:
    def add(sheet: Any) -> None:
        sheet.cell(2, column(sheet, "Note")).value = "voir Aloyse Brondel"
        sheet.cell(3, column(sheet, "Note")).value = "autre"

    edit(register(place), add)
    night(place)
    old = place.root / "on a stick.xlsx"
    shutil.copy(register(place), old)
    erase(place)
    before, notes, n_members = decided(place), under(place, "Note"), len(place.register())
    copy = place.clean / "member_register - Copie.xlsx"
    old.rename(copy)
    night(place)
    assert "Copie.xlsx |  |  |  |  | Ce registre contient" in problems(place)
    assert decided(place) == before
    assert (under(place, "Note"), len(place.register())) == (notes, n_members)
    assert traces(place) == [], "the copy is cleaned as well"
    night(place)
    assert decided(place) == before
    assert "Copie.xlsx" not in problems(place), "it is told once"


def test_what_is_typed_again_into_the_register_is_told_and_not_taken(gone: Place) -> None:
    mails = gone.register()["emails"].map(list).to_list()

    def retype(sheet: Any) -> None:
        sheet.cell(2, column(sheet, "Courriel")).value = MAIL
        sheet.cell(3, column(sheet, "Courriel")).value = MAIL
        sheet.cell(2, column(sheet, "Ville")).value = "chez Aloyse Brondel"
        sheet.cell(2, column(sheet, "CP")).value = "42001"
        sheet.cell(2, column(sheet, "Note")).value = f"joindre {MAIL} le matin"
        sheet.cell(sheet.max_row + 1, column(sheet, "Raison sociale")).value = "Aloyse Brondel"

    edit(register(gone), retype)
    night(gone)
    assert "member_register.xlsx |  |  |  |  | Ce registre contient" in problems(gone)
    said = ["extra M-0001␟Note", "extra register:␟Note", "edit value␟M-0001␟postcode␟42001"]
    assert sorted(" ".join(one) for one in decided(gone)) == sorted(said)
    assert under(gone, "Note")[0] == "joindre [effacé] le matin"
    assert gone.register()["emails"].map(list).to_list() == mails
    assert traces(gone) == []


def test_a_change_that_waits_for_an_answer_is_asked_about_no_more(place: Place) -> None:
    def typed(sheet: Any) -> None:
        sheet.cell(2, column(sheet, "Ville")).value = "chez Aloyse Brondel"
        sheet.cell(2, column(sheet, "CP")).value = "42001"

    edit(register(place), typed)
    night(place)
    subjects = [f"value␟M-0001␟{said}" for said in ("postcode␟42001", "city␟chez Aloyse Brondel")]
    assert sorted(waiting(place)) == sorted(subjects)
    erase(place)
    assert waiting(place) == subjects[:1]


def waiting(place: Place) -> list[str]:
    return proposals(Store(place.root / "state" / "register.db").recall().ledger)[
        "subject"
    ].tolist()


def test_a_phone_that_excel_made_a_number_stays_nowhere(place: Place) -> None:
    """639980012 in a column of people's own: its text and the number beside it."""

    def add(sheet: Any) -> None:
        for nth, number in enumerate((639980012, 639980044), start=2):
            sheet.cell(nth, column(sheet, "Portable du gérant")).value = number

    edit(register(place), add)
    night(place)
    assert "clean/member_register.xlsx: ['639980012']" in traces(place, "639980012")
    erase(place)
    assert traces(place) == []
    assert under(place, "Portable du gérant")[:2] == ["[effacé]", 639980044]
    with begin(Store(place.root / "state" / "register.db").engine) as db:  # as it used to be
        one = LEDGER.c.answer == "[effacé]"
        db.execute(sa.update(LEDGER).where(one).values(shown='{"value": 639980012.0}'))
    night(place)
    assert traces(place) == []
    assert under(place, "Portable du gérant")[:2] == ["[effacé]", 639980044]


def test_what_is_typed_beside_other_entries_leaves_these(gone: Place) -> None:

    def retype(sheet: Any) -> None:
        sheet.cell(2, column(sheet, "Courriel")).value = f"{MAIL} ; info@miralix.example"

    edit(register(gone), retype)
    night(gone)
    assert decided(gone) == [["edit", "value␟M-0001␟emails␟info@miralix.example"]]
    assert traces(gone) == []


def answer(place: Place, text: str) -> None:
    """Answer the first row of `Écarts`."""
    path = place.clean / "match_report.xlsx"
    book = load_workbook(path)
    sheet = book["Écarts"]
    keys = [str(cell.value).strip() for cell in sheet[3]]
    sheet.cell(5, keys.index("answer") + 1).value = text
    book.save(path)


@pytest.mark.parametrize(
    ("text", "left"), [(MAIL, []), (f"{MAIL}; info@miralix.example", ["info@miralix.example"])]
)
def test_an_answer_that_is_an_erased_mail_is_told_and_not_taken(
    gone: Place, text: str, left: list[str]
) -> None:

    def retype(sheet: Any) -> None:
        sheet.cell(2, column(sheet, "Courriel")).value = "autre@miralix.example"

    edit(register(gone), retype)
    night(gone)
    answer(gone, text)
    night(gone)
    assert "Dans ce rapport, des réponses (" in problems(gone)
    answers = Store(gone.root / "state" / "register.db").recall().ledger
    assert answers.loc[answers["kind"] == "value", "answer"].to_list() == left
    assert ("yes:" + "".join(left) in answers["answer"].to_list()) == bool(left)
    assert traces(gone) == []


def test_a_firm_called_as_the_person_is_no_data_of_theirs(place: Place) -> None:
    """The name of the firm stays; a change of its phone is taken."""
    save(place, "rezames/solo.xlsx", Liste=[
        row("R9", "Brondel Aloyse Conseil", "3 rue Basse", "42000", "Saint-Étienne",
            "04 65 71 00 09", "", "aloyse@conseil.example", "M.", "Aloyse", "Brondel",
            SIREN="000 000 026"),
    ])  # fmt: skip
    night(place)
    write(place, "effacer", "aloyse@conseil.example")
    night(place)
    write(place, "confirmer")
    night(place)
    names = place.register().set_index("name")["member_id"]
    member = names["Brondel Aloyse Conseil"]

    def change(sheet: Any) -> None:
        for line in sheet.iter_rows(min_row=2):
            if line[0].value == member:
                line[column(sheet, "CP") - 1].value = "42002"

    edit(register(place), change)
    night(place)
    assert decided(place) == [["edit", f"value␟{member}␟postcode␟42002"]]
    assert "Ce registre contient" not in problems(place)


def test_rows_of_a_member_who_was_the_person_are_left_out_of_a_copy() -> None:
    """Of other rows a cell that was written of the member stays."""
    block = Block({"name": frozenset({SEAL.of("name", "aloyse brondel")})}, frozenset({"M-0001"}),
                  whole=True)  # fmt: skip
    blocks = Blocks.build(SEAL, [block])
    written = Written({"member_id": "N°", "name": "Nom"}, {"M-0002": {"name": "Ostravel"}})
    rows = [["N°", "Nom"], ["M-0001", "Aloyse Brondel"], ["M-0002", "Ostravel"], ["", "Vorenna"]]
    found = seen({"A": rows, "B": rows[:2]}, "A", written, blocks)
    assert found.sheets == {"A": [rows[0], *rows[2:]], "B": [rows[0], ["M-0001", "[effacé]"]]}
    assert found.cells == ["A B2", "B B2"]


def test_the_history_of_the_member_tells_nothing_of_the_person(place: Place) -> None:
    """Values of registers, what people answered and what changed, but for what is the firm's."""

    def retype(sheet: Any) -> None:
        sheet.cell(2, column(sheet, "Courriel")).value = f"{MAIL} ; info@miralix.example"
        sheet.cell(2, column(sheet, "Ville")).value = "chez M. Brondel, Roche"
        sheet.cell(2, column(sheet, "Note")).value = "voir Aloyse Brondel"

    edit(register(place), retype)
    night(place)
    answer(place, "oui")
    night(place)
    answer(place, "oui")
    night(place)
    before = history(place).casefold()
    assert [one for one in TRACES if one in before] == [*TRACES[:2], *TRACES[3:]]
    assert before.count("« ") == 2, "both answers"
    erase(place)
    after = history(place)
    assert [one for one in TRACES if one in after.casefold()] == []
    assert "Miralix" in after and "info@miralix.example" in after and "04 65 71 00 01" in after


def history(place: Place) -> str:
    told = CliRunner().invoke(app, ["history", "M-0001", "--config", str(place.settings)])
    assert told.exit_code == 0, told.output
    return told.output


def test_a_file_called_as_the_person_is_told_until_it_has_another_name(gone: Place) -> None:
    assert "est celui d'une personne effacée" not in problems(gone)
    others = [row("R8", "Vorenna", "1 cours Long", "42100", "Saint-Étienne", "04 65 71 00 08")]
    save(gone, "rezames/fiche_BRONDEL_Aloyse.xlsx", Liste=others)
    save(gone, "rezames/fiche Basile Dornel.xlsx", Liste=others)
    night(gone)
    told = [one for one in problems(gone).splitlines() if "est celui d'une personne" in one]
    assert [one.split(" | ")[:3] for one in told] == [
        ["à corriger", "rezames/fiche_BRONDEL_Aloyse.xlsx", ""]
    ]
    (gone.root / "raw/rezames/fiche_BRONDEL_Aloyse.xlsx").rename(
        gone.root / "raw/rezames/fiche 12.xlsx"
    )
    night(gone)
    assert "est celui d'une personne effacée" not in problems(gone)
