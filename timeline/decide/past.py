"""What a decision may look at: the present state of the streams that its command names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import msgspec

from timeline.errors import FieldProblem, NotAllowedError
from timeline.facts import Committed, Draft, Fact, Ids, is_pseudonym
from timeline.states import IncidentState, ReportState, SourceState, TimelineState


class Past(Protocol):
    """The ledger as a decision sees it, with what was decided before in the same transaction."""

    @property
    def ids(self) -> Ids:
        """The names of this ledger's streams."""

    def has(self, stream: UUID) -> bool:
        """Tell whether *stream* holds a fact."""

    def facts(self, stream: UUID) -> Sequence[Committed]:
        """Return the facts of *stream* in order."""

    def source(self, slug: str) -> SourceState | None:
        """Return a source."""

    def timeline(self, slug: str) -> TimelineState | None:
        """Return a timeline."""

    def incident(self, timeline: str, slug: str) -> IncidentState | None:
        """Return an incident of a timeline."""

    def report(self, key: str) -> ReportState | None:
        """Return a report."""


class Decision(msgspec.Struct, frozen=True):
    """The facts that a command comes to; *changes* tells whether they alter what is known."""

    drafts: tuple[Draft, ...] = ()
    changes: bool = True


class Author(msgspec.Struct, frozen=True):
    """Who records, and why."""

    by: str
    reason: str | None = None


def drafts(past: Past, stream: UUID, facts: Sequence[Fact], author: Author) -> tuple[Draft, ...]:
    """Return *facts* as the next ones of *stream*."""
    version = len(past.facts(stream)) + 1
    return tuple(Draft(stream, number, fact, author.by, author.reason) for number, fact in enumerate(facts, version))


def must_know_timeline(past: Past, slug: str) -> None:
    """Refuse a timeline that is not in the ledger."""
    if not past.has(past.ids.timeline(slug)):
        raise _unknown("/timeline", "a timeline", slug)


def must_know_incident(past: Past, timeline: str, slug: str, pointer: str) -> None:
    """Refuse an incident that the timeline does not have; a pseudonym may name anything."""
    known = past.has(past.ids.incident(timeline, slug))
    if not known or (is_pseudonym(slug) and getattr(past.incident(timeline, slug), "slug", None) != slug):
        raise _unknown(pointer, f"an incident of timeline '{timeline}'", slug)


def must_know_sources(past: Past, slugs: Sequence[str], pointer: str) -> None:
    """Refuse the first of *slugs* that is no source of the ledger."""
    for index, slug in enumerate(slugs):
        if not knows_source(past, slug):
            raise _unknown(f"{pointer}/{index}", "a source", slug)


def knows_source(past: Past, slug: str) -> bool:
    """Tell whether the ledger has a source of this slug; a pseudonym may name anything."""
    if is_pseudonym(slug):
        return getattr(past.source(slug), "slug", None) == slug
    return past.has(past.ids.source(slug))


def must_know_report(past: Past, key: str, pointer: str = "/report") -> ReportState:
    """Return the report with this key, or refuse."""
    report = past.report(key)
    if report is None:
        raise _unknown(pointer, "a report", key)
    return report


def _unknown(pointer: str, what: str, name: str) -> NotAllowedError:
    return NotAllowedError(FieldProblem(pointer, f"'{name}' is not known; name {what} that the ledger holds"))
