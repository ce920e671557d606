"""What every stored fact is: a frozen struct with a topic that never changes."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

import msgspec

TOPICS: dict[str, type[Fact]] = {}
"""The allow-list: every topic a ledger may hold, and the class that reads it."""


class Fact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """An immutable domain event. A class that is stored names its TOPIC: never renamed, deleted or reused."""

    TOPIC: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        topic = cls.__dict__.get("TOPIC")
        if topic is None:  # a base of several facts, never stored itself
            return
        if topic in TOPICS:
            raise TypeError(f"{topic} is the topic of {TOPICS[topic].__name__} already")
        TOPICS[topic] = cls


class Draft(msgspec.Struct, frozen=True):
    """A decided fact on its way into the ledger; *version* counts from 1 within its *stream*."""

    stream: UUID
    version: int
    fact: Fact
    by: str
    reason: str | None = None


class Erased(msgspec.Struct, frozen=True, array_like=True):
    """The mark of a fact that lost wording: *on* which instant, and on what *basis*.

    *order* stands in for an erased report key where reports of one moment are heard in the order of their keys.
    """

    on: str
    basis: str
    order: str | None = None


class Committed(msgspec.Struct, frozen=True):
    """A fact as the ledger holds it.

    *position* is its place in the ledger, *recorded* when it was committed (microseconds since 1970, UTC),
    *number* the position of the first fact of its stream (so a short name of the stream).
    It is *erased* where it lost wording.
    """

    position: int
    recorded: int
    by: str
    reason: str | None
    number: int
    stream: UUID
    fact: Fact
    erased: Erased | None = None
