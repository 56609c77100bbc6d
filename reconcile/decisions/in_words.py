"""What people wrote into the register, as the list of decisions tells it: edits, and cells and
headings of columns of their own."""

from __future__ import annotations

import pandas as pd

from ..words import Words
from ..workbooks.shown import field_name, look_up
from .by_hand import details, parts
from .ledger import BETWEEN, WITHDRAWN, YES, text_in
from .own_columns import OF_REGISTER

KINDS = ("edit", "extra")


def new_names(ledger: pd.DataFrame) -> dict[str, str]:
    """The names of the rows that people proposed, by the key of the row."""
    own = ledger[(ledger["kind"] == "edit") & ledger["subject"].str.startswith(f"new{BETWEEN}")]
    told = zip(own["subject"], own["shown"], strict=True)
    named = ((parts(subject)[1], details(shown).get("name")) for subject, shown in told)
    return {key: str(name) for key, name in named if name}


def about_by_hand(kind: str, subject: str, names: dict[str, str], say: Words) -> str:
    """What an act of KINDS is about: "Ville de M-0002 Velinore : « Roanne »". names: of members and
    of rows that people added."""
    if kind == "extra":
        place, _, heading = subject.partition(BETWEEN)
        if not place.startswith(OF_REGISTER):
            return say("decided.about.cell", heading=heading, member=_member(place, names))
        club = place.removeprefix(OF_REGISTER)
        return say("decided.about.column", heading=heading) + (f" ({club})" if club else "")
    what, *about = parts(subject)
    if what == "new":
        return say("decided.about.new", name=names.get(about[0], about[0]))
    member = _member(about[0], names)
    if what == "left":
        return say("decided.about.left", member=member)
    field, text = field_name(say, about[1]), about[2] or say("gaps.empty")
    return say("decided.about.value", field=field, member=member, text=text)


def answer_by_hand(kind: str, subject: str, answer: str, say: Words) -> str:
    """What an act of KINDS says: "proposé", "oui", or "oui : Firminy" where another was chosen."""
    if answer == WITHDRAWN:
        return say("decided.answers.withdrawn")
    if kind == "extra":
        if not subject.startswith(OF_REGISTER):
            return text_in(answer)
        form = answer.partition(" ")[2]
        return say("decided.answers.kept") + (f" ({form})" if form else "")
    if not answer.startswith(YES):
        return look_up(say, "decided.by_hand", answer) or answer
    yes, text = say("report.words.answer_yes"), answer.removeprefix(YES)
    what, *about = parts(subject)
    if what == "left" or (what == "value" and text == about[2]):
        return yes
    return say("shown.colon", left=yes, right=text or say("gaps.empty"))


def _member(number: str, names: dict[str, str]) -> str:
    return " ".join(filter(None, (number, names.get(number))))
