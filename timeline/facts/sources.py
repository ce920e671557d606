"""Facts of a source's stream."""

from __future__ import annotations

from msgspec import UNSET, UnsetType

from timeline.facts.fact import Fact
from timeline.sources import Reliability, SourceKind


class SourceRegistered(Fact, frozen=True):
    """Somebody who speaks is known from now on."""

    TOPIC = "source-registered.1"
    slug: str
    name: str
    kind: SourceKind


class SourceDescribed(Fact, frozen=True):
    """A source has another name or kind than we wrote down."""

    TOPIC = "source-described.1"
    name: str | UnsetType = UNSET
    kind: SourceKind | UnsetType = UNSET


class SourceAffiliated(Fact, frozen=True):
    """For whom a source speaks, and to which voices it is linked; null and the empty list clear."""

    TOPIC = "source-affiliated.1"
    speaks_for: str | UnsetType | None = UNSET
    linked_to: tuple[str, ...] | UnsetType = UNSET


class SourceGraded(Fact, frozen=True):
    """How reliable we judge a source, A (completely) to F (cannot be judged); null takes the grade back."""

    TOPIC = "source-graded.1"
    reliability: Reliability | None
