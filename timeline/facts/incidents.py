"""Facts of an incident's stream."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from timeline.facts.fact import Fact
from timeline.places import Place


class IncidentOpened(Fact, frozen=True):
    """Something is said to have happened or to be so."""

    TOPIC = "incident-opened.1"
    timeline: str
    slug: str
    title: str
    adverse_to: tuple[str, ...] = ()
    occurred: str | None = None
    place: Place | None = None


class IncidentDescribed(Fact, frozen=True):
    """An incident is described in another way; null and the empty list clear."""

    TOPIC = "incident-described.1"
    title: str | UnsetType = UNSET
    adverse_to: tuple[str, ...] | UnsetType = UNSET
    occurred: str | UnsetType | None = UNSET
    place: Place | UnsetType | None = UNSET


class IncidentSignedOff(Fact, frozen=True):
    """An editor signs an incident off as established, or revokes it, as of *published* (default: recorded)."""

    TOPIC = "incident-signed-off.1"
    signed: bool
    rationale: str
    published: str | None = None
