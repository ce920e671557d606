"""What an erasure makes of every stored fact that it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

import msgspec

from timeline.commands import Order
from timeline.database import Cursor, rows
from timeline.erasing import (
    ERASED,
    Names,
    blanked,
    has_wording,
    ref_of,
    renamed,
)
from timeline.facts import (
    Erasable,
    Erased,
    IncidentOpened,
    IncidentsMerged,
    ReportOpened,
    ReportRecorded,
    TimelineOpened,
    WordingErased,
    is_pseudonym,
    pseudonym,
)
from timeline.ledger.appending import sql
from timeline.ledger.mapper import Envelope, as_uuid, opened
from timeline.reports import Entered


class Erasure(NamedTuple):
    """What shall lose its wording: the thing whose stream this is, all of it or the claim called *ref*.

    *name* is its slug or key, or the author's name; an incident's stands in its *timeline*. *order* is that of a
    replayed report whose key was erased.
    """

    what: Erasable
    stream: UUID
    name: str
    fields: frozenset[str]
    basis: str
    ref: str | None = None
    timeline: str | None = None
    order: str | None = None


class Row(NamedTuple):
    """The row of a fact, which may be overwritten."""

    position: int
    stream: UUID
    version: int
    topic: str
    state: bytes

    @property
    def envelope(self) -> Envelope:
        """What the bytes hold."""
        return opened(self.topic, self.state)


class Change(NamedTuple):
    """A stored fact, and what it is to become; *marked* where it is the erased thing's own wording that goes."""

    stored: Row
    old: Envelope
    new: Envelope
    marked: bool
    order: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether anything is left to erase."""
        return self.new != self.old or (self.marked and self.old.erased is None)

    def state(self, mark: Erased) -> bytes:
        """Return the bytes to be stored; *mark* says when and why."""
        mark = msgspec.structs.replace(mark, order=self.order)
        return (self.new._replace(erased=mark) if self.marked else self.new).closed()


def changes(c: Cursor, erasure: Erasure) -> list[Change]:
    """Return the facts that an erasure overwrites, in ledger order; *c* holds off all who append."""
    found = {stored.position: stored for stored in _own(c, erasure)}
    new_name = _new_name(erasure)
    if new_name is not None or erasure.what in (Erasable.AUTHOR, Erasable.INCIDENT):
        found |= {one.position: one for one in _read(c, "stored_with", msgspec.json.encode(erasure.name))}
    blanking = _Blanking(c, erasure, new_name)
    made = (blanking.change(stored) for _, stored in sorted(found.items()))
    changing = {change.stored.position: change for change in made if change is not None}
    if erasure.what is Erasable.REPORT and "key" in erasure.fields:
        changing = _ordered(c, erasure, changing)
    if changing:
        changing |= _unproved(c, changing)
    return [change for _, change in sorted(changing.items())]


def _unproved(c: Cursor, changing: Mapping[int, Change]) -> dict[int, Change]:
    """Forget the salts of reports that were sealed and are no longer what was: with one, a guess could be checked."""
    streams = {change.stored.stream for change in changing.values() if change.new.fact != change.old.fact}
    made = dict[int, Change]()
    for stored in _read(c, "stored_openings"):
        envelope = stored.envelope
        if stored.stream in streams and isinstance(envelope.fact, ReportOpened):
            unproved = msgspec.structs.replace(envelope.fact, salt=None)
            if unproved != envelope.fact:
                made[stored.position] = Change(stored, envelope, envelope._replace(fact=unproved), marked=False)
    return made


def _ordered(c: Cursor, erasure: Erasure, changing: dict[int, Change]) -> dict[int, Change]:
    """Let reports without their keys keep their places in the order of all keys, without saying anything of the key.

    Each stands behind the last report before it that has its key still, and is numbered from there.
    """
    reports = [(stored, stored.envelope) for stored in _read(c, "stored_reports")]
    last, place, changed = "", 0, dict(changing)
    for stored, envelope in sorted(reports, key=lambda report: _order(erasure, *report)):
        change = changing.get(stored.position)
        if not is_pseudonym(_key(change.new if change is not None else envelope)):
            last, place = _key(envelope), 0
            continue
        place += 1
        order = Order(behind=last or None, place=place).text
        if change is not None:
            changed[stored.position] = change._replace(order=order)
        elif envelope.erased is not None and envelope.erased.order != order:
            moved = envelope._replace(erased=msgspec.structs.replace(envelope.erased, order=order))
            changed[stored.position] = Change(stored, envelope, moved, marked=False)
    return changed


def _order(erasure: Erasure, stored: Row, envelope: Envelope) -> str:
    """Return by what a report was ordered until now, or in the ledger that is replayed."""
    if stored.stream == erasure.stream and erasure.order is not None:
        return erasure.order
    kept = None if envelope.erased is None else envelope.erased.order
    return _key(envelope) if kept is None else kept


def _key(envelope: Envelope) -> str:
    assert isinstance(envelope.fact, ReportRecorded)  # noqa: S101 - its topic says so
    return envelope.fact.key


def _own(c: Cursor, erasure: Erasure) -> Iterator[Row]:
    """Yield the facts of the erased thing's own stream; an author has none."""
    if erasure.what is not Erasable.AUTHOR:
        yield from _read(c, "stored_of_stream", erasure.stream.hex)


def _read(c: Cursor, name: str, *parameters: object) -> Iterator[Row]:
    for position, stream, version, topic, state in rows(c, sql(c, name), parameters):
        yield Row(position, as_uuid(stream), version, topic, bytes(state))


def _new_name(erasure: Erasure) -> str | None:
    """Return the pseudonym of a thing whose name goes; None where it has it already, or keeps its own."""
    new = pseudonym(erasure.stream)
    return new if erasure.fields & {"key", "slug"} and erasure.name != new else None


class _Blanking:
    """Decides what every fact becomes."""

    def __init__(self, c: Cursor, erasure: Erasure, new_name: str | None) -> None:
        self._c, self._erasure = c, erasure
        self._timelines: dict[UUID, str | None] = {}
        names = {} if new_name is None else {erasure.name: new_name}
        match erasure.what:
            case Erasable.SOURCE:
                self._names = Names(sources=names)
            case Erasable.INCIDENT:
                self._names = Names(incidents=names)
            case _:
                self._names = Names(reports=names)

    def change(self, stored: Row) -> Change | None:
        """Return what a fact becomes; None where it stays as it is."""
        old = stored.envelope
        new, marked = old, False
        if self._erasure.what is Erasable.AUTHOR:
            new = self._nameless(old)
        else:
            if self._names_apply(stored):
                new = old._replace(fact=renamed(old.fact, self._names))
            marked = self._is_own(stored, old)
            if marked:
                new = self._wordless(new)
            elif "reason" in self._erasure.fields and self._merges(stored, old):
                new = new._replace(reason=ERASED)
        if new == old and not marked:
            return None
        return Change(stored, old, new, marked)

    def _is_own(self, stored: Row, old: Envelope) -> bool:
        """Tell whether a fact says anything of its own that is to go."""
        erasure = self._erasure
        if stored.stream != erasure.stream or isinstance(old.fact, WordingErased | IncidentsMerged):
            return False
        if erasure.ref is not None and ref_of(old.fact) != erasure.ref:
            return False
        says = "reason" in erasure.fields and old.reason is not None
        return says or has_wording(old.fact, erasure.fields) or self._bears_name(old)

    def _bears_name(self, old: Envelope) -> bool:
        """Tell whether a fact gives the thing the name that is to go."""
        name = "key" if self._erasure.what is Erasable.REPORT else "slug"
        return name in self._erasure.fields and hasattr(old.fact, name)

    def _wordless(self, old: Envelope) -> Envelope:
        reason = ERASED if old.reason is not None and "reason" in self._erasure.fields else old.reason
        return old._replace(fact=blanked(old.fact, self._erasure.fields), reason=reason)

    def _nameless(self, old: Envelope) -> Envelope:
        """Leave an author out, who recorded a fact or, in another system before, its report."""
        name, fact = self._erasure.name, old.fact
        holder = next((field for field in ("report", "changes") if hasattr(fact, field)), None)
        entered = getattr(getattr(fact, holder), "entered", None) if holder is not None else None
        if holder is not None and isinstance(entered, Entered) and entered.by == name:
            told = msgspec.structs.replace(getattr(fact, holder), entered=msgspec.structs.replace(entered, by=ERASED))
            fact = msgspec.structs.replace(fact, **{holder: told})
        return old._replace(by=ERASED if old.by == name else old.by, fact=fact)

    def _merges(self, stored: Row, old: Envelope) -> bool:
        """Tell whether a fact says why the erased incident was merged, or another into it; of a timeline, any."""
        fact, erasure = old.fact, self._erasure
        if not isinstance(fact, IncidentsMerged) or old.reason is None:
            return False
        if erasure.what is Erasable.TIMELINE:
            return stored.stream == erasure.stream
        return erasure.name in (fact.incident, fact.into) and self._timeline(stored.stream) == erasure.timeline

    def _names_apply(self, stored: Row) -> bool:
        """Tell whether names mean in a fact what they mean here: those of incidents do on their timeline."""
        return self._erasure.what is not Erasable.INCIDENT or self._timeline(stored.stream) == self._erasure.timeline

    def _timeline(self, stream: UUID) -> str | None:
        """Return to which timeline a stream belongs; None where to none."""
        if stream not in self._timelines:
            first = next(_read(self._c, "stored_of_stream", stream.hex)).envelope.fact
            match first:
                case TimelineOpened(slug=slug):
                    self._timelines[stream] = slug
                case IncidentOpened(timeline=timeline) | ReportRecorded(timeline=timeline):
                    self._timelines[stream] = timeline
                case _:
                    self._timelines[stream] = None
        return self._timelines[stream]
