"""What labels of RAW say beside their field: "dues#owed2025", "commissions#=Emploi"."""

from __future__ import annotations

import re
from typing import Final

OWED: Final = "owed"  # "dues#owed2025": a yes or a sum is what is still to be paid
TICKED: Final = "#="  # "commissions#=Emploi": a column of ticks for that one commission
# Columns of two fields: phone and fax, in this order or the other; mail and web site.
FAX_SECOND, FAX_FIRST, WITH_SITE = "#/fax", "#fax/", "#/website"
_BELOW: Final = r"(?:-\d+)?(?:\+\d+)?$"  # a second such column, a further contact's own row


def marked(label: str) -> tuple[str, str] | None:
    """What a label says beside its field, as a kind and its value: ("ticked", "Emploi"), ("owed",
    "2025"), ("refused", ""), ("second", "fax"), ("first", "fax"); None of a plain one."""
    _, sign, said = label.partition("#")
    if TICKED in label:
        return "ticked", label.partition(TICKED)[2]
    if not sign or said[:1].isdigit() or said[:1] == "+":
        return None
    said = re.sub(_BELOW, "", said)
    if said.startswith((OWED, "refused")):
        return ("owed", said.removeprefix(OWED)) if said.startswith(OWED) else ("refused", "")
    return ("first" if said.endswith("/") else "second", said.strip("/")) if "/" in said else None
