"""What must hold after every night of year.py, checked against the truth that world.py knows."""

from __future__ import annotations

from collections import defaultdict

import networkx
import pandas as pd
from world import Entity, World

from reconcile.decisions.ledger import WITHDRAWN, parts_of
from reconcile.results import Memory


def ends_of(subject: str) -> tuple[str, str]:
    """The two records of a subject."""
    parts = parts_of(pd.Series([subject]), ("left", "right"))
    return parts.loc[0, "left"], parts.loc[0, "right"]


class Oracles:
    """Faults found so far. entity_of: the entity of each record, by the row that it stood in;
    first: the number that each entity had first; answers: what holds about each subject;
    disputed: subjects about which reviewers disagree; parted: the number that an entity got when
    its two lists came to differ."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults: list[str] = []
        self.entity_of: dict[str, Entity] = {}
        self.first: dict[Entity, str] = {}
        self.answers: dict[str, str] = {}
        self.disputed: set[str] = set()
        self.ever_same: set[str] = set()
        self.waiting: list[tuple[str, str, str]] = []
        self.firm_of_number: dict[str, int] = {}
        self.newest: dict[Entity, str] = {}
        self.parted: dict[Entity, str] = {}

    def fault(self, night: int, text: str) -> None:
        """Note what does not hold."""
        self.faults.append(f"night {night}: {text}")

    def truly_one(self, subject: str) -> bool:
        """Whether two records are of one firm."""
        one, other = ends_of(subject)
        return self.entity_of[one][0] == self.entity_of[other][0]

    def some_records(self, n: int) -> list[str]:
        """Records of n firms of one club that no answer speaks of."""
        spoken = {one for subject in self.answers for one in ends_of(subject)}
        free = [rec for (_, club), rec in sorted(self.newest.items()) if club == 1]
        return [one for one in free if one not in spoken][:n]

    def typed(self, told: dict[str, str], origin: str) -> None:
        """People gave answers, by subject; WITHDRAWN takes one back."""
        for subject, answer in told.items():
            opposed = {
                said
                for about, said, by in self.waiting
                if about == subject and "terminal" not in (by, origin)
            } - {answer}
            self.waiting.append((subject, answer, origin))
            if opposed:  # of reports that knew nothing of each other: nobody is right
                self.disputed.add(subject)
                self.answers.pop(subject, None)
                continue
            self.disputed.discard(subject)
            if answer == WITHDRAWN:
                self.answers.pop(subject, None)
            else:
                self.answers[subject] = answer
            if answer == "same":
                self.ever_same.add(subject)

    def torn(self, subject: str) -> None:
        """Two reviewers said opposite things of a subject."""
        self.waiting += [(subject, answer, "reviews") for answer in ("same", "different")]
        self.disputed.add(subject)
        self.answers.pop(subject, None)

    def look(self, night: int, memory: Memory, asked: list[tuple[str, str]]) -> None:
        """Check a night that is done."""
        self._rows(night, memory)
        member = dict(zip(memory.belongs["record_id"], memory.belongs["member_id"], strict=True))
        self._kept(night, memory)
        self._obeyed(night, member)
        self._not_asked_twice(night, asked)
        self._parted(member, asked)
        older = memory.aliases
        self._numbers(
            night, member, dict(zip(older["old_member_id"], older["member_id"], strict=True))
        )

    def _rows(self, night: int, memory: Memory) -> None:
        """Each record stays the same entity's."""
        rows, current = memory.last_known(), set()
        for club, file in enumerate(self.world.files):
            current.add(f"{('technopole42', 'rezames')[club]}/{file}")
        self.newest = {}
        for file, row, record in zip(rows["file"], rows["row"], rows["record_id"], strict=True):
            entity = self.world.placed[file][row - 2]
            if self.entity_of.setdefault(record, entity) != entity:
                self.fault(night, f"{record} of {self.entity_of[record]} is taken for {entity}")
                self.entity_of[record] = entity
            if file in current:
                self.newest[entity] = record
        if missing := set(self.world.rows) - set(self.newest):
            self.fault(night, f"{sorted(missing)} are in no row that was read")

    def _kept(self, night: int, memory: Memory) -> None:
        """No answer is lost: all that was typed is in the ledger, and holds unless it was taken
        back or is disputed."""
        ledger, lost = memory.ledger, []
        for subject, answer, origin in self.waiting:
            own = ledger[(ledger["subject"] == subject) & (ledger["answer"] == answer)]
            if not own["origin"].str.startswith(origin).any():
                lost.append((subject, answer, origin))
        for one in lost:
            self.fault(night, f"lost: {one}")
        self.waiting = []
        held = memory.decisions.set_index(["left_id", "right_id"])["answer"]
        for subject, answer in self.answers.items():
            found = held.get(ends_of(subject))
            if found != answer:
                self.fault(night, f"{subject}: {answer} was said, {found} holds")

    def _entities(self, subject: str) -> list[Entity]:
        return [self.entity_of[one] for one in ends_of(subject)]

    def _components(self) -> networkx.Graph:
        """The entities that answers call one; an answer is about all the rows of an entity."""
        graph = networkx.Graph()
        for subject, answer in self.answers.items():
            if answer == "same":
                graph.add_edge(*self._entities(subject))
        return graph

    def _contradicted(self, subject: str, graph: networkx.Graph) -> bool:
        """Whether other answers lead to the opposite of one; where people disagree, "different"
        holds."""
        ends = self._entities(subject)
        parts = (networkx.node_connected_component(graph, one) for one in ends if one in graph)
        inside = set(ends).union(*parts)
        apart = [one for one, answer in self.answers.items() if answer == "different"]
        for said in [*apart, *self.disputed]:
            a, b = self._entities(said)
            if {a, b} <= inside and a in graph and b in graph and networkx.has_path(graph, a, b):
                return True
        return False

    def _obeyed(self, night: int, member: dict[str, str]) -> None:
        graph = self._components()
        for subject, answer in self.answers.items():
            one, other = ends_of(subject)
            together = member.get(one) == member.get(other)
            if together != (answer == "same") and not self._contradicted(subject, graph):
                self.fault(night, f"{subject}: {answer} is not obeyed")

    def _not_asked_twice(self, night: int, asked: list[tuple[str, str]]) -> None:
        """A question about two entities that was answered never comes again, whichever of their
        records it is about."""
        known = self.entity_of
        settled = {frozenset(known[e] for e in ends_of(one)) for one in self.answers}
        torn = {frozenset(known[e] for e in ends_of(one)) for one in self.disputed}
        for question, subject in asked:
            pair = frozenset(known[one] for one in ends_of(subject))
            if pair in settled - torn and not self._contradicted(subject, self._components()):
                self.fault(night, f"{question} asks again about {sorted(pair)}")

    def _parted(self, member: dict[str, str], asked: list[tuple[str, str]]) -> None:
        """Who was merged by himself, and is told apart because his two lists differ now: a part of
        a split gets a number, once and for ever, and the report asks whether that is right."""
        about = {frozenset(self.entity_of[one] for one in ends_of(subject)) for _, subject in asked}
        for entity, record in self.newest.items():
            other = (entity[0], 1 - entity[1])
            rows, number = self.world.rows, member[record]
            apart = other in self.newest and member[self.newest[other]] != number
            if (
                apart
                and rows[entity][1:] != rows[other][1:]
                and frozenset((entity, other)) in about
            ):
                self.parted.setdefault(entity, number)

    def _numbers(self, night: int, member: dict[str, str], alias: dict[str, str]) -> None:
        """An entity's number stays or leads to its member; none names two firms but by answers."""
        graph = networkx.Graph()
        for subject in self.ever_same:
            one, other = (self.entity_of[end][0] for end in ends_of(subject))
            graph.add_edge(one, other)
        # Who joins A and B by an answer may part what was joined to A: only B is sure to be there.
        told = (*self.answers, *self.disputed)
        spoken = {self.entity_of[end][0] for one in told for end in ends_of(one)}
        firms: dict[str, set[int]] = defaultdict(set)
        for entity, record in self.newest.items():
            number = member[record]
            firms[number].add(entity[0])
            first = self.first.setdefault(entity, number)
            own = {first, self.parted.get(entity, first)}
            if number not in own | {alias.get(one) for one in own} and entity[0] not in spoken:
                self.fault(night, f"{entity}: {first} became {number}")
        for number, named in firms.items():
            owner = self.firm_of_number.setdefault(number, min(named))
            for firm in named - {owner}:
                linked = graph.has_node(firm) and graph.has_node(owner)
                if not (linked and networkx.has_path(graph, firm, owner)):
                    self.fault(night, f"{number} of firm {owner} names firm {firm}")

    def same_again(self, night: int, first: pd.DataFrame, found: pd.DataFrame) -> None:
        """Whoever came later is a former member; all else is as on the first night."""
        later = found.drop(first.index, errors="ignore")
        still = later.index[later["status"] != "left"]
        if len(still):
            self.fault(night, f"undone: {list(still)} are members still")
        same = found.reindex(first.index)
        for column in first:
            one, other = (table[column].map(str) for table in (first, same))
            for member in one.index[one != other]:
                self.fault(night, f"undone: {member} {column}: {one[member]} is {other[member]}")
