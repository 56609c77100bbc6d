"""The firms of two clubs, known by their truth, and the lists that the clubs keep of them over a
year (year.py). An entity is a firm in the list of one club."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from openpyxl import Workbook

HEADINGS: Final = ("N° adhérent", "Raison sociale", "Adresse", "CP", "Ville", "Téléphone")
CLUBS: Final = ("technopole42", "rezames")
_HEADS: Final = (
    "Vel Cor Mir Ost Quen Bos Tri Far Gram Hest Jol Zyn Abr Plin Dru Sor Kel Nev".split()
)
_TAILS: Final = (
    "inore axiel teval andol relle ardin cavel lande louse onval toire imet uque".split()
)
_WORDS: Final = "Conseil Atelier Logistique Emballages Textile Menuiserie Optique Formation".split()
_STREETS: Final = "Essarts Tilleuls Fauvettes Carrières Lavandes Moulins Charmes Brumes".split()
Entity = tuple[int, int]  # firm, club


@dataclass
class World:
    """rows: the cells of each entity that is in a list; files: the current list of each club;
    beside: other files that lie there, each until a night; placed: the entities of the rows of
    each file, in their order."""

    raw: Path
    chance: random.Random
    rows: dict[Entity, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=lambda: ["membres.xlsx", "liste.xlsx"])
    beside: dict[str, int] = field(default_factory=dict)
    placed: dict[str, list[Entity]] = field(default_factory=dict)
    n_firms: int = 0
    n_numbers: int = 0
    names: set[str] = field(default_factory=set)

    def arrive(self, club: int) -> Entity:
        """A firm that no list had."""
        chance, self.n_firms = self.chance, self.n_firms + 1
        name = ""
        while not name or name in self.names:
            parts = [chance.choice(_HEADS) + chance.choice(_TAILS) for _ in range(2)]
            name = f"{parts[0]} {parts[1].lower()} {chance.choice(_WORDS)}"
        self.names.add(name)
        row = [
            self._number(club),
            name,
            f"{chance.randrange(1, 90)} rue des {chance.choice(_STREETS)}",
            "42000",
            "Saint-Étienne",
            self._phone(),
        ]
        self.rows[self.n_firms, club] = row
        return self.n_firms, club

    def join(self, firm: int, club: int, alike: bool) -> Entity:
        """A firm comes into the list of the other club as well, written alike or in doubt."""
        row = [*self.rows[firm, 1 - club]]
        row[0] = self._number(club)
        if not alike:
            row[2], row[5] = f"{self.chance.randrange(1, 90)} allée des Acacias", self._phone()
        self.rows[firm, club] = row
        return firm, club

    def namesake(self, firm: int, club: int) -> Entity:
        """Another firm of the same name in the other club's list."""
        made = self.arrive(club)
        self.rows[made][1] = self.rows[firm, 1 - club][1]
        return made

    def write(self, night: int, day: date) -> None:
        """Write the clubs' lists, their rows in another order each night."""
        for club, name in enumerate(self.files):
            own = sorted(one for one in self.rows if one[1] == club)
            turn = night * 3 % len(own)
            own = [*own[turn:], *own[:turn]]
            self._save(f"{CLUBS[club]}/{name}", own, day)
        for name, until in list(self.beside.items()):
            if until <= night:
                del self.beside[name]  # its rows may stand in for it, so they stay in placed
                (self.raw / name).unlink()

    def copy(self, club: int, until: int) -> None:
        """The list of a club is dropped once more, under another name."""
        name = f"{CLUBS[club]}/Copie de {self.files[club]}"
        own = self.placed.get(f"{CLUBS[club]}/{self.files[club]}")
        if own is None or name in self.beside:
            return  # not written yet, or copied before
        shutil.copy2(self.raw / CLUBS[club] / self.files[club], self.raw / name)
        self.placed[name], self.beside[name] = own, until

    def replace(self, club: int, name: str, until: int) -> None:
        """A newer file takes the place of a club's list, which lies beside it for some nights."""
        if f"{CLUBS[club]}/{self.files[club]}" in self.placed:
            self.beside[f"{CLUBS[club]}/{self.files[club]}"] = until
        self.files[club] = name

    def permute(self, club: int) -> None:
        """A club gives the numbers of its members to others of them."""
        own = [one for one in self.rows if one[1] == club]
        numbers = [self.rows[one][0] for one in own]
        self.chance.shuffle(numbers)
        for one, number in zip(own, numbers, strict=True):
            self.rows[one] = [number, *self.rows[one][1:]]

    def change(self, entity: Entity, what: str) -> None:
        """A cell of an entity is written anew."""
        row = [*self.rows[entity]]
        if what == "rename":
            row[1] = f"{self.chance.choice(_HEADS)}{self.chance.choice(_TAILS)} & Cie"
        elif what == "number":
            row[0] = self._number(entity[1])
        elif what == "address":
            row[2] = f"{self.chance.randrange(1, 90)} rue des {self.chance.choice(_STREETS)}"
        else:
            row[5] = self._phone()
        self.rows[entity] = row

    def _number(self, club: int) -> str:
        self.n_numbers += 1
        return f"{'TR'[club]}{self.n_numbers:03d}"

    def _phone(self) -> str:
        return f"04 65 71 {self.chance.randrange(100):02d} {self.chance.randrange(100):02d}"

    def _save(self, name: str, own: Sequence[Entity], day: date) -> None:
        book = Workbook()
        sheet = book.active
        sheet.title = "Liste"
        for row in (HEADINGS, *(self.rows[one] for one in own)):
            sheet.append(row)
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        when = datetime.combine(day, time(12)).timestamp()
        os.utime(path, (when, when))
        self.placed[name] = list(own)
