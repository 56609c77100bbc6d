"""reconcile.toml as frozen models. Every mistake in it is told at once."""

from __future__ import annotations

import os
import re
import tomllib
import unicodedata
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_core import PydanticCustomError

from .errors import Stop
from .fields import FIELD
from .whom import Notice
from .words import Words, words

_ENGLISH: Final = re.compile(rb"^(?:\xef\xbb\xbf)?\s*language\s*=\s*[\"']en[\"']", re.MULTILINE)
_LINE: Final = re.compile(r"\bline (\d+)")
PARIS: Final = ZoneInfo("Europe/Paris")  # by whose clock nights are
LEFT_WHEN: Final = ("struck", "colour", "status", "section")
SERVED: Final = "served.json"  # in the state folder, of the last start of `reconcile serve`
RESERVED = ("nouveaux", "reviews", "prospects")


class ConfigError(Stop):
    """reconcile.toml is missing, cannot be read, or holds mistakes (each a line of the message).

    say: the words that it is told in, those of its own language where that can be made out.
    """

    def __init__(self, message: str, say: Words) -> None:
        super().__init__(message)
        self.say = say


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Paths(_Frozen):
    """Folders, relative to the configuration file. shared: whether the group of the program's user
    may read and write what it writes."""

    raw: Path = Path("data/raw")
    clean: Path = Path("data/clean")
    state: Path = Path("data/state")
    shared: bool = False


class Club(_Frozen):
    """A club whose folder in data/raw bears its key; `name` is how people call it."""

    name: str = Field(min_length=1)


class Matching(_Frozen):
    """What errors cost, counted in reviews: the bands follow from these two numbers. learning:
    whether answers teach about pairs that nobody was asked about."""

    wrong_merge: float = Field(default=30, gt=1)
    missed_merge: float = Field(default=4, gt=1)
    learning: bool = True


def _letters(value: str) -> str:
    if not re.fullmatch("[A-Za-z]{1,3}", value):
        raise PydanticCustomError("column_letters", "letters")
    return value.upper()


def _field(value: str) -> str:
    if value and value not in FIELD:
        raise PydanticCustomError("field_name", "field", {"fields": ", ".join(FIELD)})
    return value


Letters = Annotated[str, AfterValidator(_letters)]
FieldName = Annotated[str, AfterValidator(_field)]


class Reading(_Frozen):
    """What makes a row one of a member who left: its name struck out, or in a colour that a legend
    in the sheet calls "left"; what a column of situations says ("Radié"), or the heading of its
    section ("ANCIENS ADHÉRENTS")."""

    left_when: tuple[Literal["struck", "colour", "status", "section"], ...] = LEFT_WHEN


class Brake(_Frozen):
    """From where on a night is abnormal, so that the register waits for a person.

    share: of a club's members that may leave or come; at_least: fewer members than these are never
    an alarm; names: different names that one member may have.
    """

    share: float = Field(default=0.2, gt=0, le=1)
    at_least: int = Field(default=3, ge=1)
    names: int = Field(default=5, ge=1)


class Review(_Frozen):
    """sample: how many pairs drawn at random wait for a confirmation at a time; 0 for none."""

    sample: int = Field(default=6, ge=0)


def _safe_hour(value: time) -> time:
    if value.hour == 2:  # it comes twice, or not at all, when the clock changes
        raise PydanticCustomError("service_hour", "hour")
    return value


class Service(_Frozen):
    """How `reconcile serve` runs. at: the hour of the night, Paris time; settle_s: how long files
    lie still before they are read; host, port: where the page that shows the runs is served, this
    machine alone unless it is set."""

    at: Annotated[time, AfterValidator(_safe_hour)] = time(3, 0)
    settle_s: float = Field(default=30, ge=1, le=600)
    host: str = "127.0.0.1"
    port: int = Field(default=4200, ge=0, le=65535)


class StorePlace(_Frozen):
    """Where answers and numbers are kept: url of a PostgreSQL database; without one, a file in the
    state folder."""

    url: SecretStr | None = None


class SheetRule(_Frozen):
    """How a person wants a sheet to be taken, against what reading it found.

    file: its path below the raw folder, with "/". sheet: its name; None is every sheet of the file.
    header_row: as Excel numbers it, the last row of the headings, 0 where there are none. columns:
    a column's letters to a field of tables.py, or "" where it is not to be read. state: of the
    edition (DESIGN.md).
    """

    file: str = Field(min_length=1)
    sheet: str | None = None
    header_row: int | None = Field(default=None, ge=0)
    columns: dict[Letters, FieldName] = {}
    state: Literal["current", "complement", "archive", "former", "prospects", "ignored"] | None = (
        None
    )


class Config(_Frozen):
    """reconcile.toml, with its paths made absolute."""

    language: Literal["fr", "en"] = "fr"
    merged_on: date | None = None
    paths: Paths = Paths()
    clubs: dict[str, Club] = Field(min_length=1)
    matching: Matching = Matching()
    reading: Reading = Reading()
    brake: Brake = Brake()
    review: Review = Review()
    store: StorePlace = StorePlace()
    service: Service = Service()
    notice: Notice = Notice()
    sheets: tuple[SheetRule, ...] = ()

    @field_validator("clubs")
    @classmethod
    def _names(cls, clubs: dict[str, Club]) -> dict[str, Club]:
        for key in clubs:
            if fold(key) in RESERVED:
                raise PydanticCustomError("reserved", "reserved", {"key": key})
        if len({fold(key) for key in clubs}) < len(clubs):
            raise PydanticCustomError("same_key", "same key")
        return clubs

    def club_of(self, folder: str) -> str | None:
        """The key of the club that a folder of data/raw names, or None."""
        return next((key for key in self.clubs if fold(key) == fold(folder)), None)


def name_below(path: Path, folder: Path) -> str:
    """The path of a file below a folder, with "/". Parts that are no UTF-8 (out of an old ZIP) are
    read as Windows writes them: no table or workbook takes them as they are."""
    parts = path.relative_to(folder).parts
    return "/".join(one if _encodes(one) else _of_windows(one) for one in parts)


def _encodes(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _of_windows(name: str) -> str:
    return os.fsencode(name).decode("cp1252", "replace")


@lru_cache(maxsize=8192)  # the same few words come again in every cell of a report
def fold(text: str) -> str:
    """`text` without case, accents, spaces and signs, to compare names of folders and clubs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if character.isalnum())


def same_name(one: str, other: str) -> bool:
    """Whether a rule's name of a file or sheet means this one, whatever the case, the spaces around
    it and the way its accents are written."""
    plain = [unicodedata.normalize("NFC", name).casefold().strip() for name in (one, other)]
    return plain[0] == plain[1]


def served(config: Config) -> str:
    """What of the settings `reconcile serve` holds from its start on; each run reads all anew."""
    return config.model_dump_json(include={"language", "paths", "service"})


def _told(error: Exception, path: Path, say: Words) -> str:
    """Why the settings in `path` cannot be taken."""
    if isinstance(error, ValidationError):
        mistakes = [_mistake(one, say) for one in error.errors()]
        return "\n".join([say("config.mistakes", file=path), *mistakes])
    if isinstance(error, OSError):
        return say("config.no_file", file=path)
    if isinstance(error, UnicodeDecodeError):
        return say("config.no_text", file=path)
    line = _LINE.search(str(error))  # tomllib tells more, in English
    return say("config.no_toml", file=path, line=line[1]) if line else say("config.cut", file=path)


def load(path: Path) -> Config:
    """Read reconcile.toml; raise ConfigError that names the file and all its mistakes, in words."""
    text = b""
    try:
        text = path.read_bytes()
        config = Config.model_validate(tomllib.loads(text.decode("utf-8-sig")))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        say = words("en" if _ENGLISH.search(text) else "fr")
        raise ConfigError(_told(error, path, say), say) from error
    root = path.resolve().parent
    found = {name: root / value for name, value in config.paths if isinstance(value, Path)}
    paths, notice = config.paths.model_copy(update=found), config.notice
    if notice.password_file:
        notice = notice.model_copy(update={"password_file": root / notice.password_file})
    return config.model_copy(update={"paths": paths, "notice": notice})


def _mistake(error: Any, say: Words) -> str:
    """One mistake: its key in the file, and what may stand there."""
    known, kind = say.section("config"), str(error["type"])
    key = next((key for key in (kind, kind.partition("_")[0]) if key in known), "other")
    values = {"value": error.get("input"), **error.get("ctx", {})}
    if "expected" in values:  # pydantic joins them with an English "or"
        values["expected"] = ", ".join(re.findall("'([^']*)'", values["expected"]))
    place = ".".join(str(part) for part in error["loc"])
    return f"  {place}: {say(f'config.{key}', **values)}"
