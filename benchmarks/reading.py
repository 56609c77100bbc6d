"""How long a list of 100,000 rows and 20 columns takes from .xlsx to RAW.

`.venv/bin/python benchmarks/reading.py [ROWS]` writes such a list (invented, from a fixed
seed) into a temporary folder, reads it as a night does, and prints the seconds that took.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

from reconcile.config import Club, Config, Paths
from reconcile.ingest import read_clubs

HEADINGS = (
    "N° adhérent;Raison sociale;Enseigne;Forme juridique;SIRET;Code APE;Activité;Effectif;Adresse;"
    "Complément;CP;Ville;Téléphone;Portable;Courriel;Site web;Civilité;Prénom;Nom;Adhérent depuis"
).split(";")
_SYLLABLES = "vel or ka dro ma lin sé tau bri zo né fal gui per".split()
_TOWNS = ("Saint-Étienne", "Sorbiers", "L'Horme", "Saint-Priest-en-Jarez")


def _row(number: int, chance: random.Random) -> list[object]:
    word = "".join(chance.choices(_SYLLABLES, k=4))
    digits = f"{chance.randrange(10_000):04d}"
    phone = f"04 65 71 {digits[:2]} {digits[2:]}"
    return [
        *(number, f"{word.title()} {number}", word.upper(), chance.choice(["SARL", "SAS", None])),
        *(f"000{chance.randrange(10**11):011d}", "6201Z", "Conseil", chance.randrange(1, 90)),
        *(f"{chance.randrange(1, 99)} rue {word}", None, "42000", chance.choice(_TOWNS)),
        *(phone, None, f"{word}{number}@example.fr", f"www.{word}.example"),
        *("Mme", "Zoé", word.title(), f"{chance.randrange(1, 28):02d}/03/2014"),
    ]


def write(path: Path, rows: int) -> None:
    """A list of `rows` invented members, as .xlsx."""
    chance = random.Random(42)
    made = Workbook(write_only=True)
    sheet = made.create_sheet("Adhérents")
    sheet.append(HEADINGS)
    for number in range(1, rows + 1):
        sheet.append(_row(number, chance))
    made.save(path)


def main(rows: int) -> None:
    """Write, read and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "est" / "liste.xlsx"
        path.parent.mkdir()
        write(path, rows)
        config = Config(clubs={"est": Club(name="Est")}, paths=Paths(raw=Path(folder)))
        clock, processor = time.perf_counter(), time.process_time()
        reading = read_clubs(config)
        clock, processor = time.perf_counter() - clock, time.process_time() - processor
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        size = path.stat().st_size / 1e6
    print(f"{len(reading.raw):,} rows x {len(HEADINGS)} columns, {size:.1f} MB: {clock:.1f} s")
    print(f"of the processor {processor:.1f} s; memory {memory:.0f} MiB at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
