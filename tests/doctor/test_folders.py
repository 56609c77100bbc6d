"""The doctor on folders: each fault made for real and seen, with its cure."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from reconcile.commands.doctor import Place as Looked
from reconcile.commands.doctor.finding import ATTENTION, FAULT, OK
from reconcile.commands.doctor.folders import disk, folders, rights
from reconcile.config import PARIS, load
from reconcile.words import words
from tests.doctor.conftest import everything, found, told, unprivileged
from tests.places import Place


def looked(root: Path) -> Looked:
    settings = Place(root).settings
    return Looked(settings, load(settings), words("fr"), datetime.now(PARIS))


@pytest.mark.parametrize(
    ("break_it", "sign", "says", "cure"),
    [
        ("no raw", FAULT, "raw n'existe pas", "un dossier par club"),
        ("no club", ATTENTION, "dossier pour : rezames", "créez un dossier"),
        ("clean is a file", FAULT, "clean est un fichier", "renommez"),
    ],
)
def test_folders_that_are_not_as_they_should(
    tmp_path: Path, break_it: str, sign: int, says: str, cure: str
) -> None:
    place = Place(tmp_path)
    if break_it != "no raw":
        (tmp_path / "raw" / "technopole42").mkdir(parents=True)
    if break_it == "clean is a file":
        (tmp_path / "raw" / "rezames").mkdir()
        (tmp_path / "clean").touch()
    seen = told(found(place), "folders")
    assert seen[0] == sign
    assert says in seen[1] and cure in seen[2]


@pytest.mark.parametrize(
    ("folder", "mode", "sign", "says"),
    [
        ("clean", 0o500, FAULT, "ne peut pas écrire dans"),
        ("state", 0o500, FAULT, "ne peut pas écrire dans"),
        ("raw", 0o300, FAULT, "ne peut pas être lu"),
        ("raw", 0o500, ATTENTION, "ne peut rien déposer"),
    ],
)
def test_folders_in_which_this_account_may_not(
    folder: str, mode: int, sign: int, says: str
) -> None:
    with unprivileged() as root:
        for one in ("raw/technopole42", "raw/rezames", "clean", "state"):
            (root / one).mkdir(parents=True)
        place = looked(root)
        assert [note.sign for note in folders(place)] == [OK]
        (root / folder).chmod(mode)
        notes = list(folders(place))
        assert [note.sign for note in notes] == [sign]
        assert says in notes[0].sentence and notes[0].cure
        (root / folder).chmod(0o700)


@pytest.mark.parametrize(
    ("what", "mode", "sign", "says"),
    [
        ("raw/rezames", 0o000, FAULT, "rezames ne peut pas être lu"),
        ("raw/rezames/liste.csv", 0o000, ATTENTION, "ne peut pas lire"),
        ("state/register.db", 0o400, FAULT, "register.db avec ce compte"),
        ("state/run.lock", 0o000, FAULT, "run.lock avec ce compte"),
        ("state/models", 0o500, FAULT, "ne peut pas écrire dans"),
    ],
)
def test_what_belongs_to_another_account(what: str, mode: int, sign: int, says: str) -> None:
    with unprivileged() as root:
        for one in ("raw/technopole42", "raw/rezames", "clean", "state/models"):
            (root / one).mkdir(parents=True)
        for one in ("raw/rezames/liste.csv", "state/register.db", "state/run.lock"):
            (root / one).touch()
        place = looked(root)
        assert [note.sign for note in folders(place)] == [OK]
        (root / what).chmod(mode)
        first = next(iter(folders(place)))
        assert first.sign == sign and says in first.sentence and first.cure
        (root / what).chmod(0o700)


@pytest.mark.parametrize(
    ("what", "folder", "says"),
    [("register.db", True, "est un dossier"), ("models", False, "est un fichier")],
)
def test_what_is_of_the_wrong_kind(tmp_path: Path, what: str, folder: bool, says: str) -> None:
    place = Place(tmp_path)
    for one in ("raw/technopole42", "raw/rezames", "state"):
        (tmp_path / one).mkdir(parents=True, exist_ok=True)
    (tmp_path / "state" / what).mkdir() if folder else (tmp_path / "state" / what).touch()
    sign, said, cure = told(found(place), "folders")
    assert sign == FAULT and says in said and cure


def test_a_place_that_cannot_be_made(tmp_path: Path) -> None:
    with unprivileged() as root:
        for one in ("raw/technopole42", "raw/rezames"):
            (root / one).mkdir(parents=True)
        place = looked(root)
        root.chmod(0o500)
        assert {note.sign for note in folders(place)} == {FAULT}
        root.chmod(0o700)


def test_links_that_lead_out_of_raw(place: Place, tmp_path: Path) -> None:
    club = place.root / "raw" / "rezames"
    (club / "inside.csv").symlink_to(next(club.glob("*.csv")))
    assert told(found(place), "links")[0] == OK
    (club / "outside.csv").symlink_to(place.settings)
    (club / "nowhere.csv").symlink_to(tmp_path / "nothing")
    (place.root / "raw" / "all").symlink_to(tmp_path, target_is_directory=True)
    sign, says, cure = told(found(place), "links")
    assert sign == ATTENTION
    assert "all, rezames/nowhere.csv, rezames/outside.csv" in says
    assert cure


@pytest.mark.parametrize(
    ("mode", "above", "sign"),
    [
        (0o700, 0o755, OK),
        (0o750, 0o755, ATTENTION),
        (0o701, 0o755, ATTENTION),
        (0o755, 0o700, OK),  # nobody gets so far
    ],
)
def test_rights_of_others(mode: int, above: int, sign: int) -> None:
    with unprivileged() as root:  # not below pytest's own folder, which bars everybody
        place = looked(root)
        (root / "clean").mkdir(0o700)
        (root / "state").mkdir()
        (root / "state").chmod(mode)
        root.chmod(above)
        note = next(rights(place))
        assert note.sign == sign
        if sign:
            assert "clean" not in note.sentence
            cure = note.cure.partition(" ;")[0]
            assert cure == f'chmod -R go-rwx "{root / "state"}"'
            subprocess.run(cure, shell=True, check=True)
            assert next(rights(place)).sign == OK


@pytest.mark.parametrize(("share", "sign"), [(3, FAULT), (0.5, ATTENTION), (0.001, OK)])
def test_room_for_ten_times_the_last_set(tmp_path: Path, share: float, sign: int) -> None:
    """The last set is as large as a share of what is free: a file with a hole takes no room."""
    place = looked(tmp_path)
    clean = tmp_path / "clean"
    clean.mkdir()
    (clean / "manifest.json").write_text('{"files": {"big.csv": ""}}')
    free = os.statvfs(tmp_path).f_bavail * os.statvfs(tmp_path).f_frsize
    with (clean / "big.csv").open("wb") as file:
        file.truncate(int(free * share))
    note = next(disk(place))
    assert note.sign == sign
    assert "Mo libres" in note.sentence and bool(note.cure) == (sign > OK)


def test_folders_are_made_private(place: Place) -> None:
    """A night made them: nobody else reads members' data, whatever umask the account has."""
    for name in ("clean", "state"):
        assert everything(place.root / name)[str(place.root / name)][0] & 0o777 == 0o700
