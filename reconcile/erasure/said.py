"""What people say, act by act, without what is blocked."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ..decisions.ledger import BETWEEN, ERASE, VALUES, WITHDRAWN, YES, answer_of, text_in
from ..decisions.own_columns import text_alone
from .blocks import Blocks
from .text import GONE, Scrub, ids_in, mapped


def line_of(
    scrub: Scrub, row: Mapping[Any, Any], spared: frozenset[int] = frozenset()
) -> Callable[[str], str]:
    """What cleans the texts of a row that names members or records; those of `spared` stay."""
    own = scrub.own(ids_in(f"{row.get('subject') or ''} {row.get('member_id') or ''}")) - spared
    return lambda text: scrub.text(text, own)


def json_of(change: Callable[[str], str]) -> Callable[[str], str]:
    """`change` for the texts within JSON."""

    def within(text: str) -> str:
        try:
            told = json.loads(text)
        except ValueError:
            return change(text)
        after = mapped(told, change)
        return text if after == told else json.dumps(after, ensure_ascii=False)

    return within


def cleaned_act(row: Mapping[Any, Any], scrub: Scrub) -> dict[str, str]:
    """The texts of an act (of LEDGER) as they are without what is blocked. Of a value that has
    several entries those stay of which nothing is; "" where none does."""
    change = line_of(scrub, row)
    texts = ("subject", "answer", "note", "shown")
    after = {one: change(row[one]) for one in texts if isinstance(row[one], str)}
    if row["kind"] == "extra":
        # Whom a heading names has nothing to do with the members whose values stand below it.
        member, between, heading = row["subject"].partition(BETWEEN)
        after["subject"] = f"{member}{between}{scrub.heading(heading)}"
    if "shown" in after:
        after["shown"] = json_of(change)(row["shown"])
        if row["kind"] == "extra" and scrub.mark in after["answer"]:
            after["shown"] = text_alone(after["shown"])
    if row["kind"] == "row":
        after["answer"] = json_of(change)(row["answer"])
    if row["kind"] in VALUES and row["answer"] != WITHDRAWN:
        text = change(text_in(row["answer"]))
        of_list = row["kind"] == "value" and answer_of(text) != row["answer"]
        after["answer"] = answer_of(scrub.entries(text) if of_list else text)
    return after


def half_cleaned(ledger: pd.DataFrame) -> bool:
    """Whether the text of a cell of people's own was cleaned (acts of LEDGER), and its value still
    stands beside it."""
    cleaned = ledger["answer"].str.contains(GONE, regex=False, na=False)
    held = ledger.loc[(ledger["kind"] == "extra") & cleaned, "shown"].dropna()
    return any(text_alone(one) != one for one in held)


def unsaid(said: pd.DataFrame, blocks: Blocks) -> tuple[pd.DataFrame, pd.Series]:
    """LEDGER of acts that people gave after an erasure without what is blocked; and which of them
    held something (bool). An act of which nothing is left is not there: it takes nothing back."""
    touched = pd.Series(False, index=said.index)
    if not blocks or said.empty:
        return said, touched
    scrub, kept = Scrub(blocks), pd.Series(True, index=said.index)
    said = said.copy()
    for nth, row in zip(said.index, said.to_dict("records"), strict=True):
        if row["kind"] == ERASE:
            continue  # hashes and numbers, no value
        after = cleaned_act(row, scrub)
        changed = {key: text for key, text in after.items() if text != row[key]}
        if not changed:
            continue
        touched[nth] = True
        if row["kind"] == "edit" and "answer" in changed:
            changed["answer"] = f"{YES}{scrub.entries(changed['answer'].removeprefix(YES))}"
            kept[nth] = changed["answer"] != YES
        kept[nth] &= changed.get("answer") != "" and not (
            row["kind"] in ("edit", "value") and "subject" in changed
        )
        said.loc[nth, list(changed)] = list(changed.values())
    return said[kept].reset_index(drop=True), touched
