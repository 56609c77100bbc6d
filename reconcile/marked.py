"""What labels of RAW say beside their field: "dues#owed2025", "commissions#=Emploi"."""

from __future__ import annotations

from typing import Final

OWED: Final = "owed"  # "dues#owed2025": a yes or a sum is what is still to be paid
TICKED: Final = "#="  # "commissions#=Emploi": a column of ticks for that one commission
# Columns of two fields: phone and fax, in this order or the other; mail and web site.
FAX_SECOND, FAX_FIRST, WITH_SITE = "#/fax", "#fax/", "#/website"
