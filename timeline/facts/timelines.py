"""Facts of a timeline's stream."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from timeline.facts.fact import Fact


class TimelineOpened(Fact, frozen=True):
    """A named collection of incidents begins."""

    TOPIC = "timeline-opened.1"
    slug: str
    title: str
    description: str | None = None


class TimelineDescribed(Fact, frozen=True):
    """A timeline has another title or description."""

    TOPIC = "timeline-described.1"
    title: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET


class IncidentsMerged(Fact, frozen=True):
    """What was filed under *incident* counts for *into*; into null, the merge is undone. The last one wins."""

    TOPIC = "incidents-merged.1"
    incident: str
    into: str | None
