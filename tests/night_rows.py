"""The rows of the night of nights.py: records, links, and what the register holds."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reconcile.results import Reason
from reconcile.tables import conform, empty

T42, REZ, OLD = "technopole42/membres.xlsx", "rezames/Liste à jour.xlsx", "rezames/anciens.csv"


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
    saint = {"postcode": "42000", "city": "Saint-Étienne", "city_key": "ST ETIENNE"}
    t42, rez = "technopole42", "rezames"
    return table(
        "records",
        [
            _record(1, t42, 5, name="Atelier Berthier", siren="000123455", siret="00012345500012",
                    address="12 rue des Aciéries", **saint, phones=["+33465710001"],
                    emails=["contact@atelier.example"], people=["camille berthier"],
                    website="atelier.example", member_no="12", joined_on="2011-09-15"),
            _record(2, t42, 6, name="Lumen & Fils", address="3 place Carnot", street_no="3",
                    street_key="PLACE CARNOT", **saint,
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
            _record(8, rez, 5, name="Lumen et Fils", address="3 pl. Carnot", street_no="3",
                    street_key="PLACE CARNOT", **saint,
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
         "reasons": [Reason("reach", "same_phone", 9.1), Reason("name", "alike", 3.2),
                     Reason("place", "other_street", -2.0)]},
        {"question_id": "Q-0002-P", "left_id": "R-00004", "right_id": "R-00010",
         "weight_bits": 12.4, "probability": 0.9, "refused": "two_sites",
         "reasons": [Reason("identity", "same_siren", 12.6), Reason("place", "other_city", -3.0)]},
    ]  # fmt: skip
    merges = [
        {"question_id": "Q-0003-D", "member_id": "M-0001", "left_id": "R-00001",
         "right_id": "R-00007", "weight_bits": 24.0, "probability": 0.99997, "refused": None,
         "reasons": [Reason("name", "equal", 12.0), Reason("reach", "same_phone", 9.1)]},
        {"question_id": "Q-0004-E", "member_id": "M-0002", "left_id": "R-00002",
         "right_id": "R-00008", "weight_bits": 8.0, "probability": 0.972, "refused": None,
         "reasons": []},
    ]  # fmt: skip
    return table("links", questions), table("links", merges)


def provenance() -> pd.DataFrame:
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
            kept("M-0006", "status", "left", "L10", "left_date"),
        ],
    )  # fmt: skip


REGISTER = [
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
