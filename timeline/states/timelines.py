"""A timeline as its facts leave it, and which of its incidents are merged into which."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from timeline.facts import Committed, Erased, IncidentsMerged, TimelineDescribed, TimelineOpened
from timeline.states.changes import changed


class TimelineState(msgspec.Struct, frozen=True, kw_only=True):
    """A named collection of incidents; *merges* holds, by slug, into which an incident is merged."""

    number: int
    slug: str
    title: str
    description: str | None = None
    merges: Mapping[str, str] = {}
    erased: Erased | None = None


def evolve_timeline(timeline: TimelineState | None, committed: Committed) -> TimelineState | None:
    """Return the timeline after one more fact of its stream."""
    after = _evolve(timeline, committed)
    return (
        after if committed.erased is None or after is None else msgspec.structs.replace(after, erased=committed.erased)
    )


def _evolve(timeline: TimelineState | None, committed: Committed) -> TimelineState | None:
    match committed.fact:
        case TimelineOpened(slug=slug, title=title, description=description):
            return TimelineState(number=committed.number, slug=slug, title=title, description=description)
        case TimelineDescribed() if timeline is not None:
            return changed(timeline, committed.fact)
        case IncidentsMerged(incident=incident, into=into) if timeline is not None:
            others = {slug: target for slug, target in timeline.merges.items() if slug != incident}
            return msgspec.structs.replace(timeline, merges=others | ({incident: into} if into is not None else {}))
        case _:
            return timeline


def merge_path(merges: Mapping[str, str], incident: str) -> list[str]:
    """Return the incidents through which what is filed under *incident* counts; for the last of them, it does."""
    path = [incident]
    while (target := merges.get(path[-1])) is not None:
        path.append(target)
    return path


def merged_into(merges: Mapping[str, str], incident: str) -> str:
    """Return the incident for which what is filed under *incident* counts: itself, unless it is merged."""
    return merge_path(merges, incident)[-1]
