"""The notices of a night: which are due on each channel, sent, and kept in the state folder."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

from ..config import Config
from ..whom import Notice
from ..words import Words
from .due import ANSWERS, FAILED, STOPPED, Event, due, noted, still
from .sending import NotSent, send

KEPT: Final = "notices.json"  # in the state folder
_REPORT: Final = "match_report.xlsx"


def tell_ended(
    config: Config, summary: str, stopped: str, questions: int, today: date, say: Words
) -> list[str]:
    """Send what is due of a night that got to its end; stopped: why its register is held back, ""
    where it is not. Gives a line for each notice that could not be sent; never raises."""
    event = Event(STOPPED if stopped else "", _digest(stopped), questions)
    return _tell(config, event, summary, today, say)


def tell_failed(config: Config, reason: str, today: date, say: Words) -> list[str]:
    """The same of a night that failed, for a `reason`."""
    return _tell(config, Event(FAILED, _digest(reason), None), reason, today, say)


def channels(notice: Notice) -> list[str]:
    """The ways that are set: "mail", "webhook"."""
    ways = {"mail": bool(notice.mail), "webhook": notice.webhook is not None}
    return [name for name, there in ways.items() if there]


def _tell(config: Config, event: Event, told: str, today: date, say: Words) -> list[str]:
    ways = channels(config.notice)
    if not ways:
        return []
    path = config.paths.state / KEPT
    kept, failed = _read(path), []
    for way in ways:
        stands = still(kept.get(way, {}), event)
        kinds = due(stands, event, config.notice.on, today)
        if kinds:
            try:
                subject, text = _said(config, kinds[0], event, told, say)
                send(way, config.notice, subject, text, say)
                stands = noted(stands, kinds, event, today)
            except NotSent as error:
                failed.append(str(error))
        kept[way] = stands
    with suppress(OSError):  # then the same is told again, which is better than never
        _write(path, kept)
    return failed


def _said(config: Config, kind: str, event: Event, told: str, say: Words) -> tuple[str, str]:
    """Subject and text."""
    n = event.questions or 0
    key = f"{ANSWERS}_one" if kind == ANSWERS and n == 1 else kind
    report = config.paths.clean / _REPORT
    where = [say("notice.report", file=report)] if kind != FAILED else []
    text = "\n\n".join([told, *where, say("notice.again")]) + "\n"
    return say(f"notice.subject_{key}", n=n), text


def _digest(reason: str) -> str:
    return blake2b(reason.encode(), digest_size=8).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for kind, one in [told for way in found.values() for told in way.items()]:
            date.fromisoformat(one["day"])
            if not isinstance(one["what"], int if kind == ANSWERS else str):
                return {}
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return {}
    return dict(found)


def _write(path: Path, kept: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.part")
    beside.write_text(json.dumps(kept), encoding="utf-8")
    beside.replace(path)
