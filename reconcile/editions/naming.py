"""What the name of a file or sheet says: which list it is, of when, and which version."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Final

from ..config import fold

_MONTHS: Final = {
    name: nth
    for nth, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev feb february",
            "mars mar march",
            "avril avr apr april",
            "mai may",
            "juin jun june",
            "juillet juil jul july",
            "aout aug august",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR, _MONTH, _DAY = r"(?:19[89]\d|20\d\d)", r"(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True))
_SEP = r"[-_. /]?"
# The first that is found counts; two years ("2024-2025") are a season, which its end dates.
_DATES: Final = tuple(
    re.compile(rf"(?<![0-9a-z]){pattern}(?![0-9a-z])")
    for pattern in (
        rf"(?P<y>{_YEAR})[-_. ]?(?P<m>0[1-9]|1[0-2])[-_. ]?(?P<d>0[1-9]|[12]\d|3[01])",
        rf"(?P<d>{_DAY})[-_. ](?P<m>{_MONTH})[-_. ](?P<y>{_YEAR}|\d\d)",
        rf"(?P<d>0[1-9]|[12]\d|3[01])(?P<m>0[1-9]|1[0-2])(?P<y>{_YEAR})",
        rf"(?:(?P<d>{_DAY})(?:er)?{_SEP})?(?P<w>{_WORD})\.?{_SEP}(?P<y>{_YEAR}|\d\d)",
        rf"(?P<y>{_YEAR})[-_. ](?P<m>0[1-9]|1[0-2])",
        rf"(?P<m>0[1-9]|1[0-2])[-_. ](?P<y>{_YEAR})",
        rf"(?:{_YEAR}[-_/ ]+)?(?P<y>{_YEAR})",
    )
)
# "23-24", "2023/24": a season, where the second year follows the first.
_SEASON: Final = re.compile(
    r"(?<![0-9a-z])(?<!\d[-_./ ])(?P<one>(?:20)?\d\d)[-_/ ](?P<two>\d\d)(?![-_./ ]?\d)(?![a-z])"
)
# "Adh2024", "année 24": a year that letters touch, or two digits after a word for it.
_LOOSE: Final = re.compile(
    rf"(?<=[a-z])(?P<long>{_YEAR})(?![0-9a-z])"
    r"|\b(?:annee|saison|exercice) (?P<short>\d\d)(?![0-9a-z])"
)
_COPY: Final = re.compile(
    r"\b(?:copie|copy)\b(?: (?:de|of)\b)?(?: \(?\d+\)?)?|\bbackup\b|\bsauvegarde\b"
)
# "liste_old", "ancienne version": an older edition, whenever it was saved.
_OLD: Final = re.compile(
    r"\b(?:old|obsoletes?|perimee?s?|archives?|archivee?s?|sauvegardes?|backup|bak|"
    r"anciens? (?:fichiers?|tableaux?)|anciennes? (?:listes?|versions?|bases?)|ne plus utiliser)\b"
)
_VERSION: Final = re.compile(
    r"\b(?:v|vs|ver|version|rev) ?(\d{1,2})(?:\.(\d{1,2}))?\b|\((\d{1,2})\)"
)
_FINAL: Final = re.compile(
    r"\b(?:finale?s?|def|definitif|definitive|dernier|derniere|corrigee?|maj|a jour|ok|bis|new)\b"
)
_GENERIC: Final = re.compile(r"^(?:feuil(?:le)?|sheet|tabelle|tableau|table|page|onglet)\d*$")


@dataclass(frozen=True)
class Named:
    """What a name says. list_name: what is left of it without dates and versions, folded, "" where
    it says nothing; stated: "2024", "2024-03" or "2024-03-15", "" where no date is in it; marks:
    the version and whether it is called final, to tell two files of one day apart; old: whether it
    says itself that there is a newer one."""

    list_name: str
    stated: str
    marks: tuple[int, int, int]
    old: bool = False


def read_name(name: str) -> Named:
    """Understand the name of a sheet, or of a file without its folder and extension."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(one for one in plain if not unicodedata.combining(one)).replace("_", " ")
    stated, text = _date(" ".join(text.split()))
    old = bool(_OLD.search(text))
    text = _COPY.sub(" ", _OLD.sub(" ", text))
    version = _VERSION.search(text)
    numbers = [int(one) for one in version.groups() if one] if version else []
    major, minor = (*numbers, 0, 0)[:2]
    text = _VERSION.sub(" ", text)
    final = int(bool(_FINAL.search(text)))
    text = _FINAL.sub(" ", text)
    rest = fold(text)
    return Named("" if _GENERIC.match(rest) else rest, stated, (major, minor, final), old)


def read_file_name(file: str) -> Named:
    """Understand the name of a file, given with its folder and extension."""
    return read_name(PurePosixPath(file).stem)


def _date(text: str) -> tuple[str, str]:
    """The date in `text`, as precise as it stands there, and the text without it."""
    for found in _SEASON.finditer(text):
        one, two = found["one"], int(found["two"])
        follows = two == (int(one[-2:]) + 1) % 100
        if follows and (len(one) == 2 or two > 12):  # "2011-12" is a month
            return str(2000 + two), f"{text[: found.start()]} {text[found.end() :]}"
    for pattern in _DATES:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            year = int(parts["y"]) + (2000 if len(parts["y"]) == 2 else 0)
            month = _MONTHS[parts["w"]] if parts.get("w") else int(parts.get("m") or 0)
            day = int(parts.get("d") or 0)
            if day and not _is_day(year, month, day):
                continue
            stated = "-".join(f"{one:02d}" for one in (year, month, day) if one)
            return stated, f"{text[: found.start()]} {text[found.end() :]}"
    if loose := _LOOSE.search(text):
        stated = loose["long"] or f"20{loose['short']}"
        return stated, f"{text[: loose.start()]} {text[loose.end() :]}"
    return "", text


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
