"""Putting a whole set of outputs in place, or none of it.

A set is written beside its place with a manifest of hashes. Once the run is committed with that
manifest, the set is bound to appear: a start after a crash rolls it forward. What stood there is
moved to the archives, never overwritten. Where one of the files is open elsewhere, nothing moves:
the set waits in `pending/` and a text file with a telling name says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

NEXT, PENDING, ARCHIVES = ".next", "pending", "archives"
MANIFEST = "manifest.json"
_PART = "manifest.part"
_LATE = 3  # folders of the archives


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def begin(clean: Path) -> Path:
    """An empty folder for tonight's set, on the same disk as its place."""
    folder = clean / NEXT
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def seal(folder: Path, run: int, replaces: bool) -> dict[str, str]:
    """Write the manifest of a finished set, flushed to the disk; name -> SHA-256.

    replaces: whether the set takes the place of the whole set before it; a report alone (the
    register held back) leaves the register that is there.
    """
    files = {path.name: digest(path) for path in sorted(folder.iterdir())}
    text = json.dumps({"run": run, "replaces": replaces, "files": files}, indent=2)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    for path in folder.iterdir():
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    return files


def open_elsewhere(clean: Path, names: Iterable[str]) -> list[str]:
    """The files among `names` that Excel or LibreOffice holds open, by their lock files; on
    Windows also those that cannot be renamed."""
    held = []
    for name in names:
        path = clean / name
        locks = (clean / f"~${name}", clean / f".~lock.{name}#")
        if any(lock.exists() for lock in locks) or (path.exists() and not _movable(path)):
            held.append(name)
    return held


def _movable(path: Path) -> bool:
    if os.name != "nt":
        return True
    try:
        path.rename(path)
    except PermissionError:
        return False
    return True


def place(clean: Path, note: str) -> list[str]:
    """Put the sealed set in place; give the names of the files that are open elsewhere, in which
    case the whole set waits in `pending/` with a text file named `note`.

    Safe to call again after a crash at any moment: files already moved are recognised by hash.
    """
    waiting = clean / PENDING
    newer = (clean / NEXT / MANIFEST).exists()
    if waiting.exists() and (newer or not placed(waiting)):
        # The set that waited is history, or a crash left the rest of one that was.
        _archive(waiting, clean / ARCHIVES / "pending", waiting.iterdir())
        shutil.rmtree(waiting)
    folder = waiting if waiting.exists() else clean / NEXT
    manifest = _manifest(folder)
    if not manifest["files"]:
        return []
    before = _manifest(clean)
    names = {*manifest["files"], *(before["files"] if manifest["replaces"] else ())}
    if held := open_elsewhere(clean, sorted(names)):
        if folder.name == NEXT:
            folder.rename(clean / PENDING)
        (clean / note).write_text("\n".join(held) + "\n", encoding="utf-8")
        return held
    (clean / note).unlink(missing_ok=True)
    made_by, last = _made_by(before), before.get("run", manifest["run"] - 1)
    archives = {name: clean / ARCHIVES / f"{made_by.get(name, last):05d}" for name in names}
    for name in sorted(names):
        if not _is(clean / name, manifest["files"]):
            _archive(clean, archives[name], [clean / name])
    for name in manifest["files"]:
        if (folder / name).exists():
            _put(folder / name, clean / name, archives[name])
    kept = {} if manifest["replaces"] else before["files"]
    files = {name: kept[name] for name in kept if (clean / name).exists()} | manifest["files"]
    runs = {name: made_by.get(name, before.get("run", 0)) for name in files}
    runs |= dict.fromkeys(manifest["files"], manifest["run"])
    register = manifest["run"] if manifest["replaces"] else register_in_place(clean)
    whole = manifest | {"files": files, "runs": runs, "register": register}
    (clean / _PART).write_text(json.dumps(whole, indent=2), encoding="utf-8")
    (clean / _PART).replace(clean / MANIFEST)  # whole or not at all
    shutil.rmtree(folder)
    return []


def register_in_place(clean: Path) -> int:
    """The number (run) of the register that is in place; 0 where there is none, or where a manifest
    of before this was told does not say."""
    found = _manifest(clean)
    return int(found.get("register", found.get("run", 0) if found.get("replaces") else 0))


def placed(folder: Path) -> dict[str, str]:
    """The files of the set in a folder, name -> SHA-256, as its manifest says."""
    return dict(_manifest(folder)["files"])


def _made_by(manifest: dict[str, Any]) -> dict[str, int]:
    """The run that made each file of a set: a report of a night that was held is newer than the
    register beside it. Empty of a manifest that does not tell."""
    return dict(manifest.get("runs", {}))


def drop_unfinished(clean: Path, committed: dict[str, str]) -> None:
    """Throw away a set that a crash left before its run was committed."""
    folder = clean / NEXT
    if folder.exists() and _manifest(folder)["files"] != committed:
        shutil.rmtree(folder)


def _manifest(clean: Path) -> dict[str, Any]:
    """The manifest of the set in a folder; of none where it is missing, cut or no manifest."""
    try:
        found = json.loads((clean / MANIFEST).read_bytes())
    except (FileNotFoundError, ValueError):
        found = None
    files = found.get("files") if isinstance(found, dict) else None
    whole = isinstance(files, dict) and all(isinstance(one, str) for one in files.values())
    return dict(found) if whole else {"files": {}}


def _is(path: Path, files: dict[str, str]) -> bool:
    return not path.exists() or digest(path) == files.get(path.name)


def late(clean: Path, name: str) -> list[Path]:
    """The files of a name that went to the archives last: somebody may have saved into one after it
    was read."""
    folders = sorted(one for one in (clean / ARCHIVES).glob("[0-9]*") if one.name.isdecimal())
    stem, suffix = Path(name).stem, Path(name).suffix
    return [path for one in folders[-_LATE:] for path in sorted(one.glob(f"{stem}*{suffix}"))]


def _put(new: Path, target: Path, archive: Path) -> None:
    """Move `new` to `target`, never over a file that somebody saved there meanwhile: that one goes
    to the archive, where it is read."""
    while new.exists():
        try:
            if os.name != "nt":
                target.hardlink_to(new)
                new.unlink()
            else:
                new.rename(target)  # refuses to take the place of a file
        except FileExistsError:
            if digest(target) == digest(new):
                new.unlink()
            else:
                _archive(target.parent, archive, [target])
        except OSError:  # a disk without hard links
            new.replace(target)


def _archive(clean: Path, archive: Path, paths: Iterable[Path]) -> None:
    for path in list(paths):
        archive.mkdir(parents=True, exist_ok=True)
        target, nth = archive / path.name, 1
        while target.exists():
            nth += 1
            target = archive / f"{path.stem} ({nth}){path.suffix}"
        path.replace(target)
