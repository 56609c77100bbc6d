"""Imports go one way, heavy packages stay where they belong, files stay readable."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
STAGES = {
    "ingest",
    "standardise",
    "editions",
    "matching",
    "members",
    "reliability",
    "review",
    "outputs",
    "synthetic",
}
# Each part of reconcile may import those of the lines above its own, and itself.
LAYERS = (
    {"remembered", "marked", "fields"},
    {"tables", "errors"},
    {"words", "seal", "whom"},
    {"config", "results"},
    {"workbooks", "situation", "private", "notices", "answered"},
    {"decisions"},
    STAGES,
    {"migrations"},
    {"memory"},
    {"erasure"},
    {"answers"},
    {"registers"},
    {"nights"},
    {"commands"},
    {"cli", "__main__"},
)
OF_FLOWS = {"answered", "memory", "nights", "notices", "config", "words", "errors", "results"}
OF_EXPECTATIONS = {"fields", "tables", "results", "errors"}
OWNERS = {"prefect": "flows", "great_expectations": "expectations"}
HEAVY = {"prefect", "great_expectations", "pandas", "numpy", "scipy", "pyarrow", "sqlalchemy"}
OURS = ("reconcile", "flows", "expectations")
MAX_LINES = 300
MAX_LINES_OF_A_TEST = 400


def files(*packages: str) -> list[Path]:
    """The Python files of the packages."""
    return [path for package in packages for path in sorted((ROOT / package).rglob("*.py"))]


def module(path: Path) -> str:
    """`reconcile.words` for reconcile/words/__init__.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(text: str, name: str, is_package: bool = False, deep: bool = True) -> Iterator[str]:
    """Dotted names that the source of module `name` imports; at module level only if not `deep`.

    `from . import x` and `from a import b` give the name with and without its last part.
    """
    for node in _nodes(ast.parse(text), deep):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = name.split(".") if is_package else name.split(".")[:-1]
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield source
            yield from (f"{source}.{alias.name}" for alias in node.names)


def _nodes(tree: ast.AST, deep: bool) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for_types_only = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if deep or not (inside or for_types_only):
            yield node
            yield from _nodes(node, deep)


@cache
def imported(path: Path, deep: bool = True) -> set[str]:
    """What a file imports."""
    is_package = path.name == "__init__.py"
    return set(imports(path.read_text(encoding="utf-8"), module(path), is_package, deep))


def parts_of_reconcile(names: set[str]) -> set[str]:
    """`words` for reconcile.words.Words."""
    return {name.split(".")[1] for name in names if name.startswith("reconcile.")}


def layer(part: str) -> int:
    """The place of a part of reconcile in LAYERS, from 0."""
    found = [place for place, parts in enumerate(LAYERS) if part in parts]
    assert found, f"reconcile.{part} has no place in LAYERS"
    return found[0]


def known(names: set[str]) -> set[str]:
    """Those that are a module or package of reconcile, not a name inside its __init__."""
    there = {p.stem for p in (ROOT / "reconcile").iterdir() if p.suffix == ".py" or p.is_dir()}
    return names & there


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import pandas as pd", {"pandas"}),
        ("from . import outputs", {"reconcile", "reconcile.outputs"}),
        ("from .words import Words", {"reconcile.words", "reconcile.words.Words"}),
        ("def f():\n    import prefect", {"prefect"}),
        ("if a:\n    import b.c", {"b.c"}),
    ],
)
def test_imports_are_found(source: str, expected: set[str]) -> None:
    assert set(imports(source, "reconcile.cli")) == expected


def test_imports_inside_functions_are_not_at_module_level() -> None:
    source = "import a\ndef f():\n    import b\nif TYPE_CHECKING:\n    import c"
    assert set(imports(source, "reconcile.cli", deep=False)) == {"a"}


@pytest.mark.parametrize("path", files("reconcile"), ids=module)
def test_reconcile_imports_one_way(path: Path) -> None:
    name = module(path)
    if name == "reconcile":
        return
    own = name.split(".")[1]
    wrong = {
        part
        for part in known(parts_of_reconcile(imported(path))) - {own}
        if layer(part) >= layer(own)
    }
    assert not wrong, f"{name} must not import {sorted(wrong)}"


@pytest.mark.parametrize(
    ("package", "allowed"), [("flows", OF_FLOWS), ("expectations", OF_EXPECTATIONS)]
)
def test_flows_and_expectations_import_little_of_reconcile(package: str, allowed: set[str]) -> None:
    for path in files(package):
        wrong = known(parts_of_reconcile(imported(path))) - allowed
        assert not wrong, f"{module(path)} must not import {sorted(wrong)}"


@pytest.mark.parametrize(("library", "owner"), OWNERS.items())
def test_prefect_and_great_expectations_have_one_owner(library: str, owner: str) -> None:
    users = {
        module(path).split(".")[0]
        for path in files(*OURS)
        if any(name.split(".")[0] == library for name in imported(path))
    }
    assert users == {owner}


def test_only_the_command_and_flows_import_flows_and_expectations() -> None:
    for path in files(*OURS):
        used = {name.split(".")[0] for name in imported(path)} & {"flows", "expectations"}
        own = module(path).split(".")[0]
        allowed = {"flows": {"flows", "expectations"}, "expectations": {"expectations"}}.get(own)
        if module(path) == "reconcile.cli":
            allowed = {"flows", "expectations"}
        assert used <= (allowed or set()), f"{module(path)} must not import {sorted(used)}"


def test_the_command_answers_before_anything_heavy_is_loaded() -> None:
    """Neither cli.py nor what it imports at its top loads a heavy package."""
    seen: set[str] = set()
    todo = ["reconcile.cli"]
    while todo:
        name = todo.pop()
        path = _file_of(name)
        if path is None or name in seen:
            continue
        seen.add(name)
        found = imported(path, deep=False)
        heavy = {one.split(".")[0] for one in found} & HEAVY
        assert not heavy, f"{name} loads {sorted(heavy)}"
        todo += [*found, name.rpartition(".")[0]]
    assert "reconcile.cli" in seen


def _file_of(name: str) -> Path | None:
    base = ROOT.joinpath(*name.split(".")) if name else ROOT
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


@pytest.mark.parametrize(
    ("packages", "limit"),
    [((*OURS, "benchmarks"), MAX_LINES), (("tests",), MAX_LINES_OF_A_TEST)],
)
def test_files_stay_readable(packages: tuple[str, ...], limit: int) -> None:
    counts = {
        module(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(*packages)
    }
    assert {name: count for name, count in counts.items() if count > limit} == {}
