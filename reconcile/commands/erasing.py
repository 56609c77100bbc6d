"""`reconcile erase`: a person erased from the terminal, after what would go was shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from ..config import PARIS, load
from ..decisions.ledger import ASKED, DONE, acts
from ..decisions.naming import columns_said
from ..erasure import (
    Known,
    NotMeant,
    act,
    blocks_of,
    carry_out,
    described,
    subject_of_typed,
    target,
    without,
)
from ..errors import Stop
from ..ingest import read_clubs
from ..memory.alone import alone
from ..memory.opening import recall
from ..nights.missing import stand_in
from ..nights.night import copying, settle, terminal_user
from ..words import Words, words


def erase(config_path: Path, what: str, agreed: Callable[[str, str], bool]) -> str:
    """Erase whom a mail, phone, name, contact's or member's number means. agreed: shown what would
    go and a question, says whether to do it. Raises Stop, in words, where nobody or several are
    meant; what was typed is in none of them."""
    config = load(config_path)
    say = words(config.language)
    with alone(config, say):
        store, memory = recall(config, say)
        memory, _, _ = settle(store, memory, config, say)
        known = Known(memory)
        try:
            subject = subject_of_typed(what, known)
        except NotMeant as why:
            told = say.section(f"problems.{why}")
            raise Stop(f"{told['sentence']}\n{told['cure']}") from None
        found = target(subject, known)
        reading = stand_in(read_clubs(config, columns_said(memory.ledger)), memory, config)
        reading = without(reading, blocks_of(memory.ledger, memory.salt))
        if not agreed(_told(described(found, reading, known), say), say("erase.sure")):
            return say("erase.left")
        when, who = datetime.now(PARIS), terminal_user()
        said = [
            act(subject, ASKED, None, when, who, memory.run),
            act(subject, DONE, found.block, when, who, memory.run),
        ]
        _, left = carry_out(store, memory, acts(said), config, copying(store, config, say))
    return "\n".join([say("erase.done"), *(say("erase.waits", file=one) for one in left)])


def _told(about: dict[str, Any], say: Words) -> str:
    """What would go and what stays, without any value."""
    numbers = {key: about[key] for key in ("n_rows", "n_mails", "n_phones")}
    lines = [about["members"] or say("report.words.erase_nobody")]
    lines.append(say("report.words.erase_goes", **numbers))
    lines += [say("report.words.erase_whole")] if about["whole"] else []
    lines += [f"  {one}" for one in (about["places"] or "").split("\n") if one]
    lines += [say("report.words.erase_kept", n=about["n_kept"])] if about["n_kept"] else []
    lines += [say("report.words.erase_bears")] if about["bears"] else []
    return "\n".join(lines)
