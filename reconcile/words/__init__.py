"""Every word that staff see, from fr.toml or en.toml beside this file."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


class Words:
    """The catalogue of one language. `words("problems.siret_check.sentence", raw=...)`."""

    def __init__(self, language: str) -> None:
        text = resources.files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
        self.language = language
        self._tree: dict[str, Any] = tomllib.loads(text)

    def section(self, key: str) -> dict[str, Any]:
        """The table at a dotted key, as written in the catalogue; KeyError where there is none."""
        node: Any = self._tree
        for part in key.split("."):
            node = node[part]
        return dict(node)

    def __call__(self, key: str, /, **values: object) -> str:
        """The sentence at a dotted key, its {placeholders} filled; KeyError where there is none."""
        table, _, last = key.rpartition(".")
        return str(self.section(table)[last]).format(**values)

    def plain(self, key: str, /) -> str:
        """The sentence at a dotted key with its placeholders left out, for logs without values."""
        table, _, last = key.rpartition(".")
        sentence = str(self.section(table)[last])
        return re.sub(r"(?:« |\")?\{\w+\}(?: »|\")?", "…", sentence)


@cache
def words(language: str) -> Words:
    """The catalogue of `language` ("fr" or "en"), read once."""
    return Words(language)
