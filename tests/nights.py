"""A small night made by hand: eight members of two clubs, with something for every sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from reconcile.results import Night, Reading, Register
from reconcile.tables import conform, empty

TODAY = date(2026, 11, 22)
CLUBS = {"technopole42": "Technopole 42", "rezames": "Rezames"}
T42, REZ, OLD = "technopole42/membres.xlsx", "rezames/Liste à jour.xlsx", "rezames/anciens.csv"
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


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Rows as a frame of tables.py."""
    return conform(pd.DataFrame(rows), name) if rows else empty(name)


def _record(nth: int, source: str, row: int, **values: Any) -> dict[str, Any]:
    file, sheet = {"technopole42": (T42, "Liste 2026"), "rezames": (REZ, "Feuil1")}[source]
    basis: dict[str, Any] = {
        "record_id": f"R-{nth:05d}",
        "source": source,
        "file": file,
        "sheet": sheet,
        "row": row,
        "hidden": False,
        "struck": False,
        "siren_ok": bool(values.get("siren")),
        "siret_ok": bool(values.get("siret")),
    }
    lists = {name: [] for name in ("phones", "faxes", "emails", "commissions", "people")}
    return {**basis, **lists, **values}


def records() -> pd.DataFrame:
    """Ten records: 1 and 7 are one firm, 2 and 8 too, 3 and 9 are asked, 4 and 10 too."""
    saint = {"postcode": "42000", "city": "Saint-Étienne"}
    t42, rez = "technopole42", "rezames"
    return table(
        "records",
        [
            _record(1, t42, 5, name="Atelier Berthier", siren="000123455", siret="00012345500012",
                    address="12 rue des Aciéries", **saint, phones=["+33465710001"],
                    emails=["contact@atelier.example"], people=["camille berthier"],
                    website="atelier.example", member_no="12", joined_on="2011-09-15"),
            _record(2, t42, 6, name="Lumen & Fils", address="3 place Carnot", **saint,
                    phones=["+33465710002"], emails=["bonjour@lumen.example"], member_no="13"),
            _record(3, t42, 7, name="Cycles Vareille", address="8 rue du Puits", **saint,
                    phones=["+33465710003"], member_no="14", activity="Réparation de cycles"),
            _record(4, t42, 8, name="Groupe Solane", siren="000234563", address="1 allée Verte",
                    **saint, member_no="15"),
            _record(5, t42, 9, name="=1+1 Conseil", address="+ 4 rue Basse", **saint,
                    member_no="-16"),
            _record(6, t42, 10, name="Ancienne Forge", struck=True, left_on="2024", **saint),
            _record(7, rez, 4, name="ATELIER BERTHIER", trade_name="L'Atelier",
                    address="12 rue des Acieries", **saint, phones=["+33465710001", "+33639980001"],
                    people=["camille berthier"], member_no="A7", joined_on="2014"),
            _record(8, rez, 5, name="Lumen et Fils", address="3 pl. Carnot", **saint,
                    phones=["+33465710002"], emails=["b.fargues@lumen.example"],
                    people=["odile fargues"], member_no="A8"),
            _record(9, rez, 6, name="Vareille Vélos", address="10 rue du Puits", **saint,
                    phones=["+33465710003"], member_no="A9", notes="doit rappeler Odile"),
            _record(10, rez, 7, name="Solane", siren="000234563", address="40 route de Lyon",
                    postcode="42100", city="Saint-Étienne", member_no="A10"),
        ],
    )  # fmt: skip


def links() -> tuple[pd.DataFrame, pd.DataFrame]:
    """QUESTIONS and MERGES."""
    questions = [
        {"question_id": "Q-0001-H", "left_id": "R-00003", "right_id": "R-00009",
         "weight_bits": 3.9, "probability": 0.937, "refused": None,
         "reasons": [("reach", "same_phone", 9.1), ("name", "alike", 3.2),
                     ("place", "other_street", -2.0)]},
        {"question_id": "Q-0002-P", "left_id": "R-00004", "right_id": "R-00010",
         "weight_bits": 12.4, "probability": 0.9, "refused": "two_sites",
         "reasons": [("identity", "same_siren", 12.6), ("place", "different_city", -3.0)]},
    ]  # fmt: skip
    merges = [
        {"member_id": "M-0001", "left_id": "R-00001", "right_id": "R-00007", "weight_bits": 24.0,
         "probability": 0.99997, "refused": None,
         "reasons": [("name", "equal", 12.0), ("reach", "same_phone", 9.1)]},
        {"member_id": "M-0002", "left_id": "R-00002", "right_id": "R-00008", "weight_bits": 8.0,
         "probability": 0.972, "refused": None, "reasons": []},
    ]  # fmt: skip
    return table("links", questions), table("links", merges)


def _provenance() -> pd.DataFrame:
    def kept(member: str, field: str, value: str, cell: str, rule: str, *others: str) -> dict:
        place = {"record_id": "R-00001", "source": "technopole42", "file": T42,
                 "sheet": "Liste 2026", "cell": cell}  # fmt: skip
        other = {"record_id": "R-00007", "source": "rezames", "file": REZ, "sheet": "Feuil1"}
        left = [{**other, "value": text, "cell": f"F{nth}"} for nth, text in enumerate(others, 4)]
        return {**place, "member_id": member, "field": field, "value": value, "rule": rule,
                "others": left}  # fmt: skip

    return table(
        "provenance",
        [
            kept("M-0001", "name", "Atelier Berthier", "B5", "most_complete_name"),
            kept("M-0001", "siret", "00012345500012", "D5", "only_value"),
            kept("M-0001", "address", "12 rue des Aciéries", "E5", "most_complete_place",
                 "12 rue des Acieries"),
            kept("M-0001", "phones", "+33465710001", "H5", "all_values"),
            kept("M-0002", "name", "Lumen & Fils", "B6", "most_complete_name"),
            kept("M-0002", "address", "3 place Carnot", "E6", "most_complete_place",
                 "30 place Carnot", "=3 place Carnot"),
            kept("M-0002", "email", "bonjour@lumen.example", "J6", "first_list",
                 "b.fargues@lumen.example"),
        ],
    )  # fmt: skip


_REGISTER = [
    {"member_id": "M-0001", "name": "Atelier Berthier", "trade_name": "L'Atelier",
     "siren": "000123455", "siret": "00012345500012", "address": "12 rue des Aciéries",
     "phones": ["+33465710001", "+33639980001"], "emails": ["contact@atelier.example"],
     "clubs": ["technopole42", "rezames"], "joined_on": "2011-09-15", "up_to_date": "mixed",
     "member_no:technopole42": "12", "member_no:rezames": "A7", "n_records": 2,
     "joined_on:technopole42": "2011-09-15", "joined_on:rezames": "2014",
     "commissions": ["Développement durable", "5 à 7"], "former_name": "Menuiserie Berthier"},
    {"member_id": "M-0002", "name": "Lumen & Fils", "address": "3 place Carnot", "n_records": 2,
     "phones": ["+33465710002"], "emails": ["bonjour@lumen.example", "b.fargues@lumen.example"],
     "clubs": ["technopole42", "rezames"], "member_no:technopole42": "13",
     "member_no:rezames": "A8", "up_to_date": "yes"},
    {"member_id": "M-0003", "name": "Cycles Vareille", "address": "8 rue du Puits",
     "phones": ["+33465710003"], "clubs": ["technopole42"], "member_no:technopole42": "14",
     "joined_on": "2020-03", "activity": "Réparation de cycles"},
    {"member_id": "M-0004", "name": "Groupe Solane", "siren": "000234563",
     "address": "1 allée Verte", "clubs": ["technopole42"], "member_no:technopole42": "15"},
    {"member_id": "M-0005", "name": "=1+1 Conseil", "address": "+ 4 rue Basse",
     "clubs": ["technopole42"], "member_no:technopole42": "-16", "up_to_date": "no"},
    {"member_id": "M-0006", "name": "Ancienne Forge", "clubs": ["technopole42"],
     "status": "left", "left_on": "2024"},
    {"member_id": "M-0007", "name": "Vareille Vélos", "address": "10 rue du Puits",
     "phones": ["+33465710003"], "clubs": ["rezames"], "member_no:rezames": "A9"},
    {"member_id": "M-0008", "name": "Solane", "siren": "000234563", "clubs": ["rezames"],
     "address": "40 route de Lyon", "member_no:rezames": "A10", "phones": ["+41215550100"]},
]  # fmt: skip


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
        register=table("register", [{**basis, **row} for row in _REGISTER]),
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
        provenance=_provenance(),
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
