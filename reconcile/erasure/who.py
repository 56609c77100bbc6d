"""Who is meant: from what somebody chose or typed to a person, and what would go with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from ..results import Memory
from ..seal import Seal, name_key, sex_of, words_of
from ..standardise import standardise
from ..tables import empty, field_of
from ..workbooks.shown import text_of
from .blocks import Block
from .marks import address, anchors, forms, persons
from .text import mail_of, phone_of

CONTACT, MAIL, PHONE, MEMBER = "contact", "mail", "phone", "member"
_MOBILE: Final = ("+336", "+337")
_MAIL_FORM: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_CONTACT_NO: Final = re.compile(r"C-?\s*(\d+)-(\d+)", re.I)
_MEMBER_NO: Final = re.compile(r"M-?\s*(\d+)", re.I)
_People = list[dict[Any, Any]]


class NotMeant(Exception):  # noqa: N818 - becomes an issue or a Stop, in words
    """What was typed means nobody: why, as a key of the words; it never holds what was typed."""


@dataclass(frozen=True)
class Target:
    """A person to be erased. people: rows of PEOPLE with record_id, member_id and key; block: what
    would be blocked; n_kept: mails and phones that stay, as others or the firm have them, too."""

    subject: str
    people: _People
    block: Block
    n_kept: int = 0

    @property
    def members(self) -> list[str]:
        return sorted({one["member_id"] for one in self.people if one["member_id"]})

    @property
    def name(self) -> str:
        """The person as the lists write it, "" where nobody was found."""
        first = self.people[0] if self.people else {}
        parts = [text_of(first.get(one)) for one in ("title", "first", "last")]
        return " ".join(filter(None, parts))


@dataclass(frozen=True)
class Known:
    """All persons whom the store knows, by the rows of its records."""

    memory: Memory

    @cached_property
    def seal(self) -> Seal:
        return Seal(self.memory.salt)

    @cached_property
    def records(self) -> pd.DataFrame:
        """RECORDS of the rows of KNOWN, with record_id and the member that each belongs to."""
        member = self.memory.belongs.set_index("record_id")["member_id"]
        ids = self.memory.raw["record_id"]
        return self._standard.records.assign(
            record_id=ids.to_numpy(), member_id=ids.map(member).to_numpy()
        )

    @cached_property
    def _standard(self) -> Any:
        return standardise(self.memory.raw.drop(columns="record_id"), empty("columns"))

    @cached_property
    def people(self) -> _People:
        """PEOPLE with record_id, member_id, key (of the name) and their own phones completed."""
        own = persons(self._standard)
        ids, members = (self.records[one].to_list() for one in ("record_id", "member_id"))
        counts = Counter(int(one["pos"]) for one in own)
        for one in own:
            pos = int(one["pos"])
            one["record_id"], one["member_id"] = text_of(ids[pos]), text_of(members[pos])
            one["key"] = name_key(text_of(one["first"]), text_of(one["last"]))
            if counts[pos] > 1 and not one["phones"]:
                one["phones"] = self._beside(one)
        return [one for one in own if one["key"]]

    def _beside(self, person: Mapping[Any, Any]) -> list[str]:
        """The mobile in the column of the same number as the person's, where a row names several:
        "Contact 2", "Mobile 2"."""
        _, _, suffix = str(person["label"]).partition("#")
        label = f"mobile#{suffix}" if suffix else "mobile"
        if label not in self.memory.raw:
            return []
        cell = text_of(self.memory.raw[label].iloc[int(person["pos"])])
        return [number] if (number := phone_of(cell)) else []

    def of_contact(self, number: str) -> _People:
        """The mentions of the person whose number (C-00042-1) this is today."""
        numbers = self.memory.contact_numbers
        last = numbers.drop_duplicates(["record_id", "person"], keep="last")
        own = last[last["contact_id"] == number]
        named = {
            (record, name_key(text))
            for record, text in zip(own["record_id"], own["person"], strict=True)
        }
        return [
            one
            for one in self.people
            if {(one["record_id"], key) for key in (one["key"], _sexed(one))} & named
        ]

    def contact(self, person: Mapping[Any, Any]) -> tuple[str, str]:
        """The keys of a mention, without and with what its civility says."""
        record = person["record_id"]
        return self.seal.contact(record, person["key"]), self.seal.contact(record, _sexed(person))


def _sexed(person: Mapping[Any, Any]) -> str:
    """The key of a person of whom only the last name is known, beside another so called, as
    members.contacts writes it."""
    sex = sex_of(text_of(person["title"]))
    return f"{person['key']} ({sex})" if sex else str(person["key"])


def subject_of_typed(text: str, known: Known) -> str:
    """The subject of an act by a mail, phone, number of a contact or member, or whole name that
    somebody typed. Raises NotMeant."""
    text = " ".join(text.split())
    mail = mail_of(re.sub(r"(?i)^mailto:\s*", "", text.strip("<> ,;")))
    if _MAIL_FORM.fullmatch(mail):
        return f"{MAIL}:{known.seal.of(MAIL, mail)}"
    if number := phone_of(text):
        return f"{PHONE}:{known.seal.of(PHONE, number)}"
    if found := _CONTACT_NO.fullmatch(text):
        return _one(known.of_contact(f"C-{int(found[1]):05d}-{int(found[2])}"), known)
    if found := _MEMBER_NO.fullmatch(text):
        number = f"M-{int(found[1]):04d}"
        now = known.memory.aliases.set_index("old_member_id")["member_id"].get(number, number)
        own = [one for one in known.people if one["member_id"] == now]
        if len({one["key"] for one in own}) > 1:
            raise NotMeant("erase_several")
        return _one(own[:1], known)
    if len(words_of(text)) < 2:
        raise NotMeant("erase_unclear")
    own = [one for one in known.people if one["key"] == name_key(text)]
    if len({one["member_id"] for one in own}) > 1:
        raise NotMeant("erase_several")
    return _one(own[:1], known)


def _one(own: _People, known: Known) -> str:
    if not own:
        raise NotMeant("erase_nobody")
    plain, sexed = known.contact(own[0])
    return f"{CONTACT}:{plain if text_of(own[0]['first']) else sexed}"


def target(subject: str, known: Known) -> Target:
    """Whom a subject means today, and what would be blocked. Of a mail or phone that nobody has,
    that alone; of a contact who is there no more, nothing (an empty block)."""
    kind, _, code = subject.partition(":")
    seal = known.seal
    if kind == CONTACT:
        own = [one for one in known.people if code in known.contact(one)]
    else:
        field = {MAIL: "emails", PHONE: "phones"}[kind]
        own = [
            one for one in known.people if any(seal.of(kind, value) == code for value in one[field])
        ]
    people = _same(own, known)
    mails, phones, n_kept = _values(people, known)
    hashes = {MAIL: {seal.of(MAIL, one) for one in mails}}
    hashes[PHONE] = {seal.of(PHONE, one) for one in phones}
    if kind in hashes:
        hashes[kind].add(code)
    return Target(subject, people, _block(people, hashes, known), n_kept)


def _same(own: _People, known: Known) -> _People:
    """All rows that name these persons: of that name at that member, or of that name with a mail
    or phone of theirs; and a civility with the last name alone, where nobody else at the member is
    called so."""
    found = list(own)
    while True:
        names = {name for one in found for name in forms(one)[0]}
        loose = {pair for one in found for pair in forms(one)[1]}
        members = {one["member_id"] or one["record_id"] for one in found}
        reach = {value for one in found for value in (*one["emails"], *one["phones"])}
        more = []
        for one in known.people:
            if any(one is other for other in found):
                continue
            here = (one["member_id"] or one["record_id"]) in members
            near = here or bool(reach & {*one["emails"], *one["phones"]})
            if near and (forms(one)[0] & names or (here and _loosely(one, loose, names, known))):
                more.append(one)
        if not more:
            return found
        found += more


def _loosely(
    one: Mapping[Any, Any], loose: set[tuple[str, str]], names: set[str], known: Known
) -> bool:
    """Whether "M. Martin" is the Jean Martin who is meant: no other Martin of that sex is there."""
    mine = forms(one)[1]
    if text_of(one["first"]) or not mine & loose:
        return False
    others = [
        other
        for other in known.people
        if other["member_id"] == one["member_id"]
        and forms(other)[1] & mine
        and text_of(other["first"])
    ]
    return all(forms(other)[0] & names for other in others)


def _values(people: _People, known: Known) -> tuple[set[str], set[str], int]:
    """The mails and phones of a person, but for those that another person, or (a number that is no
    mobile) a firm's own column has, too; and how many these are."""
    keys = {one["key"] for one in people}
    others = [one for one in known.people if one["key"] not in keys]
    shared = {value for one in others for value in (*one["emails"], *one["phones"])}
    mails = {value for one in people for value in one["emails"]}
    phones = {value for one in people for value in one["phones"]}
    raw = known.memory.raw
    for label in (one for one in raw.columns if field_of(str(one)) in ("phone", "fax")):
        here = {phone_of(one) for one in raw[label].dropna().unique()}
        shared |= {one for one in here & phones if not one.startswith(_MOBILE)}
    kept = (mails | phones) & shared
    return mails - shared, phones - shared, len(kept)


def _block(people: _People, hashes: dict[str, set[str]], known: Known) -> Block:
    seal = known.seal
    ids = {one["record_id"] for one in people} | {one["member_id"] for one in people} - {""}
    near = known.records[
        known.records["member_id"].isin(ids) | known.records["record_id"].isin(ids)
    ]
    whole = bool(people) and all(
        field_of(one["label"]) in ("name", "trade_name") for one in people
    ) and not (near["siren_ok"] | near["siret_ok"]).any()  # fmt: skip
    names = {name for one in people for name in forms(one)[0]}
    sexes = {pair for one in people for pair in forms(one)[1]}
    if any(_other(one, people, known) for one in people):
        sexes = set()
    here = {anchor for row in near.to_dict("records") for anchor in anchors(row)}
    if whole:
        here |= {found for row in near.to_dict("records") if (found := address(row))}
        ids |= set(near["record_id"])
    alone = [*names, *(f"{sex} {last}" for sex, last in sexes)]
    hashes = {
        **hashes,
        "word": {seal.of("word", word) for name in names for word in name.split()},
        "name": {seal.of("name", name) for name in names},
        "loose": {seal.of("loose", sex, last) for sex, last in sexes},
        "here": {seal.of("here", anchor) for anchor in here if names},
        "at": {seal.of("at", name, anchor) for name in alone for anchor in here},
    }
    firms = {
        name_key(text_of(row["name"]), text_of(row["trade_name"]))
        for row in near.to_dict("records")
    }
    keys = [set(one["key"].split()) for one in people]
    bears = not whole and any(key <= set(firm.split()) for key in keys for firm in firms)
    ids |= set(near["member_id"].dropna()) & {one["member_id"] for one in people}
    frozen = {kind: frozenset(some) for kind, some in hashes.items()}
    return Block(frozen, frozenset(map(str, ids)), whole, bears)


def _other(one: Mapping[Any, Any], people: _People, known: Known) -> bool:
    """Whether another of the same last name and sex is at the member."""
    keys = {person["key"] for person in people}
    return any(
        other["member_id"] == one["member_id"]
        and other["key"] not in keys
        and forms(other)[1] & forms(one)[1]
        for other in known.people
    )
