"""Rows on their way into one generation of the views: folded in memory, written at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter

import msgspec

from timeline.bitemporal import Row, Span, filled, refold
from timeline.clocks import EVER
from timeline.database import Cursor, Dialect, one, rows
from timeline.projections import Index, Kept, Refolded, View
from timeline.views.counting import Counts
from timeline.views.generations import Generation, sql

Corner = tuple[int, int]
PARTED = (View.WORDS, View.FIGURES)
"""Things with parts of their own; their states are short, and stand in the row itself."""


class _Part:
    """The rows of a thing's part that are in force, as far back as they were asked for, and those to be written."""

    def __init__(self, *, new: bool) -> None:
        self.new = new
        self.stored: dict[Corner, Row[Kept]] = {}
        self.live: dict[int, Row[Kept]] = {}
        self.changed: dict[Corner, Row[Kept]] = {}

    def refold(self, new: list[Span[Kept]], since: int, n: int, absent: Kept | None = None) -> list[Row[Kept]]:
        """Take in the states from *since* on, as position *n* leaves them; return the rows that are in force anew."""
        old = sorted((row for row in self.live.values() if row.p2 > since), key=_start) if self.live else []
        if absent is not None:
            new = filled(new, old, since, absent)
        if not old:
            return [self._begin(span, n) for span in new]
        if len(old) == len(new) == 1 and _goes_on(old[0], new[0], since):
            return []
        added = []
        for row in refold(old, new, since, n):
            self.changed[row.p, row.n] = row
            if row.n_to == EVER:
                self.live[row.p] = row
                added.append(row)
            elif self.live[row.p].n == row.n:
                del self.live[row.p]
        return added

    def _begin(self, span: Span[Kept], n: int) -> Row[Kept]:
        row = Row(span.start, n, span.state) if span.end == EVER else Row(span.start, n, span.state, span.end, n)
        self.changed[row.p, n] = self.live[row.p] = row
        return row


_start = attrgetter("p")


def _goes_on(row: Row[Kept], new: Span[Kept], since: int) -> bool:
    """Tell whether a state stays as it is, as those of nearly all voices do when one speaks."""
    return row.p2 == new.end == EVER and max(row.p, since) == new.start and row.state == new.state


def _pairs(index: Index) -> Iterator[Corner]:
    """Yield who is named by which report, in order."""
    return ((owner, report) for owner in sorted(index) for report in sorted(index[owner]))


class _Thing:
    """The parts of one thing, and the numbers of their docs; what lies before *since* was not asked for yet."""

    def __init__(self) -> None:
        self.since = EVER
        self.parts: dict[str, _Part] = {}
        self.docs: dict[Kept, int] = {}

    def is_parted(self) -> bool:
        """Tell whether the texts of some states, among those of an incident, lack words and figures."""
        return any(row.state.columns[-1] for part in self.parts.values() for row in part.live.values())

    def changed(self, number: int) -> Iterator[Found]:
        """Yield the rows to be written."""
        for name, part in self.parts.items():
            for row in part.changed.values():
                yield number, self, name, row


Found = tuple[int, _Thing, str, Row[Kept]]
"""A row, and where it stands: the number of its thing, the thing, and the name of its part."""


def _put_whole(number: int, thing: _Thing, _: str, row: Row[Kept]) -> tuple[object, ...]:
    return (number, row.p, row.n, row.p2, row.n2, row.n_to, thing.docs[row.state], *row.state.columns)


def _put_part(number: int, _: _Thing, name: str, row: Row[Kept]) -> tuple[object, ...]:
    said = (row.state.doc,) if row.state.doc else ()
    return (number, name, row.p, row.n, row.p2, row.n2, row.n_to, *said, *row.state.columns)


def _end_whole(number: int, _thing: _Thing, _name: str, row: Row[Kept]) -> tuple[object, ...]:
    return (row.p2, row.n2, row.n_to, number, row.p, row.n)


def _end_part(number: int, _: _Thing, name: str, row: Row[Kept]) -> tuple[object, ...]:
    return (row.p2, row.n2, row.n_to, number, row.p, row.n, name)


class Buffer:
    """The changes that one batch of transactions makes to a generation that is as far as *read* says."""

    def __init__(self, c: Cursor, read: Generation) -> None:
        self._c, self._read = c, read
        self._sql = sql("folding.sql", read.number, c.dialect)
        self._things: dict[View, dict[int, _Thing]] = {view: {} for view in View}
        self._crowded: set[int] = set()
        """Incidents that have parts, as far as is known: those of all others need not be looked for."""
        self._docs: list[tuple[int, str, str, str]] = []
        self._next_doc = one(c, self._sql["newest_doc"])[0] + 1

    def take(self, refolded: Refolded, n: int) -> None:
        """Take in the states of one thing, as position *n* leaves them."""
        view, number, since, parts, absent = refolded
        if view in PARTED and not parts and number not in self._crowded:
            return
        thing = self._thing(view, number, since)
        if view is View.INCIDENTS and thing.is_parted():
            self._crowded.add(number)
        for name in parts.keys() | thing.parts.keys():
            part = thing.parts.get(name)
            if part is None:
                part = thing.parts[name] = _Part(new=True)
            for row in part.refold(parts.get(name, []), since, n, absent):
                if view not in PARTED:
                    self._number_doc(thing, row.state)

    def write(self, c: Cursor, filings: Index, citations: Index) -> None:
        """Write everything, in one transaction of the caller's."""
        c.executemany(self._sql["put_docs"], self._docs)
        for view, things in self._things.items():
            put, end = (_put_part, _end_part) if view in PARTED else (_put_whole, _end_whole)
            changed = [found for number, thing in things.items() for found in thing.changed(number)]
            stored = self._read.position
            c.executemany(self._sql[f"put_{view}"], [put(*found) for found in changed if found[3].n > stored])
            ends = self._sql["end_part" if view in PARTED else "end"].replace("{view}", view)
            c.executemany(ends, [end(*found) for found in changed if found[3].n <= stored])
        c.executemany(self._sql["put_counts"], self._counted())
        c.executemany(self._sql["put_parts"], sorted(self._new_parts()))
        c.executemany(self._sql["put_filings"], _pairs(filings))
        c.executemany(self._sql["put_citations"], _pairs(citations))

    def _counted(self) -> Iterator[tuple[object, ...]]:
        counts = Counts()
        for thing in self._things[View.INCIDENTS].values():
            for part in thing.parts.values():
                for corner, row in part.changed.items():
                    counts.change(part.stored.get(corner), row)
        return counts.rows()

    def _new_parts(self) -> Iterator[tuple[str, int, str]]:
        for view in PARTED:
            for number, thing in self._things[view].items():
                yield from ((view, number, name) for name, part in thing.parts.items() if part.new)

    def expect(self, view: View, since: Mapping[int, int]) -> None:
        """Look up at once what will be taken in, each thing from when on: one question, not one for each."""
        things, stored = self._things[view], self._read.position
        wanted = {
            number: begin
            for number, begin in since.items()
            if number <= stored and (number not in things or begin < things[number].since)
        }
        if wanted:
            self._recall(view, wanted)

    def _thing(self, view: View, number: int, since: int) -> _Thing:
        """Return a thing with all its rows in force beyond *since*; one younger than the generation has none stored."""
        thing = self._things[view].get(number)
        if thing is None:
            thing = self._things[view][number] = _Thing()
        if since < thing.since:
            if number <= self._read.position:
                self._recall(view, {number: since})
            thing.since = since
        return thing

    def _recall(self, view: View, wanted: Mapping[int, int]) -> None:
        """Read the rows in force of some things, each beyond a moment."""
        things = self._things[view]
        for number, since in wanted.items():
            things.setdefault(number, _Thing()).since = since
        statement = self._sql[f"live_{view}"].replace("{wanted}", self._sql["wanted"].removesuffix(";"))
        for number, name, p, n, p2, n2, doc, text, words, voices, *columns in rows(
            self._c, statement, self._bound(wanted)
        ):
            thing = things[number]
            part = thing.parts.setdefault(name, _Part(new=False))
            if (p, n) not in part.changed and p not in part.live:
                kept = Kept(text, words, voices, tuple(columns))
                part.stored[p, n] = part.live[p] = Row(p, n, kept, p2, n2)
                thing.docs[kept] = doc

    def _bound(self, wanted: Mapping[int, int]) -> dict[str, object]:
        if self._c.dialect is Dialect.POSTGRES:
            return {"numbers": list(wanted), "sinces": list(wanted.values()), "ever": EVER}
        return {"wanted": msgspec.json.encode(list(wanted.items())).decode(), "ever": EVER}

    def _number_doc(self, thing: _Thing, kept: Kept) -> None:
        if not kept.doc:
            thing.docs[kept] = 0
        elif kept not in thing.docs:
            thing.docs[kept] = self._next_doc
            self._docs.append((self._next_doc, kept.doc, kept.words, kept.voices))
            self._next_doc += 1
