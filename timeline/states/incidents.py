"""An incident as its own facts leave it; what is claimed of it is not its own."""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import TypeVar

import msgspec

from timeline.clocks import published_at
from timeline.facts import Committed, Erased, IncidentDescribed, IncidentOpened, IncidentSignedOff
from timeline.places import Place
from timeline.states.changes import changed

T = TypeVar("T")


class SignOff(msgspec.Struct, frozen=True, order=True):
    """An editor's word on an incident; the latest by (*p*, *position*) counts."""

    p: int
    position: int
    signed: bool
    by: str
    rationale: str
    published: str | None


class IncidentState(msgspec.Struct, frozen=True, kw_only=True):
    """Something said to have happened; *number* is the position at which it was opened."""

    number: int
    timeline: str
    slug: str
    title: str
    adverse_to: tuple[str, ...] = ()
    occurred: str | None = None
    place: Place | None = None
    sign_offs: tuple[SignOff, ...] = ()
    erased: Erased | None = None


@lru_cache(maxsize=4_096)
def _shared(value: T) -> T:
    """Return a value that is equal, and the same for many: a fold knows hundreds of thousands of incidents.

    Not for points: 0.0 and -0.0 are equal, and are not written alike.
    """
    return value


def evolve_incident(incident: IncidentState | None, committed: Committed) -> IncidentState | None:
    """Return the incident after one more fact of its stream."""
    after = _evolve(incident, committed)
    return (
        after if committed.erased is None or after is None else msgspec.structs.replace(after, erased=committed.erased)
    )


def _evolve(incident: IncidentState | None, committed: Committed) -> IncidentState | None:
    match committed.fact:
        case IncidentOpened() as opened:
            return IncidentState(
                number=committed.number,
                timeline=intern(opened.timeline),
                slug=opened.slug,
                title=opened.title,
                adverse_to=_shared(opened.adverse_to),
                occurred=opened.occurred,
                place=_shared(opened.place) if opened.place is None or opened.place.lat is None else opened.place,
            )
        case IncidentDescribed() if incident is not None:
            return changed(incident, committed.fact)
        case IncidentSignedOff() as said if incident is not None:
            p = committed.recorded if said.published is None else published_at(said.published)
            sign_off = SignOff(p, committed.position, said.signed, committed.by, said.rationale, said.published)
            return msgspec.structs.replace(incident, sign_offs=(*incident.sign_offs, sign_off))
        case _:
            return incident
