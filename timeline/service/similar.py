"""What a new report may repeat: reports of the same content, incidents that fit in all respects; a human decides."""

from __future__ import annotations

from typing import NamedTuple

from timeline.answers import AsKnown
from timeline.errors import NotAllowedError
from timeline.service import lists
from timeline.service.entries import entries
from timeline.service.filters import ReportFilters, SimilarFilters
from timeline.service.lists import EVERYTHING, Question
from timeline.service.snapshot import Snapshot


class Alike(NamedTuple):
    """A thing as its JSON text, and in what it is like what was asked about."""

    doc: str
    because: list[str]


class Similar(NamedTuple):
    """Incidents and reports that a new report may repeat, some of each at most."""

    as_of: AsKnown
    incidents: list[Alike]
    reports: list[Alike]


def similar(snapshot: Snapshot, timeline: str, wanted: SimilarFilters) -> Similar:
    """Return what a new report may repeat, at the snapshot's point of view. Raises NotAllowedError."""
    if not wanted.about and wanted.url is None and wanted.sha256 is None:
        raise NotAllowedError.at("", "nothing to look for; allowed: kind, occurred, place, actor, url, sha256")
    if wanted.about == ["actor"]:
        raise NotAllowedError.at("/actor", "it alone fits too much; allowed: with kind, occurred or place")
    return Similar(snapshot.as_known, _incidents(snapshot, timeline, wanted), _reports(snapshot, timeline, wanted))


def _incidents(snapshot: Snapshot, timeline: str, wanted: SimilarFilters) -> list[Alike]:
    if not wanted.about:
        return []
    found, _ = lists.found_page(snapshot, lists.incidents(timeline), _question(wanted))
    return [Alike(doc, wanted.about) for doc in entries(snapshot, [row[2:] for row in found])]


def _reports(snapshot: Snapshot, timeline: str, wanted: SimilarFilters) -> list[Alike]:
    """Return the reports with this address, or this content."""
    alike: dict[str, list[str]] = {}
    for name, value in (("url", wanted.url), ("sha256", wanted.sha256)):
        if value is not None:
            narrowed = _question(ReportFilters(**{name: value}))
            for *_, doc in lists.found_page(snapshot, lists.reports(timeline), narrowed)[0]:
                alike.setdefault(doc, []).append(name)
    return [Alike(doc, because) for doc, because in alike.items()]


def _question(filters: SimilarFilters | ReportFilters) -> Question:
    return Question(EVERYTHING.as_of, None, EVERYTHING.limit, filters, None)
