"""Rows on their way into one generation of the views: folded in memory, written at once."""

from __future__ import annotations

from collections.abc import Iterable

from timeline.bitemporal import Row, refold
from timeline.clocks import EVER
from timeline.database import Cursor, one, rows
from timeline.projections import Kept, Refolded, View
from timeline.views.generations import Generation, sql

Corner = tuple[int, int]


class _Thing:
    """The rows of one thing that are in force, as far back as they were asked for, and those to be written."""

    def __init__(self, since: int) -> None:
        self.since = since
        self.live: dict[int, Row[Kept]] = {}
        self.changed: dict[Corner, Row[Kept]] = {}
        self.docs: dict[Kept, int] = {}


class Buffer:
    """The changes that one batch of transactions makes to a generation that is as far as *read* says."""

    def __init__(self, c: Cursor, read: Generation) -> None:
        self._c, self._read = c, read
        self._sql = sql("folding.sql", read.number)
        self._things: dict[tuple[View, int], _Thing] = {}
        self._docs: list[tuple[int, str, str, str]] = []
        self._next_doc = one(c, self._sql["newest_doc"])[0] + 1

    def take(self, refolded: Refolded, n: int) -> None:
        """Take in the states of one thing, as position *n* leaves them."""
        thing = self._thing(refolded.view, refolded.number, refolded.since)
        old = sorted((row for row in thing.live.values() if row.p2 > refolded.since), key=lambda row: row.p)
        for row in refold(old, refolded.spans, refolded.since, n):
            thing.changed[row.p, row.n] = row
            if row.n_to == EVER:
                thing.live[row.p] = row
                self._number_doc(thing, row.state)
            elif thing.live.get(row.p, row).n == row.n:
                thing.live.pop(row.p, None)

    def write(self, c: Cursor, filings: Iterable[Corner], citations: Iterable[Corner]) -> None:
        """Write everything, in one transaction of the caller's."""
        c.executemany(self._sql["put_docs"], self._docs)
        for view in View:
            c.executemany(
                self._sql[f"put_{view}"],
                [
                    (number, row.p, row.n, row.p2, row.n2, row.n_to, thing.docs[row.state], *row.state.columns)
                    for (of, number), thing in self._things.items()
                    if of is view
                    for row in thing.changed.values()
                ],
            )
        c.executemany(self._sql["put_filings"], sorted(filings))
        c.executemany(self._sql["put_citations"], sorted(citations))

    def _thing(self, view: View, number: int, since: int) -> _Thing:
        """Return a thing with all its rows in force beyond *since*; one younger than the generation has none stored."""
        thing = self._things.get((view, number))
        if thing is None:
            thing = self._things[view, number] = _Thing(EVER)
        if since < thing.since:
            if number <= self._read.position:
                self._recall(thing, view, number, since)
            thing.since = since
        return thing

    def _recall(self, thing: _Thing, view: View, number: int, since: int) -> None:
        parameters = {"number": number, "since": since, "ever": EVER}
        for p, n, p2, n2, doc, text, words, voices, *columns in rows(self._c, self._sql[f"live_{view}"], parameters):
            if (p, n) not in thing.changed and p not in thing.live:
                kept = Kept(text, words, voices, tuple(columns))
                thing.live[p] = Row(p, n, kept, p2, n2)
                thing.docs[kept] = doc

    def _number_doc(self, thing: _Thing, kept: Kept) -> None:
        if kept not in thing.docs:
            thing.docs[kept] = self._next_doc
            self._docs.append((self._next_doc, kept.doc, kept.words, kept.voices))
            self._next_doc += 1
