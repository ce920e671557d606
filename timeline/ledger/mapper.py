"""Turns facts into stored bytes and back, and refuses what would not come back the same."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple
from uuid import UUID

import msgspec
from eventsourcing.persistence import Mapper, StoredEvent

from timeline.clocks import instant_text, parse_instant
from timeline.errors import UnreadableFactError
from timeline.facts import TOPICS, Committed, Draft, Erased, Fact

Clock = Literal["live", "replayed"]
_ENCODER = msgspec.json.Encoder()


@cache
def _decoder(topic: str) -> msgspec.json.Decoder[tuple[str, Clock, str, str | None, Any]]:
    """The reader of one topic's envelopes. Only topics of ours have one: none is ever imported by name."""
    try:
        fact = TOPICS[topic]
    except KeyError:
        raise UnreadableFactError(f"topic '{topic}' is not one of As Known's") from None
    return msgspec.json.Decoder(tuple[str, Clock, str, str | None, fact])  # type: ignore[valid-type]


@cache
def _marked_decoder(topic: str) -> msgspec.json.Decoder[tuple[str, Clock, str, str | None, Any, Erased]]:
    """The reader of the envelopes of facts that lost wording: behind the fact stands its mark."""
    return msgspec.json.Decoder(tuple[str, Clock, str, str | None, TOPICS[topic], Erased])  # type: ignore[valid-type]


class Envelope(NamedTuple):
    """A stored fact, opened: when it was recorded, how, by whom and why; and its mark, where it lost wording."""

    recorded: str
    clock: Clock
    by: str
    reason: str | None
    fact: Fact
    erased: Erased | None = None

    def closed(self) -> bytes:
        """Return the bytes to be stored."""
        return _ENCODER.encode(self if self.erased is not None else self[:-1])


def opened(topic: str, state: bytes) -> Envelope:
    """Return what stored bytes hold. Raises msgspec.MsgspecError, UnreadableFactError for an unknown topic."""
    try:
        return Envelope(*_decoder(topic).decode(state))
    except msgspec.ValidationError as error:
        try:
            return Envelope(*_marked_decoder(topic).decode(state))
        except msgspec.ValidationError:
            raise error from None


def as_uuid(stream: str | UUID) -> UUID:
    """Return the name of a stream as the databases hold it, in hexadecimal digits or as it is.

    Raises UnreadableFactError.
    """
    try:
        return UUID(int=int(stream, 16)) if isinstance(stream, str) else stream
    except ValueError as error:
        raise UnreadableFactError(f"a stream is named '{stream}'") from error


@lru_cache(maxsize=1024)
def _moment(recorded: str) -> int:
    return parse_instant(recorded)


def head(recorded: int, clock: Clock) -> bytes:
    """Return how the envelope of every fact of one transaction begins; only the recorder knows the time."""
    return b'["%s","%s",' % (instant_text(recorded).encode(), clock.encode())


class LedgerMapper(Mapper[UUID]):
    """The envelope: a JSON array of recorded, clock, by, reason and fact. Its head is put on under the write lock."""

    def to_stored_event(self, domain_event: Draft) -> StoredEvent:  # type: ignore[override] # a draft is our domain event
        """Return the stored form of a draft, without the head of its envelope. Raises UnreadableFactError."""
        return StoredEvent(domain_event.stream, domain_event.version, domain_event.fact.TOPIC, read_back(domain_event))

    def fact(self, position: int, number: int, stream: UUID, stored: tuple[str, bytes]) -> Committed:
        """Return the fact *stored* at *position* as topic and state. Raises UnreadableFactError."""
        topic, state = stored
        try:
            try:
                recorded, _, by, reason, fact = _decoder(topic).decode(state)  # as nearly all: no envelope
                erased = None
            except msgspec.ValidationError:
                recorded, _, by, reason, fact, erased = opened(topic, state)
            return Committed(position, _moment(recorded), by, reason, number, stream, fact, erased)
        except (msgspec.MsgspecError, ValueError) as error:
            raise UnreadableFactError(f"position {position}, topic '{topic}': {error}") from error


_GUARD_HEAD = head(0, "live")


def encoded(draft: Draft) -> bytes:
    """Return what follows the head of a draft's envelope. Raises UnreadableFactError."""
    try:
        return _ENCODER.encode((draft.by, draft.reason, draft.fact))[1:]
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise UnreadableFactError(f"a {type(draft.fact).__name__} to be stored: {error}") from error


def read_back(draft: Draft) -> bytes:
    """Encode a draft, and refuse one that would not read back as it is: one such row would stop every reader."""
    named = f"a {type(draft.fact).__name__} to be stored"
    rest = encoded(draft)
    try:
        _, _, *read = _decoder(draft.fact.TOPIC).decode(_GUARD_HEAD + rest)
    except (msgspec.MsgspecError, ValueError, TypeError) as error:
        raise UnreadableFactError(f"{named}: {error}") from error
    if tuple(read) != (draft.by, draft.reason, draft.fact):
        raise UnreadableFactError(f"{named} would come back as another")
    return rest
