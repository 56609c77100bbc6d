"""A small night made by hand: eight members of two clubs, with something for every sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from reconcile.results import Night, Reading, Register
from reconcile.tables import empty
from tests.night_rows import OLD, REGISTER, REZ, T42, links, provenance, records, table

TODAY = date(2026, 11, 22)
CLUBS = {"technopole42": "Technopole 42", "rezames": "Rezames"}
# What must never be read in a report before the clubs are one.
PERSONAL = (
    "04 65 71",
    "+3346571",
    "046571",
    "06 39 98",
    "+3363998",
    "@",
    "Camille",
    "Berthier",
    "BERTHIER",
    "berthier",
    "Odile",
    "Fargues",
    "doit rappeler",
)


def register() -> Register:
    """The joint register."""
    lists = {name: [] for name in ("phones", "emails", "commissions")}
    basis = {**lists, "status": "current", "up_to_date": "unknown", "n_records": 1,
             "postcode": "42000", "city": "Saint-Étienne"}  # fmt: skip
    contact = {"first": "Camille", "last": "Berthier", "title": "M.", "role": "Gérante",
               "emails": ["camille@atelier.example"], "phones": ["+33639980001"]}  # fmt: skip
    cell = {"file": T42, "sheet": "Liste 2026", "cell": "K5"}
    due = {"member_id": "M-0001", "club": "technopole42", **cell}
    consent = {"member_id": "M-0001", "purpose": "newsletter", **cell}
    return Register(
        register=table("register", [{**basis, **row} for row in REGISTER]),
        contacts=table("contacts", [
            {**contact, "contact_id": "C-1-1", "member_id": "M-0001", "record_id": "R-00001",
             "clubs": ["technopole42", "rezames"]},
        ]),
        consents=table("consents", [
            {**consent, "state": "yes", "club": "technopole42"},
            {**consent, "state": "no", "club": "rezames"},
        ]),
        dues=table("dues", [
            {**due, "year": 2025, "state": "paid", "amount": 120.0},
            {**due, "year": 2026, "state": "paid", "amount": 120.5},
            {**due, "club": "rezames", "year": None, "state": "unpaid", "amount": float("nan")},
        ]),
        provenance=provenance(),
    )  # fmt: skip


def issues() -> pd.DataFrame:
    """A problem of each gravity; some of their texts tell of a person."""
    t42 = {"source": "technopole42", "file": T42, "sheet": "Liste 2026", "details": {}}
    rez = {"source": "rezames", "file": REZ, "sheet": "Feuil1", "details": {}}
    return table(
        "issues",
        [
            {**t42, "record_id": "R-00004", "row": 8, "cell": "D8", "field": "siret",
             "raw": "4.2E+13", "problem": "siret_form", "severity": "warning"},
            {**rez, "record_id": "R-00009", "row": 6, "cell": "H6", "field": "phone",
             "raw": "04 65 71 00 0", "problem": "phone_form", "severity": "warning",
             "details": {"value": "04 65 71 00 0"}},
            {**rez, "record_id": "R-00008", "row": 5, "cell": "B5", "field": "name",
             "raw": "Lumen et Fils - Odile FARGUES", "problem": "person_in_name",
             "severity": "info", "details": {"person": "Odile FARGUES"}},
            {**rez, "record_id": "R-00007", "row": 4, "cell": "M4", "field": "activity",
             "raw": "voir contact@atelier.example", "problem": "mail_elsewhere",
             "severity": "info", "details": {"value": "contact@atelier.example"}},
            {**rez, "record_id": None, "row": 9, "cell": None, "field": None,
             "raw": "Berthier Camille 06 39 98 00 01", "problem": "row_left_out",
             "severity": "info"},
            {"source": "rezames", "file": OLD, "sheet": None, "row": None, "cell": None,
             "field": None, "raw": None, "problem": "file_unreadable", "severity": "warning",
             "details": {}, "record_id": None},
        ],
    )  # fmt: skip


def critical() -> pd.DataFrame:
    """What holds a register back."""
    return table("issues", [{
        "record_id": "R-00003", "source": None, "file": None, "sheet": None, "row": None,
        "cell": None, "field": None, "raw": None, "problem": "record_lost",
        "severity": "critical", "details": {},
    }])  # fmt: skip


def reading() -> Reading:
    """Three files, one of which cannot be read."""
    sheet = {"details": {}, "left_out": [], "n_left_out": 0}
    sheets = table("sheets", [
        {**sheet, "source": "technopole42", "file": T42, "sheet": "Liste 2026", "state": "read",
         "header_row": 4, "n_rows": 6, "why": "read", "n_left_out": 2, "left_out": [
             {"row": 11, "why": "total", "text": "Total : 6"},
             {"row": 13, "why": "note", "text": "Appeler Camille au 06 39 98 00 01"}]},
        {**sheet, "source": "rezames", "file": REZ, "sheet": "Feuil1", "state": "read",
         "header_row": 3, "n_rows": 4, "why": "read"},
        {**sheet, "source": "rezames", "file": OLD, "sheet": None, "state": "unreadable",
         "header_row": None, "n_rows": 0, "why": "damaged"},
    ])  # fmt: skip
    place = {"source": "technopole42", "file": T42, "sheet": "Liste 2026"}
    columns = table("columns", [
        {**place, "column": "B", "heading": "Raison sociale", "label": "name", "confidence": 1.0},
        {**place, "column": "H", "heading": "Tél. 2", "label": "phone#2", "confidence": 0.93},
        {**place, "column": "K", "heading": "Cotis 2025", "label": "dues#2025", "confidence": 0.9},
        {**place, "column": "Z", "heading": "Divers", "label": None, "confidence": 0.0},
    ])  # fmt: skip
    return Reading(empty("raw"), columns, sheets, empty("issues"))


def night() -> Night:
    """A night of the merged club."""
    questions, merges = links()
    return Night(
        run=12,
        today=TODAY,
        mode="joint",
        clubs=CLUBS,
        reading=reading(),
        records=records(),
        members=empty("members"),
        aliases=empty("aliases"),
        registers={"": register()},
        questions=questions,
        merges=merges,
        issues=issues(),
        checks=empty("checks"),
        held_back=empty("issues"),
        last_register=date(2026, 11, 20),
        merged_on=date(2026, 1, 1),
    )


def apart() -> Night:
    """The same night before the clubs are one: a register each."""
    whole = register()
    registers = {}
    for club in CLUBS:
        own = whole.register[whole.register["clubs"].map(lambda clubs, club=club: club in clubs)]
        own = own.reset_index(drop=True).assign(clubs=[[club] for _ in range(len(own))])
        kept = {
            name: frame[frame["member_id"].isin(own["member_id"])].reset_index(drop=True)
            for name, frame in vars(whole).items()
            if name != "register"
        }
        registers[club] = Register(register=own, **kept)
    return replace(night(), mode="apart", merged_on=date(2027, 1, 1), registers=registers)


def alone() -> Night:
    """A night on which Rezames has never sent a file."""
    return replace(night(), mode="alone", waiting_for=("rezames",))


def held() -> Night:
    """A night whose register is held back."""
    return replace(night(), held_back=critical())
