"""Writes towns.csv, the French postcodes and their towns, from two published files.

    python -m expectations.towns_list COMMUNES.json LABELS.json

COMMUNES.json: `data/communes.json` of the npm package @etalab/decoupage-administratif: the towns of
INSEE's Code officiel géographique with the postcodes of La Poste, Licence Ouverte 2.0.
LABELS.json: `codes-postaux.json` of the npm package codes-postaux: the names that stand on letters
("JUAN LES PINS"), of the tax office's FIMOCT, MIT licence.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from expectations.towns import TABLE, plain_name

_HEAD: Final = """\
# Postcodes of France and the towns that have them: the commonest name first, then former towns and
# the names that stand on letters. CEDEX codes are not listed. Made by expectations/towns_list.py.
# Source: INSEE, Code officiel géographique 2026, and La Poste, Base officielle des codes postaux,
# as published in @etalab/decoupage-administratif 6.0.0 of 2026-03-09, Licence Ouverte 2.0 (Etalab);
# names on letters: DGFiP, FIMOCT 2023, as published in codes-postaux 4.1.2, MIT licence. Changed:
# brought into one table.
"""
_OUTSIDE: Final = (("98000", "Monaco"),)  # La Poste delivers there, INSEE does not count it


def pairs(communes: list[dict[str, Any]], labels: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """(postcode, name) of every town, then of former towns and districts, then of labels.

    A former town has the postcodes of the town that it belongs to.
    """
    codes = {
        one["code"]: one.get("codesPostaux", ())
        for one in communes
        if one["type"] == "commune-actuelle"
    }
    ranked = sorted(
        communes, key=lambda one: (one["type"] != "commune-actuelle", -one.get("population", 0))
    )
    found = [
        (code, one["nom"])
        for one in ranked
        for code in one.get("codesPostaux") or codes.get(one.get("chefLieu"), ())
    ]
    written = [
        (one["codePostal"], name)
        for one in labels
        for name in (one["nomCommune"], one["libelleAcheminement"])
    ]
    return [*found, *_OUTSIDE, *written]


def main(communes: str, labels: str) -> None:
    """Write the table."""
    both = [json.loads(Path(path).read_text(encoding="utf-8")) for path in (communes, labels)]
    by_code: dict[str, dict[str, str]] = defaultdict(dict)
    for code, name in pairs(*both):
        by_code[code].setdefault(plain_name(name), name)
    lines = [f"{code},{'|'.join(by_code[code].values())}\n" for code in sorted(by_code)]
    TABLE.write_text(_HEAD + "postcode,towns\n" + "".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
