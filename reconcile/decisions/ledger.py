"""The ledger: everything that people decided, an act a row, and what of it is in force.

Nothing in it is ever changed. An act supersedes what its author could know of: the acts that the
report before him had taken in, and those of his own. Two acts that did not know of each other and
say different things are a disagreement, which nobody but a person settles.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Final

import pandas as pd

from ..answered import REPORT
from ..tables import TABLES, conform, empty

OPEN: Final = "proposed"  # an edit that nobody has answered
# An answer to an edit: no, or yes and what was done.
NO, YES = "no", "yes:"
WITHDRAWN: Final = "withdrawn"  # an act that takes what was said of its subject back
TERMINAL: Final = 0  # the run of an act that answers no report: its author sees what is in force
RELATIONS: Final = ("other_site", "same_group", "successor")
# An erasure: the kind of its acts, how it stands, and what stands before a person as typed.
ERASE: Final = "erase"
ASKED, CONFIRMED, TORN, DONE = "asked", "confirmed", "torn", "done"
TYPED: Final = "typed:"
BETWEEN: Final = "␟"  # legal in a workbook, and in no name that people give
VALUES: Final = ("value", "extra")  # kinds of acts whose answer is a text that people typed
_SILENT: Final = {"edit": ("later", OPEN, WITHDRAWN), **dict.fromkeys(VALUES, ())}
# The check letter of a number that people read: a digit mistyped gives another letter.
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTVWXYZ"


def lettered(prefix: str, number: int) -> str:
    """A number with its check letter: lettered("Q", 137) -> "Q-0137-Z"."""
    return f"{prefix}-{number:04d}-{_LETTERS[number % len(_LETTERS)]}"


def subject_of(*parts: str) -> str:
    """What an act is about, as one text; the parts of a pair come in the order of their numbers."""
    return BETWEEN.join(parts)


def answer_of(text: str) -> str:
    """A text that people typed as the answer of an act of VALUES: "withdrawn" -> "␟withdrawn"."""
    return BETWEEN + text if text.lstrip(BETWEEN) == WITHDRAWN else text


def text_in(answer: str) -> str:
    """The text of such an answer."""
    return answer.removeprefix(BETWEEN) if answer.lstrip(BETWEEN) == WITHDRAWN else answer


def parts_of(subjects: pd.Series, names: Iterable[str]) -> pd.DataFrame:
    """The parts of subjects, a column a name (`str`)."""
    names = list(names)
    parts = [text.split(BETWEEN) for text in subjects]
    return pd.DataFrame(parts, columns=names, index=subjects.index).astype("str")


def pair_of(one: str, other: str) -> str:
    """The subject of two records."""
    first, second = sorted((one, other), key=lambda record: (len(record), record))
    return subject_of(first, second)


def effect_of(subject: str) -> tuple[str, str]:
    """The kind and subject of the act that a yes to an edit adds: "value␟M-0042␟phones␟(text)" ->
    ("value", "M-0042␟phones"). A row that joins several clubs has the club behind its subject."""
    what, *about = subject.split(BETWEEN)
    if what == "value":
        return "value", subject_of(*about[:2])
    return ("value", subject_of(about[0], "status")) if what == "left" else ("row", about[0])


def n_answers(said: pd.DataFrame) -> int:
    """How many things acts (LEDGER) of one report say: a yes to an edit and what is done on it are
    one, as is a row that joins several clubs."""
    yes = (said["kind"] == "edit") & said["answer"].str.startswith(YES)
    plain = said["subject"].str.replace(":.*", "", regex=True).where(said["kind"] == "row")
    places = zip(said["kind"], plain.fillna(said["subject"]), yes, strict=True)
    return len({effect_of(about) if agreed else (kind, about) for kind, about, agreed in places})


def heads(ledger: pd.DataFrame) -> pd.DataFrame:
    """The acts of LEDGER (in the order of their reading) that no other supersedes, in that order.

    An act supersedes an earlier one about the same subject where its report knew of it (it was
    first told in a run not after that of the report), where it was given at the terminal, or where
    the same reviewer said it, in a workbook not saved before (where nobody is named, in the same
    cell of one file). "later" is no opinion, where it is not a text that people typed (VALUES): it
    never stands against another act, nor does an edit that is open or taken back against an answer
    to it.
    """
    if ledger.empty:
        return ledger
    group = ledger.groupby(["kind", "subject"], sort=False).ngroup()
    plain = _knew_last(ledger, group).groupby(group).transform("all")
    kept = [*ledger.index[plain & ~group.duplicated(keep="last")]]
    said: dict[int, list[Any]] = {}
    for nth, act in zip(group[~plain], ledger[~plain].itertuples(), strict=True):
        said.setdefault(nth, []).append(act)
    for acts_of_one in said.values():
        kept += heads_of(acts_of_one)
    return ledger[ledger.index.isin(kept)]


def _knew_last(ledger: pd.DataFrame, group: pd.Series) -> pd.Series:
    """Whether each act supersedes the one before it of its group (bool), by the rule of `knew`.
    Where all of a group do, the last of them stands alone."""
    columns = ["reviewer", "origin", "decided_at"]
    now = ledger[["run", "read_in"]].join(ledger[columns].fillna(""))
    was = now.groupby(group).shift()
    named = (now["reviewer"] != "") | (was["reviewer"] != "")
    stays = ~now["origin"].str.contains("/", regex=False) & (now["origin"] != f"{REPORT}.xlsx")
    cell = stays & (now["origin"] == was["origin"]) & (now["run"] == was["run"])
    same = (now["reviewer"] == was["reviewer"]).where(named, cell)
    told = (now["run"] == TERMINAL) | (was["read_in"] <= now["run"])
    return ~group.duplicated() | (told | same) & ~(same & (was["decided_at"] > now["decided_at"]))


def heads_of(acts: Iterable[Any]) -> list[Hashable]:
    """The same of acts about one subject (rows of LEDGER), one by one."""
    standing: list[Any] = []
    for act in acts:
        if any(_same_person(act, one) and one.decided_at > act.decided_at for one in standing):
            continue  # a later word of the same person was read before this one
        standing = [one for one in standing if not knew(act, one)] + [act]
    silent = _SILENT.get(standing[0].kind, ("later",))
    opinions = [one for one in standing if one.answer not in silent]
    opinions = opinions or [one for one in standing if one.answer == OPEN]
    return [one.Index for one in opinions or standing]


def knew(act: Any, earlier: Any) -> bool:
    """Whether the author of `act` knew of an act that was read before it."""
    told = act.run == TERMINAL or earlier.read_in <= act.run
    return bool(told or _same_person(act, earlier))


def _same_person(one: Any, other: Any) -> bool:
    """Whether the same reviewer said both; without a name, whether both stood in the same cell of
    one file: of a register, or of a report that no run writes over. A copy of the report that
    somebody else saves over it is no word of the same person."""
    names = [act.reviewer if isinstance(act.reviewer, str) else "" for act in (one, other)]
    if any(names):
        return names[0] == names[1]
    stays = "/" not in one.origin and one.origin != f"{REPORT}.xlsx"
    return bool(stays and one.origin == other.origin and one.run == other.run)


def in_force(ledger: pd.DataFrame) -> pd.DataFrame:
    """The acts of LEDGER that hold, one a subject: the last of its heads where all say the same.
    What was withdrawn does not hold."""
    return held_and_torn(ledger)[0]


def disputed(ledger: pd.DataFrame) -> pd.DataFrame:
    """The acts of LEDGER that stand against each other."""
    return held_and_torn(ledger)[1]


def held_and_torn(ledger: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Those of `in_force` and of `disputed`."""
    standing = heads(_obeyed(ledger))
    if standing.empty:
        return standing, standing
    torn = _differ(standing)
    agreed = standing[~torn].drop_duplicates(["kind", "subject"], keep="last")
    return agreed[agreed["answer"] != WITHDRAWN], standing[torn]


def _obeyed(ledger: pd.DataFrame) -> pd.DataFrame:
    """LEDGER without what was done on a yes to an edit on which people disagree, or to which the
    last answer is no."""
    yes = ledger[(ledger["kind"] == "edit") & ledger["answer"].str.startswith(YES)]
    if yes.empty:
        return ledger
    standing = heads(ledger[(ledger["kind"] == "edit") & ledger["subject"].isin(yes["subject"])])
    void = standing.loc[_differ(standing) | (standing["answer"] == NO), "subject"]
    yes = yes[yes["subject"].isin(void)]
    if yes.empty:
        return ledger
    said = ["run", "read_in", "reviewer", "origin"]
    about = [effect_of(one) for one in yes["subject"]]
    done = set(zip(about, *yes[said].fillna("").T.to_numpy().tolist(), strict=True))
    subjects = ledger["subject"].str.replace(":.*", "", regex=True).where(ledger["kind"] == "row")
    subjects = subjects.fillna(ledger["subject"])
    places = zip(ledger["kind"], subjects, strict=True)
    acts = zip(places, *ledger[said].fillna("").T.to_numpy().tolist(), strict=True)
    return ledger[[one not in done for one in acts]]


def _differ(standing: pd.DataFrame) -> pd.Series:
    said = standing["answer"] + BETWEEN + standing["relation"].fillna("")
    return said.groupby([standing["kind"], standing["subject"]]).transform("nunique") > 1


def decisions(ledger: pd.DataFrame) -> pd.DataFrame:
    """DECISIONS: what is in force about two records; where one person calls them different and
    another does not, "different" holds (`disputed`) until somebody settles it."""
    own = ledger[ledger["kind"] == "pair"]
    torn = disputed(own)
    torn = torn[torn["answer"] == "different"].drop_duplicates("subject", keep="last")
    both = pd.concat([in_force(own).assign(disputed=False), torn.assign(disputed=True)])
    return _as("decisions", both.sort_index(), ("left_id", "right_id"))


def sheet_answers(ledger: pd.DataFrame) -> pd.DataFrame:
    """SHEET_ANSWERS: how people want sheets to be taken."""
    own = in_force(ledger[ledger["kind"] == "sheet"]).rename(columns={"answer": "state"})
    return _as("sheet_answers", own, ("file", "sheet"))


def acceptances(ledger: pd.DataFrame) -> pd.DataFrame:
    """ACCEPTANCES: the stops that people confirmed."""
    return _as("acceptances", in_force(ledger[ledger["kind"] == "stop"]), ("key",))


def corrections(ledger: pd.DataFrame) -> pd.DataFrame:
    """CORRECTIONS: the values that people set, by member and field; "" empties a value."""
    held = in_force(ledger[ledger["kind"].isin(("value", "edit"))])
    own = held[held["kind"] == "value"]
    own = own.assign(value=own["answer"].map(text_in))
    return _as("corrections", own, ("member_id", "field"))


def _as(table: str, own: pd.DataFrame, names: tuple[str, ...]) -> pd.DataFrame:
    """Acts as rows of a table, the parts of their subjects under `names`."""
    if own.empty:
        return empty(table)
    found = conform(own.assign(**parts_of(own["subject"], names)), table)
    return found[list(TABLES[table])].reset_index(drop=True)


def acts(rows: list[dict[str, Any]]) -> pd.DataFrame:
    """LEDGER of acts that are not in the store yet, without decision_id."""
    return conform(pd.DataFrame(rows), "ledger") if rows else empty("ledger")
