"""The tables of what nights remember and people answered, a part of those of tables.py."""

from __future__ import annotations

from typing import Final

TEXT, INT, BOOL, LIST = "str", "int64", "bool", "object"
INT_OR_NA, FLOAT = "Int64", "float64"

# The kinds of CHANGES, in the order in which they are told.
CHANGE_KINDS: Final = ("new", "former", "returned", "left", "merged", "split", "changed")

REMEMBERED: Final[dict[str, dict[str, str]]] = {
    # Where a record was put by the last run, and by the first; owned_id: the number that is its own
    # for ever (members.owners), NA where it was never the oldest record of a new member.
    "belongs": {"record_id": TEXT, "member_id": TEXT, "first_member_id": TEXT, "owned_id": TEXT},
    # A content that a record had before its last one (members.contents).
    "former_contents": {"record_id": TEXT, "digest": TEXT},
    # By which number a person of a row was known, from a run on (members.contact_numbers).
    "contact_numbers": {"record_id": TEXT, "person": TEXT, "contact_id": TEXT},
    "aliases": {"old_member_id": TEXT, "member_id": TEXT, "cause": TEXT},
    # Everything that people decided, an act a row (ledger.py). kind is pair, sheet, column, stop,
    # value, row or erase, subject what it is about; run is the one whose report was answered (0:
    # none), read_in the first whose report knows of the act; shown is JSON.
    "ledger": {
        "decision_id": TEXT,
        "kind": TEXT,
        "subject": TEXT,
        "answer": TEXT,
        "relation": TEXT,
        "question_id": TEXT,
        "reviewer": TEXT,
        "note": TEXT,
        "decided_at": TEXT,
        "run": INT,
        "read_in": INT,
        "origin": TEXT,
        "shown": TEXT,
    },
    # What is in force about two records: answer is same, different or later, relation what two
    # different members are to each other; disputed: people disagree, and "different" holds.
    "decisions": {
        "decision_id": TEXT,
        "question_id": TEXT,
        "left_id": TEXT,
        "right_id": TEXT,
        "answer": TEXT,
        "relation": TEXT,
        "reviewer": TEXT,
        "note": TEXT,
        "decided_at": TEXT,
        "disputed": BOOL,
    },
    # A value of a member that a person set; it outranks the sources.
    "corrections": {
        **dict.fromkeys(("decision_id", "member_id", "field", "value"), TEXT),
        **dict.fromkeys(("reviewer", "decided_at", "shown"), TEXT),
    },
    # A question that a report asked: the number that people see, and what it is about (ledger.py);
    # left_id and right_id where that is two records.
    "asked": {
        "question_id": TEXT,
        "kind": TEXT,
        "subject": TEXT,
        "left_id": TEXT,
        "right_id": TEXT,
        "first_run": INT,
    },
    # What the answer cells of a run's report were issued with, wherever they were not empty.
    "issued": {"run": INT, "kind": TEXT, "subject": TEXT, "answer": TEXT},
    # A report, or a copy of one, that was read.
    "readings": {
        "digest": TEXT,
        "origin": TEXT,
        "read_in": INT,
        "run": INT,
        "n_new": INT,
    },
    # A sheet that was read, as an edition of a list (DESIGN.md): as_of as precise as its name says,
    # dated_by sheet, file or saved; state is current, complement, replaced or archive; by_file and
    # by_sheet are what took its place, n_common how many of its rows stand there; chosen is person
    # or settings where one of them set the state.
    "editions": {
        "source": TEXT,
        "file": TEXT,
        "sheet": TEXT,
        "list": TEXT,
        "as_of": TEXT,
        "dated_by": TEXT,
        "state": TEXT,
        "n_rows": INT,
        "by_file": TEXT,
        "by_sheet": TEXT,
        "n_common": INT,
        "chosen": TEXT,
    },
    # How a person wants a sheet to be taken (config.SheetRule.state); "auto" takes it back.
    "sheet_answers": {
        "decision_id": TEXT,
        "file": TEXT,
        "sheet": TEXT,
        "state": TEXT,
        "reviewer": TEXT,
        "decided_at": TEXT,
    },
    # How a file was understood in the last register that it was in, on `day`: its rows of SHEETS
    # and COLUMNS, as JSON.
    "lists": {"file": TEXT, "day": TEXT, "sheets": TEXT, "columns": TEXT},
    # A value of a member in the register of a run, where it changed: value NA where it is gone, a
    # list as JSON; cause: JSON, a list of the places that it comes from. Beside the fields of
    # REGISTER: people, records, dues#2026:<club>, newsletter:<club>. club "": joint.
    "register_values": {
        "run": INT,
        "club": TEXT,
        "member_id": TEXT,
        "field": TEXT,
        "value": TEXT,
        "cause": TEXT,
    },
    # What changed since a former register. kind: new, former (a new one that has left), changed,
    # left, returned, merged, split; other_id: the number that was merged into the member, or the
    # member that it was a part of; before, after: as in register_values; cause: a dict, `why` a key
    # of the words [changes.why], and what they name.
    "changes": {
        **dict.fromkeys(("club", "member_id", "name", "kind", "field", "before", "after"), TEXT),
        "other_id": TEXT,
        "cause": LIST,
    },
    # An erasure that was asked for (erasure/), as the report tells it. state: asked, torn (people
    # disagree), confirmed or done; the rest, missing where it is done, says who is meant and what
    # would go: n_rows of tonight's lists, at `places`; n_kept mails and phones that stay, as others
    # have them, too; whole: the person is the member; bears: the firm is called so; n_left: files.
    "erasures": {
        **dict.fromkeys(("subject", "state", "decision_id", "reviewer", "decided_at"), TEXT),
        **dict.fromkeys(("name", "members", "firms", "places"), TEXT),
        **dict.fromkeys(("n_rows", "n_mails", "n_phones", "n_kept", "n_left"), INT_OR_NA),
        **dict.fromkeys(("whole", "bears"), LIST),
    },
    # A finding that held the register back in a run; the key names exactly this finding.
    "stops": {"key": TEXT, "run": INT, "source": TEXT, "file": TEXT, "problem": TEXT},
    # A stop that a person confirmed, in the report or at the terminal.
    "acceptances": {"decision_id": TEXT, "key": TEXT, "reviewer": TEXT, "decided_at": TEXT},
    # Whether a member was a current one of a club in the last register that was published.
    "standing": {"member_id": TEXT, "source": TEXT, "current": BOOL},
    # What people's answers say of all pairs of a kind (merged, apart, asked; reliability). n_drawn:
    # answered of the random sample, n_open: of it without an answer, n_drawn_wrong: of it wrong;
    # n_known, n_wrong: of all pairs, drawn or not; n_dropped: of those asked, which answers about
    # others make unlikely, so that nobody is asked any more; low to high: the 95 % interval of the
    # wrong ones; to_halve: how many more answers would make it half as wide.
    "strata": {
        **dict.fromkeys(("kind", "stratum"), TEXT),
        **dict.fromkeys(("size", "n_drawn", "n_open", "n_drawn_wrong", "n_known", "n_wrong"), INT),
        "n_dropped": INT,
        "estimate": FLOAT,
        **dict.fromkeys(("low", "high"), INT),
        "to_halve": INT_OR_NA,
    },
}
