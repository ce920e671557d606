"""The ledger as a decision sees it, with what the same transaction has decided before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from uuid import UUID

from timeline.clocks import instant_text
from timeline.database import Cursor
from timeline.erasing import Text
from timeline.errors import ErasedError, FieldProblem
from timeline.facts import Committed, Draft, Ids, WordingErased
from timeline.ledger.application import Ledger
from timeline.ledger.erasing import Known
from timeline.states import (
    IncidentState,
    ReportState,
    SourceState,
    TimelineState,
    evolve_incident,
    evolve_report,
    evolve_source,
    evolve_timeline,
)


class LedgerPast:
    """Reads the streams that commands name, once each, and lays the drafts of this transaction over them."""

    def __init__(self, ledger: Ledger, c: Cursor, now: int) -> None:
        newest = ledger.newest(c)
        self.ids: Ids = ledger.ids(c)
        self.drafts: list[Draft] = []
        self.erased = Known(c)
        self._ledger, self._c, self._now = ledger, c, now
        self._base = newest.position if newest is not None else 0
        self._streams: dict[UUID, list[Committed]] = {}
        self._exists: dict[UUID, bool] = {}

    def add(self, drafts: Sequence[Draft]) -> None:
        """Take in what was decided; positions and times are only provisional until it is appended."""
        for draft in drafts:
            facts = self._facts(draft.stream)
            self.drafts.append(draft)
            position = self._base + len(self.drafts)
            number = facts[0].number if facts else position
            facts.append(Committed(position, self._now, draft.by, draft.reason, number, draft.stream, draft.fact))
            self._exists[draft.stream] = True

    def has(self, stream: UUID) -> bool:
        """Tell whether *stream* holds a fact."""
        exists = self._exists.get(stream)
        if exists is None:
            exists = self._exists[stream] = self._ledger.has(self._c, stream)
        return exists

    def said(self, digest: bytes) -> bool:
        """Tell whether a line of this content was recorded before."""
        return self._ledger.said(self._c, digest)

    def must_not_be_erased(self, said: Sequence[tuple[str, Text]]) -> None:
        """Refuse texts that were erased, each behind the pointer to its place. Raises ErasedError."""
        problems = [
            FieldProblem(pointer, self._erased_when(position))
            for pointer, text in said
            if (position := self.erased.position(text)) is not None
        ]
        if problems:
            raise ErasedError(*problems)

    def _erased_when(self, position: int) -> str:
        fact = next(self._ledger.facts(self._c, position - 1, position))
        assert isinstance(fact.fact, WordingErased)  # noqa: S101 - its position stands there for it
        return f"erased on {instant_text(fact.recorded)[:10]}, basis: {fact.fact.basis}"

    def facts(self, stream: UUID) -> Sequence[Committed]:
        """Return the facts of *stream* in order."""
        return self._facts(stream)

    def source(self, slug: str) -> SourceState | None:
        """Return a source."""
        return reduce(evolve_source, self.facts(self.ids.source(slug)), None)

    def timeline(self, slug: str) -> TimelineState | None:
        """Return a timeline."""
        return reduce(evolve_timeline, self.facts(self.ids.timeline(slug)), None)

    def incident(self, timeline: str, slug: str) -> IncidentState | None:
        """Return an incident of a timeline."""
        return reduce(evolve_incident, self.facts(self.ids.incident(timeline, slug)), None)

    def report(self, key: str) -> ReportState | None:
        """Return a report."""
        return reduce(evolve_report, self.facts(self.ids.report(key)), None)

    def _facts(self, stream: UUID) -> list[Committed]:
        facts = self._streams.get(stream)
        if facts is None:
            facts = self._streams[stream] = self._ledger.stream(self._c, stream) if self.has(stream) else []
        return facts
