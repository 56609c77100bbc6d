"""Four clean rows of two clubs, standardised and merged into three members: nothing is wrong here.

SIREN: 000000018, 000000026, 000000034 pass Luhn and are never issued.
"""

from __future__ import annotations

import pandas as pd
from stdnum import luhn

from reconcile.tables import conform

Frames = dict[str, pd.DataFrame]
TEC, REZ = ("technopole42", "technopole42/liste.xlsx"), ("rezames", "rezames/liste.xlsx")
PLACES = [(*TEC, "Membres", 5), (*TEC, "Membres", 6), (*REZ, "2026", 2), (*REZ, "2026", 3)]
FILES = [TEC[1], REZ[1]]
LETTERS = {
    **{"A": "member_no", "B": "name", "C": "siren", "D": "siret", "E": "vat", "F": "postcode"},
    **{"G": "city", "H": "phone", "I": "mobile", "J": "email", "K": "contact", "L": "joined_on"},
    **{"M": "dues#2025", "N": "newsletter", "O": "website", "P": "fax", "Q": "notes"},
}


def raw(world: int = 0) -> pd.DataFrame:
    """RAW, as written; in each world other numbers, so that no list is the copy of another."""
    place = pd.DataFrame(PLACES, columns=["source", "file", "sheet", "row"])
    cells = {
        "member_no": ["12", "13", "R-1", "R-2"],
        "name": ["SARL Abricot", "Menuiserie Buis", "ABRICOT", "Cerfeuil Conseil"],
        "siren": ["000 000 018", None, "000000018", None],
        "siret": ["000 000 018 00002", "00000002600013", None, "00000003400009"],
        "vat": [None, None, "FR66 000000018", "FR 17 000000034"],
        "postcode": ["42000", "42390", None, "42100"],
        "city": ["Saint-Étienne", "VILLARS", None, "St-Etienne"],
        "phone": ["04 65 71 00 01", None, "04 65 71 00 01", f"04 65 71 {world:02d} 03"],
        "mobile": [None, "06 39 98 00 01", None, None],
        "email": ["contact@abricot.example", None, None, "c@cerfeuil.example"],
        "contact": ["Mme Rose MARTIN-TEST", None, None, "M. Paul ESSAI"],
        "joined_on": ["12/03/2011", "2012", "sept-11", None],
        "dues#2025": ["x", "", None, "120"],
        "newsletter": ["oui", None, "non", None],
        "website": ["www.abricot.example", None, None, None],
        "fax": [f"04 65 71 {world:02d} 99", None, None, None],
        "notes": ["cliente fidèle", "à rappeler", None, None],
    }
    rows = place.assign(hidden=False, struck=False, **cells)
    return conform(rows, "raw").astype(dict.fromkeys(cells, "str"))


def before() -> pd.DataFrame:
    """RAW of the last register: the same rows."""
    ids = [f"R-{n:06d}" for n in range(1, 5)]
    return conform(raw().assign(record_id=ids), "known")


def columns() -> pd.DataFrame:
    """COLUMNS: the same letters in both sheets."""
    parts = [
        pd.DataFrame({"column": list(LETTERS), "label": list(LETTERS.values())}).assign(
            source=source, file=file, sheet=sheet, confidence=1.0
        )
        for (source, file), sheet in ((TEC, "Membres"), (REZ, "2026"))
    ]
    return conform(pd.concat(parts, ignore_index=True), "columns")


def sheets() -> pd.DataFrame:
    """SHEETS: two sheets that were read and one that was not."""
    table = pd.DataFrame(
        [
            (*TEC, "Membres", "read", 4, 2, 0),
            (*REZ, "2026", "read", 1, 2, 1),
            (*REZ, "Notes", "ignored", None, 0, 3),
        ],
        columns=["source", "file", "sheet", "state", "header_row", "n_rows", "n_left_out"],
    )
    return conform(table, "sheets")


def records() -> pd.DataFrame:
    """RECORDS of the same rows."""
    own = raw()
    fields = {
        "member_no": own["member_no"],
        "name": own["name"],
        "siren": ["000000018", None, "000000018", None],
        "siret": ["00000001800002", "00000002600013", None, "00000003400009"],
        "vat": [None, None, "FR66000000018", "FR17000000034"],
        "naf": ["6201Z", None, None, None],
        "headcount": ["10-19", "3", None, "TPE"],
        "postcode": own["postcode"],
        "city": ["Saint-Étienne", "Villars", None, "Saint-Étienne"],
        "city_key": ["SAINT ETIENNE", "VILLARS", None, "SAINT ETIENNE"],
        "website": ["www.abricot.example", None, None, None],
        "domain": ["abricot.example", None, None, "cerfeuil.example"],
        "joined_on": ["2011-03-12", "2012", "2011-09", None],
        "left_on": [None, "2012", None, "2025-12"],
        "newsletter": ["yes", None, "no", None],
        "notes": own["notes"],
        "name_key": ["ABRICOT", "MENUISERIE BUIS", "ABRICOT", "CERFEUIL CONSEIL"],
    }
    lists = {
        "phones": [["+33465710001"], ["+33639980001"], ["+33465710001"], ["+33465710003"]],
        "faxes": [["+33465710099"], [], [], []],
        "emails": [["contact@abricot.example"], [], [], ["c@cerfeuil.example"]],
    }
    table = own[["source", "file", "sheet", "row", "hidden", "struck"]].assign(
        record_id=["R-000001", "R-000002", "R-000003", "R-000004"], **fields
    )
    for name in ("phones", "faxes", "emails"):
        table[name] = pd.Series(lists[name], dtype=object)
    return conform(table.assign(siren_ok=True, siret_ok=True), "records")


def people() -> pd.DataFrame:
    """PEOPLE: one in the first row, one in the last."""
    table = pd.DataFrame(
        {
            "pos": [0, 3],
            "nth": [0, 0],
            "title": ["Mme", "M."],
            "first": ["Rose", "Paul"],
            "last": ["MARTIN-TEST", "ESSAI"],
            "label": ["contact", "contact"],
        }
    )
    return conform(table, "people")


def dues_read() -> pd.DataFrame:
    """DUES_READ: paid, and a sum."""
    table = pd.DataFrame({"pos": [0, 3], "year": [2025, 2025], "state": ["paid", "paid"]})
    return conform(table.assign(amount=[None, 120.0], label="dues#2025"), "dues_read")


def origins() -> pd.DataFrame:
    """ORIGINS: the phone of the second row stood in the column of mobiles."""
    rows = [(0, "phones", 0, "phone"), (1, "phones", 0, "mobile"), (2, "phones", 0, "phone")]
    return pd.DataFrame(
        [*rows, (3, "phones", 0, "phone")], columns=["pos", "field", "nth", "label"]
    )


def members() -> pd.DataFrame:
    """MEMBERS: the first and the third row are one company."""
    ids = ["M-0001", "M-0002", "M-0001", "M-0003"]
    table = pd.DataFrame({"record_id": records()["record_id"], "member_id": ids})
    return conform(table.assign(weakest_link=1.0, conflict=False), "members")


def sirets(world: int) -> list[str]:
    """The SIRETs of the three members, other ones in each world."""
    stems = [f"{siren}{world:04d}" for siren in ("000000018", "000000026", "000000034")]
    return [stem + luhn.calc_check_digit(stem) for stem in stems]


def register(world: int = 0) -> pd.DataFrame:
    """REGISTER: three lines."""
    table = pd.DataFrame(
        {
            "member_id": ["M-0001", "M-0002", "M-0003"],
            "name": ["SARL Abricot", "Menuiserie Buis", "Cerfeuil Conseil"],
            "siret": sirets(world),
            "postcode": ["42000", "42390", "42100"],
            "n_records": [2, 1, 1],
        }
    )
    clubs = [["technopole42", "rezames"], ["technopole42"], ["rezames"]]
    return conform(table.assign(clubs=pd.Series(clubs, dtype=object)), "register")


def provenance(world: int = 0) -> pd.DataFrame:
    """PROVENANCE: every golden value from the first record of its member."""
    firsts = {"M-0001": 0, "M-0002": 1, "M-0003": 3}
    cells = {"name": "B", "siret": "D", "postcode": "F"}
    lines = register(world).set_index("member_id")
    rows = [
        (
            m,
            f,
            lines.loc[m, f],
            f"R-{n + 1:06d}",
            *PLACES[n][:3],
            f"{c}{PLACES[n][3]}",
            "only_value",
        )
        for m, n in firsts.items()
        for f, c in cells.items()
    ]
    names = "member_id field value record_id source file sheet cell rule".split()
    return conform(pd.DataFrame(rows, columns=names), "provenance")


def contacts() -> pd.DataFrame:
    """CONTACTS: the two persons."""
    table = pd.DataFrame(
        {
            "contact_id": ["C-000001-1", "C-000004-1"],
            "member_id": ["M-0001", "M-0003"],
            "record_id": ["R-000001", "R-000004"],
            "last": ["MARTIN-TEST", "ESSAI"],
        }
    )
    return conform(table, "contacts")


def dues() -> pd.DataFrame:
    """DUES: the two that were read."""
    table = pd.DataFrame({"member_id": ["M-0001", "M-0003"], "club": ["technopole42", "rezames"]})
    return conform(
        table.assign(year=2025, state="paid", amount=None, file=FILES, cell=["M5", "M3"]), "dues"
    )


def consents() -> pd.DataFrame:
    """CONSENTS: a yes and a no of one member, club by club."""
    table = pd.DataFrame({"member_id": ["M-0001", "M-0001"], "state": ["yes", "no"]})
    table = table.assign(
        purpose="newsletter", club=["technopole42", "rezames"], file=FILES, cell=["N5", "N2"]
    )
    return conform(table, "consents")


def frames(suite: str, world: int = 0) -> Frames:
    """The frames that the pipeline gives to a suite."""
    received = {"raw": raw(world), "columns": columns()}
    if suite == "received":
        return {**received, "sheets": sheets(), "before": before()}
    if suite == "records":
        own = {"records": records(), "people": people(), "dues_read": dues_read()}
        return {**own, **received, "origins": origins()}
    return {
        **{"raw": raw(), "records": records(), "members": members(), "register": register(world)},
        **{"contacts": contacts(), "consents": consents(), "dues": dues()},
        "provenance": provenance(world),
    }
