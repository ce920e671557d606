"""Pages of differences: what came into a timeline between two moments, left it, or changed, and in how many steps."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from timeline.answers import AsKnown, Entry, EntryChange
from timeline.clocks import Clock, Micros, instant_text, parse_instant
from timeline.errors import NotAllowedError
from timeline.projections import View
from timeline.service.end_states import BEGINNING, EndStates, Interval, Reading
from timeline.service.filters import IncidentFilters
from timeline.service.histories import Thing, states
from timeline.service.lists import Listing, Question, cursor_behind
from timeline.service.snapshot import Snapshot
from timeline.service.steps import changed_fields


class Between(NamedTuple):
    """Two moments of one clock, the earlier one first."""

    begin: Micros
    end: Micros
    clock: Clock = Clock.PUBLISHED


class DifferenceFilters(IncidentFilters, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The filters of both lists, and the moments of the clock between which they differ."""

    begin: str
    end: str
    clock: Clock = Clock.PUBLISHED

    def __post_init__(self) -> None:
        """Refuse what is no moment. Raises ValueError."""
        parse_instant(self.begin), parse_instant(self.end)

    @classmethod
    def of(cls, between: Between, filters: IncidentFilters) -> DifferenceFilters:
        """Return the filters of a difference. Raises NotAllowedError."""
        if between.end < between.begin:
            raise NotAllowedError.at("/to", "it comes before the other moment; allowed: a later one, or the same")
        begin, end = instant_text(between.begin), instant_text(between.end)
        return cls(**msgspec.structs.asdict(filters), begin=begin, end=end, clock=between.clock)


class Difference:
    """A page of what differs between two points of view: ready JSON texts, and values for who wants them."""

    def __init__(self, begin: AsKnown, end: AsKnown, *, as_of: AsKnown, after: str | None) -> None:
        self.begin, self.end, self.as_of, self.next = begin, end, as_of, after
        self.added_docs, self.removed_docs, self.changed_docs = list[str](), list[str](), list[str]()

    @property
    def added(self) -> list[Entry]:
        """The entries that are in the later list alone."""
        return [msgspec.json.decode(doc, type=Entry) for doc in self.added_docs]

    @property
    def removed(self) -> list[Entry]:
        """The entries that are in the earlier list alone."""
        return [msgspec.json.decode(doc, type=Entry) for doc in self.removed_docs]

    @property
    def changed(self) -> list[EntryChange]:
        """The entries that are in both lists, and differ."""
        return [msgspec.json.decode(doc, type=EntryChange) for doc in self.changed_docs]


def difference(snapshot: Snapshot, listing: Listing, asked: Question, timeline: str) -> Difference:
    """Return one page of a difference, in the order of its clock."""
    wanted = asked.filters
    assert isinstance(wanted, DifferenceFilters)  # noqa: S101 - a cursor gives back what it was given
    moments = parse_instant(wanted.begin), parse_instant(wanted.end)
    begin, end = (snapshot.at(moment, wanted.clock) for moment in moments)
    between = Interval(begin, end, wanted.clock)
    behind = BEGINNING if asked.key is None else (int(asked.key[0]), int(asked.key[1]))
    found = Reading(snapshot, timeline, between, wanted.conditions()).changes(asked.limit + 1, behind)
    following = None
    if len(found) > asked.limit:
        following = cursor_behind(snapshot, listing, asked, found[asked.limit - 1].key)
    known = (snapshot.known_at(moment, wanted.clock) for moment in moments)
    told = Difference(*known, as_of=snapshot.as_known, after=following)
    for change in found[: asked.limit]:
        match change:
            case EndStates(before=str(before), after=str(after)):
                stream = snapshot.ids.incident(timeline, change.incident)
                thing = Thing(View.INCIDENTS, change.number, stream, timeline, change.incident)
                told.changed_docs.append(_changed(change.incident, before, after, _steps(snapshot, thing, between)))
            case EndStates(before=None, after=str(after)):
                told.added_docs.append(after)
            case EndStates(before=str(before)):
                told.removed_docs.append(before)
            case _:
                pass  # in neither list
    return told


def _steps(snapshot: Snapshot, thing: Thing, between: Interval) -> int:
    """Return in how many steps something went from one end to the other."""
    return sum(between.first < state.at <= between.last for state in states(snapshot, thing, between.clock))


def _changed(incident: str, before: str, after: str, steps: int) -> str:
    fields = {
        "incident": incident,
        "before": msgspec.Raw(before.encode()),
        "after": msgspec.Raw(after.encode()),
        "changed": changed_fields(before, after),
        "steps": steps,
    }
    return msgspec.json.encode(fields).decode()
