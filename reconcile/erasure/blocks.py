"""What is blocked: for each erased person, hashes of what is never to come back, and the numbers of
the member and records that the person was named at. No value stands here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from ..decisions.ledger import ASKED, CONFIRMED, DONE, ERASE, TORN, WITHDRAWN
from ..seal import Seal

KINDS: Final = ("mail", "phone", "word", "name", "loose", "at", "here")


@dataclass(frozen=True)
class Block:
    """hashes: by kind (KINDS); ids: member and record numbers; whole: the person was the member;
    bears: the firm, which stays, is called as the person is."""

    hashes: Mapping[str, frozenset[str]]
    ids: frozenset[str] = frozenset()
    whole: bool = False
    bears: bool = False

    def to_json(self) -> str:
        hashes = {kind: sorted(some) for kind, some in self.hashes.items() if some}
        told = {"hashes": hashes, "ids": sorted(self.ids), "whole": self.whole, "bears": self.bears}
        return json.dumps(told, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Block:
        """Raises ValueError where the text is none of ours."""
        told = json.loads(text)
        if not isinstance(told, dict) or not isinstance(told.get("hashes"), dict):
            raise ValueError("no block")
        hashes = {kind: frozenset(told["hashes"].get(kind, ())) for kind in KINDS}
        ids = frozenset(told.get("ids", ()))
        return cls(hashes, ids, bool(told.get("whole")), bool(told.get("bears")))


@dataclass(frozen=True)
class Blocks:
    """All that is blocked. of: by kind and hash, the places in `blocks`."""

    seal: Seal
    blocks: tuple[Block, ...] = ()
    of: Mapping[str, Mapping[str, frozenset[int]]] = field(default_factory=dict)

    @classmethod
    def build(cls, seal: Seal, blocks: Iterable[Block]) -> Blocks:
        blocks = tuple(blocks)
        of: dict[str, dict[str, frozenset[int]]] = {kind: {} for kind in KINDS}
        for nth, one in enumerate(blocks):
            for kind, some in one.hashes.items():
                for text in some:
                    of[kind][text] = of[kind].get(text, frozenset()) | {nth}
        return cls(seal, blocks, of)

    def __bool__(self) -> bool:
        return bool(self.blocks)

    def has(self, kind: str, *parts: str) -> frozenset[int]:
        """The blocks that hold this value of a kind."""
        return self.of[kind].get(self.seal.of(kind, *parts), frozenset())

    @property
    def erased(self) -> frozenset[str]:
        """The numbers of members and records that were persons, and are gone."""
        return frozenset(one for block in self.blocks if block.whole for one in block.ids)


@dataclass(frozen=True)
class Wish:
    """What was said of one subject. state: asked, confirmed, torn (people disagree), done or
    "" (taken back); act: the last act (a row of LEDGER); block: what is blocked, None where
    nothing is."""

    subject: str
    state: str
    act: Mapping[Any, Any]
    block: Block | None


def wishes(ledger: pd.DataFrame) -> list[Wish]:
    """What was said of each subject, in the order in which it was first asked for.

    A block holds until it is taken back after it was made, also while the same is asked for anew.
    Where one report was answered both ways nothing is erased.
    """
    own = ledger[ledger["kind"] == ERASE]
    return [
        _fold(str(subject), acts.to_dict("records"))
        for subject, acts in own.groupby("subject", sort=False)
    ]


def _fold(subject: str, acts: list[dict[Any, Any]]) -> Wish:
    state, block, cancelled = "", None, set[int]()
    known: Block | None = None
    confirmed_in = -1
    for act in acts:
        said, run = act["answer"], int(act["run"])
        if said == ASKED:
            state, cancelled = ASKED, set()
        elif said == CONFIRMED and run in cancelled:
            state = TORN
        elif said == CONFIRMED and state in (ASKED, TORN):
            state, confirmed_in = CONFIRMED, run
        elif said == WITHDRAWN and state == CONFIRMED and run == confirmed_in:
            state = TORN
        elif said == WITHDRAWN and state in (ASKED, CONFIRMED, TORN):
            cancelled.add(run)
            state = DONE if block else ""
        elif said == WITHDRAWN:
            state, block = "", None
        elif said == DONE:
            known = _read(act["shown"]) or known
            state, block = DONE, known
    return Wish(subject, state, acts[-1], block)


def _read(text: object) -> Block | None:
    try:
        return Block.from_json(text) if isinstance(text, str) else None
    except ValueError:
        return None


def blocks_of(ledger: pd.DataFrame, salt: str) -> Blocks:
    """What is blocked by LEDGER; nothing where there is no salt yet."""
    if not salt:
        return Blocks(Seal(""))
    return Blocks.build(Seal(salt), [one.block for one in wishes(ledger) if one.block])
