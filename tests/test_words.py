"""Both languages say everything, with the same gaps to fill."""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter
from typing import Any

import pytest

from reconcile.words import words


def flat(tree: dict[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for key, node in tree.items():
        if isinstance(node, dict):
            yield from flat(node, f"{above}{key}.")
        else:
            yield above + key, node


def catalogue(language: str) -> dict[str, str]:
    say = words(language)
    return dict(flat(say._tree))


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    french, english = catalogue("fr"), catalogue("en")
    assert sorted(french) == sorted(english)


def test_both_languages_have_the_same_placeholders() -> None:
    french, english = catalogue("fr"), catalogue("en")
    other = {key for key in french if gaps(french[key]) != gaps(english.get(key, ""))}
    assert other == set()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_left_empty_and_every_placeholder_has_a_name(language: str) -> None:
    said = catalogue(language)
    assert [key for key, text in said.items() if not text.strip()] == []
    assert [key for key, text in said.items() if "" in gaps(text)] == []


def test_every_counted_thing_can_be_none_one_or_many() -> None:
    for language in ("fr", "en"):
        for key, forms in words(language).section("counts").items():
            assert set(forms) == {"none", "one", "many"}, key
