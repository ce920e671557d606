"""Opening and describing timelines, and merging their incidents."""

from __future__ import annotations

from msgspec import UNSET

from timeline.commands import MergeIncidents, OpenTimeline
from timeline.decide.past import Author, Decision, Past, drafts, must_know_incident, must_know_timeline
from timeline.errors import NotAllowedError
from timeline.facts import IncidentsMerged, TimelineDescribed, TimelineOpened
from timeline.states import merged_into


def open_timeline(past: Past, command: OpenTimeline, by: str) -> Decision:
    """Open a timeline, or describe one anew: the fields that are given count."""
    stream = past.ids.timeline(command.slug)
    known = past.timeline(command.slug)
    if known is None:
        if command.title is UNSET:
            raise NotAllowedError.at("/title", "required, as no timeline of this slug is known yet")
        description = None if command.description is UNSET else command.description
        opened = TimelineOpened(slug=command.slug, title=command.title, description=description)
        return Decision(drafts(past, stream, [opened], Author(by)))
    described = TimelineDescribed(
        title=command.title if command.title != known.title else UNSET,
        description=command.description if command.description != known.description else UNSET,
    )
    changes = described != TimelineDescribed()
    return Decision(drafts(past, stream, [described] if changes else [], Author(by)), changes=changes)


def merge_incidents(past: Past, command: MergeIncidents, by: str) -> Decision:
    """Let what is filed under one incident count for another, or for itself again."""
    must_know_timeline(past, command.timeline)
    must_know_incident(past, command.timeline, command.incident, "/incident")
    timeline = past.timeline(command.timeline)
    merges = timeline.merges if timeline is not None else {}
    if command.into is not None:
        must_know_incident(past, command.timeline, command.into, "/into")
        others = {slug: target for slug, target in merges.items() if slug != command.incident}
        if merged_into(others, command.into) == command.incident:
            raise NotAllowedError.at("/into", f"'{command.into}' counts for '{command.incident}' itself: a cycle")
    fact = IncidentsMerged(incident=command.incident, into=command.into)
    stream = past.ids.timeline(command.timeline)
    return Decision(
        drafts(past, stream, [fact], Author(by, command.reason)),
        changes=merges.get(command.incident) != command.into,
    )
