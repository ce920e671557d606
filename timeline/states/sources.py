"""A source as its facts leave it."""

from __future__ import annotations

import msgspec

from timeline.facts import Committed, Erased, SourceAffiliated, SourceDescribed, SourceGraded, SourceRegistered
from timeline.sources import Reliability, SourceKind
from timeline.states.changes import changed
from timeline.voices import Speaker


class SourceState(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who speaks; *number* is the position at which the source was registered."""

    number: int
    slug: str
    name: str
    kind: SourceKind
    speaks_for: str | None = None
    linked_to: tuple[str, ...] = ()
    reliability: Reliability | None = None
    erased: Erased | None = None

    @property
    def speaker(self) -> Speaker:
        """What the status rule needs of it."""
        return Speaker(self.slug, self.kind, self.speaks_for, self.linked_to)


def evolve_source(source: SourceState | None, committed: Committed) -> SourceState | None:
    """Return the source after one more fact of its stream."""
    after = _evolve(source, committed)
    return (
        after if committed.erased is None or after is None else msgspec.structs.replace(after, erased=committed.erased)
    )


def _evolve(source: SourceState | None, committed: Committed) -> SourceState | None:
    match committed.fact:
        case SourceRegistered(slug=slug, name=name, kind=kind):
            return SourceState(number=committed.number, slug=slug, name=name, kind=kind)
        case SourceDescribed() | SourceAffiliated() | SourceGraded() if source is not None:
            return changed(source, committed.fact)
        case _:
            return source
