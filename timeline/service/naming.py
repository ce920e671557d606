"""What names stand for: whether the newest ledger holds a thing, and which."""

from __future__ import annotations

from uuid import UUID

from timeline.database import Cursor
from timeline.erasing import Named, Text
from timeline.errors import UnknownError
from timeline.facts import ReportRecorded
from timeline.ledger import Known, Ledger

_NAMED = {"source": Named.SOURCE, "incident": Named.INCIDENT}
"""What is called by slugs, which lead to a thing by themselves, be they erased."""


class Naming:
    """Looks names up. Existence is judged by the newest ledger, from whichever point of view is asked."""

    _ledger: Ledger
    _timelines: set[str]
    """Timelines that were looked up before: what exists stays."""

    def must_know_timeline(self, slug: str) -> None:
        """Refuse a timeline that is not in the ledger. Raises UnknownError."""
        if slug not in self._timelines:
            with self._ledger.reading() as c:
                self._number(c, self._ledger.ids(c).timeline(slug), "timeline", slug)
            self._timelines.add(slug)

    def must_know_source(self, slug: str) -> None:
        """Refuse a source that is not in the ledger. Raises UnknownError."""
        with self._ledger.reading() as c:
            self._number(c, self._ledger.ids(c).source(slug), "source", slug)

    def must_know_incident(self, timeline: str, slug: str) -> None:
        """Refuse an incident that is not in the ledger. Raises UnknownError."""
        with self._ledger.reading() as c:
            self._number(c, self._ledger.ids(c).incident(timeline, slug), "incident", f"{timeline}/{slug}")

    def report_key(self, report: UUID) -> str:
        """Return the key of a report, voided or not. Raises UnknownError."""
        with self._ledger.reading() as c:
            for committed in self._ledger.stream(c, report):
                if isinstance(committed.fact, ReportRecorded):
                    return committed.fact.key
        raise UnknownError("report", str(report))

    def ledger_id(self) -> UUID:
        """Return the name of the ledger: no other one has it."""
        if (namespace := self._ledger.namespace) is not None:
            return namespace
        with self._ledger.reading() as c:
            return self._ledger.ids(c).namespace

    def _number(self, c: Cursor, stream: UUID, what: str, name: str) -> int:
        """Return the number of a stream. Raises UnknownError."""
        number = self._ledger.number(c, stream)
        if number is None or (what in _NAMED and Known(c).position(Text(_NAMED[what], name)) is not None):
            raise UnknownError(what, name)
        return number
