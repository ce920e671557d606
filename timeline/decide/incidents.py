"""Opening and describing incidents, and signing them off."""

from __future__ import annotations

from typing import TypeVar

from msgspec import UNSET, UnsetType

from timeline.commands import OpenIncident, SignOff
from timeline.decide.moments import must_not_lie_ahead
from timeline.decide.past import Author, Decision, Past, drafts, must_know_incident, must_know_timeline
from timeline.errors import NotAllowedError
from timeline.facts import IncidentDescribed, IncidentOpened, IncidentSignedOff

T = TypeVar("T")


def open_incident(past: Past, command: OpenIncident, by: str) -> Decision:
    """Open an incident, or describe one anew: the fields that are given count."""
    must_know_timeline(past, command.timeline)
    known = past.incident(command.timeline, command.slug)
    stream = past.ids.incident(command.timeline, command.slug)
    if known is None:
        if command.title is UNSET:
            raise NotAllowedError.at("/title", "required, as no incident of this slug is known in the timeline yet")
        opened = IncidentOpened(
            timeline=command.timeline,
            slug=command.slug,
            title=command.title,
            adverse_to=_or(command.adverse_to, ()),
            occurred=command.occurred or None,
            place=command.place or None,
        )
        return Decision(drafts(past, stream, [opened], Author(by)))
    adverse_to = () if command.adverse_to is None else command.adverse_to
    described = IncidentDescribed(
        title=UNSET if command.title == known.title else command.title,
        adverse_to=UNSET if adverse_to == known.adverse_to else adverse_to,
        occurred=UNSET if command.occurred == known.occurred else command.occurred,
        place=UNSET if command.place == known.place else command.place,
    )
    changes = described != IncidentDescribed()
    return Decision(drafts(past, stream, [described] if changes else [], Author(by)), changes=changes)


def sign_off(past: Past, command: SignOff, by: str, now: int) -> Decision:
    """Sign an incident off as established, or revoke that."""
    must_know_timeline(past, command.timeline)
    must_know_incident(past, command.timeline, command.incident, "/incident")
    must_not_lie_ahead(command.published, now)
    fact = IncidentSignedOff(signed=command.signed, rationale=command.rationale, published=command.published)
    known = past.incident(command.timeline, command.incident)
    latest = max(known.sign_offs, default=None) if known is not None else None
    changes = latest is None or (latest.signed, latest.rationale, latest.published) != (
        command.signed,
        command.rationale,
        command.published,
    )
    stream = past.ids.incident(command.timeline, command.incident)
    return Decision(drafts(past, stream, [fact], Author(by)), changes=changes)


def _or(given: T | UnsetType | None, default: T) -> T:
    return default if given is UNSET or given is None else given
