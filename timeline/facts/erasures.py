"""The fact that wording was erased, and the mark that every fact bears which lost some."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from timeline.facts.fact import Fact


class Erasable(StrEnum):
    """What can lose its wording."""

    REPORT = "report"
    CLAIM = "claim"
    SOURCE = "source"
    INCIDENT = "incident"
    TIMELINE = "timeline"
    AUTHOR = "author"


class Blanked(msgspec.Struct, frozen=True, array_like=True):
    """A fact that was overwritten: its *position*, and SHA-256, in hex digits, of its stream's id and its new bytes."""

    position: int
    digest: str


class WordingErased(Fact, frozen=True):
    """Wording was overwritten where it was stored, on a stated *basis*; structure, positions and proofs stay.

    *fields* are those that were erased, of the claim called *ref*, or of all there is to the thing.
    """

    TOPIC = "wording-erased.1"
    what: Erasable
    fields: tuple[str, ...]
    basis: str
    ref: str | None = None
    blanked: tuple[Blanked, ...] = ()
