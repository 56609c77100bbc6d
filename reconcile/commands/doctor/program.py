"""The program itself: Python, reconcile, and the packages that it needs, as they were installed.

Nothing is imported, for Prefect then makes folders: what was installed is read from its lists.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from ...words import Words
from .finding import FAULT, OK, Note, named, noted

OURS: Final = "reconcile"
_CODE: Final = (".py", ".so", ".pyd", ".dll")


def versions(say: Words) -> Iterator[Note]:
    """Each package that pyproject.toml names is there, in its range, with all its files."""
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

    python = platform.python_version()
    try:
        own = distribution(OURS)
    except PackageNotFoundError:
        yield noted(say, FAULT, "versions.missing", packages=OURS)
        return
    wanted = own.metadata["Requires-Python"] or ""
    missing, other, cut = [], [], []
    for text in own.requires or []:
        need = Requirement(text)
        if need.marker and not need.marker.evaluate({"extra": ""}):
            continue
        try:
            found = distribution(need.name)
        except PackageNotFoundError:
            missing.append(need.name)
            continue
        if not need.specifier.contains(found.version, prereleases=True):
            other.append(f"{need.name} {found.version} ({need.specifier})")
        if lacking := _lacking(found):
            cut.append(f"{need.name} ({lacking})")
    fine = not (missing or other or cut)
    if not SpecifierSet(wanted).contains(python, prereleases=True):
        fine = False
        yield noted(say, FAULT, "versions.python", version=python, wanted=wanted)
    for key, packages in (("missing", missing), ("other", other), ("cut", cut)):
        if packages:
            yield noted(say, FAULT, f"versions.{key}", packages=named(packages))
    if fine:
        prefect = distribution("prefect").version
        yield noted(say, OK, "versions.fine", python=python, ours=own.version, prefect=prefect)


def _lacking(package: Distribution) -> str:
    """The first file of code that is gone or has another size than when it was installed; ""."""
    for file in package.files or []:
        if file.suffix in _CODE:
            try:
                size = Path(str(package.locate_file(file))).stat().st_size
            except OSError:
                return str(file)
            if file.size is not None and size != file.size:
                return str(file)
    return ""
