"""Looks up, for the fold, what the ledger and the views held at the position where a batch begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from timeline.database import Cursor, rows
from timeline.facts import Committed
from timeline.ledger import Ledger
from timeline.states import SourceState, evolve_source
from timeline.views.generations import Generation, sql


class StoredRecall:
    """Reads a generation at the position it has reached, and the ledger up to there."""

    def __init__(self, ledger: Ledger, log: Cursor, views: Cursor, read: Generation) -> None:
        self._ledger, self._log, self._views, self._read = ledger, log, views, read
        self._sql = sql("folding.sql", read.number, views.dialect)

    def sources(self) -> Iterable[SourceState]:
        """Return every source."""
        for (number,) in rows(self._views, self._sql["source_numbers"]):
            source = reduce(evolve_source, self.facts_of(number), None)
            if source is not None:
                yield source

    def facts_of(self, number: int) -> Sequence[Committed]:
        """Return the facts of the stream with this number."""
        return self._ledger.stream_of(self._log, number, self._read.position)

    def timeline(self, slug: str) -> int | None:
        """Return the number of a timeline."""
        return self._ledger.number(self._log, self._ledger.ids(self._log).timeline(slug))

    def incident(self, timeline: str, slug: str) -> int | None:
        """Return the number of an incident."""
        return self._ledger.number(self._log, self._ledger.ids(self._log).incident(timeline, slug))

    def filed(self, incident: int) -> Iterable[int]:
        """Return the numbers of the reports that ever had a claim filed under an incident."""
        return (report for (report,) in rows(self._views, self._sql["filed"], (incident,)))

    def seal(self, commitment: str) -> Committed | None:
        """Return the fact of a sealed report."""
        stream = self._ledger.ids(self._log).sealed(commitment)
        return next(iter(self._ledger.stream(self._log, stream, self._read.position)), None)

    def citing(self, source: int) -> Iterable[int]:
        """Return the numbers of the reports that ever named a source."""
        return (report for (report,) in rows(self._views, self._sql["citing"], (source,)))
