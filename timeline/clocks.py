"""Moments on the published and the recorded clock, and the point of view made of one of each."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

from timeline.errors import AsOfError, quoted

Micros = int
"""A moment as whole microseconds since 1970-01-01T00:00:00Z; may be negative."""

SECOND: Final = 1_000_000
DAY: Final = 86_400 * SECOND
EVER: Final[Micros] = 2**62
"""Later than every moment: never, or an open end."""
UNCUT: Final[Micros] = EVER - 1
"""Later than every moment that something has: known on then, nothing is cut."""
ALWAYS: Final[Micros] = -(2**62)
"""Earlier than every moment: from the beginning."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - UTC by convention: without an offset it prints and subtracts faster
_EARLIEST_ZONE: Final = 14 * 3600 * SECOND  # UTC+14, where a day begins first
_DAY_TEXT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = r"(?:[01][0-9]|2[0-3])"  # no 24:00: Pythons disagree about it
_INSTANT_TEXT = re.compile(
    rf"{_DAY_TEXT.pattern}T{_HOUR}:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?(?:Z|[+-]{_HOUR}:[0-5][0-9])"
)
_INSTANTS = "an instant with an offset, as 2024-10-31T18:30:00Z or 2024-10-31T20:30:00.25+02:00, years 1000 to 9998"
_MOMENTS = f"a day as 2024-10-31, or {_INSTANTS}"


def micros(moment: datetime) -> Micros:
    """Return an aware *moment* as microseconds. Raises ValueError for a naive one, which is no moment."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no offset; allowed: an aware datetime")
    return (moment.astimezone(UTC).replace(tzinfo=None) - _EPOCH) // timedelta(microseconds=1)


def as_datetime(moment: Micros) -> datetime:
    """Return *moment* as a datetime in UTC. Raises OverflowError for EVER and ALWAYS."""
    return (_EPOCH + timedelta(microseconds=moment)).replace(tzinfo=UTC)


@lru_cache(maxsize=4096)
def instant_text(moment: Micros) -> str:
    """Return *moment* as ISO 8601 text in UTC; the fraction has six digits, or is left out where it is 0."""
    return (_EPOCH + timedelta(microseconds=moment)).isoformat() + "Z"


FIRST: Final[Micros] = micros(datetime(1000, 1, 1, tzinfo=UTC))
"""The first moment that a text may name; outside four plain digits, tools disagree about years."""
END: Final[Micros] = micros(datetime(9999, 1, 1, tzinfo=UTC))
"""The first moment too late to be named: a day after the last one must still be a date."""


def parse_instant(text: str) -> Micros:
    """Return the moment of an ISO 8601 *text* that carries its offset. Raises ValueError."""
    return _moment(text if _INSTANT_TEXT.fullmatch(text) else None, text, _INSTANTS)


@lru_cache(maxsize=4096)
def published_at(text: str) -> Micros:
    """Return when the public could know; a day counts as its last microsecond, UTC. Raises ValueError."""
    if _DAY_TEXT.fullmatch(text):
        return _moment(f"{text}T00:00:00Z", text, _MOMENTS) + DAY - 1
    return _moment(text if _INSTANT_TEXT.fullmatch(text) else None, text, _MOMENTS)


def day_start(text: str) -> Micros:
    """Return the first microsecond of the day (UTC) that a published *text* falls on. Raises ValueError."""
    return published_at(text) // DAY * DAY


def parse_day(text: str) -> date:
    """Return the day that a *text* as 2024-10-31 names, of the years 1000 to 9998. Raises ValueError."""
    if not _DAY_TEXT.fullmatch(text):
        raise ValueError(f"{quoted(text)} is no day; allowed: a day as 2024-10-31")
    return as_datetime(day_start(text)).date()


def _moment(instant: str | None, given: str, allowed: str) -> Micros:
    with suppress(ValueError, OverflowError):  # the calendar's: no 30 February, nothing before the year 1
        if instant is not None and FIRST <= (moment := micros(datetime.fromisoformat(instant))) < END:
            return moment
    raise ValueError(f"{quoted(given)} is no moment; allowed: {allowed}")


class Clock(StrEnum):
    """Along which clock one looks: what the public could know, or what this ledger told."""

    PUBLISHED = "published"
    RECORDED = "recorded"


class AsOf(msgspec.Struct, frozen=True):
    """A point of view: what was public by *known_on*, by what was recorded by *recorded_by* or up to *at_position*.

    None leaves a clock uncut.
    """

    known_on: Micros | None = None
    recorded_by: Micros | None = None
    at_position: int | None = None

    @classmethod
    def parse(
        cls,
        known_on: str | None = None,
        recorded_by: str | None = None,
        at_position: int | None = None,
        *,
        now: Micros,
        newest_recorded: Micros | None,
    ) -> AsOf:
        """Return the point of view that was asked for. Raises AsOfError where it does not exist (yet)."""
        if at_position is not None and recorded_by is not None:
            raise AsOfError.at("/at_position", "a position stands in for recorded_by; allowed: one of the two")
        if at_position is not None and at_position < 0:
            raise AsOfError.at("/at_position", f"{at_position} is negative; allowed: 0 and up")
        newest = now if newest_recorded is None else max(now, newest_recorded)
        return cls(
            known_on=_asked("/known_on", known_on, now=now, newest=newest),
            recorded_by=_asked("/recorded_by", recorded_by, now=now, newest=newest),
            at_position=at_position,
        )


def _asked(pointer: str, text: str | None, *, now: Micros, newest: Micros) -> Micros | None:
    if text is None:
        return None
    try:
        moment = published_at(text)
    except ValueError as problem:
        raise AsOfError.at(pointer, str(problem)) from None
    if not _DAY_TEXT.fullmatch(text):
        if moment > newest:
            raise AsOfError.at(pointer, f'"{text}" is in the future; allowed: up to {instant_text(newest)}')
    elif day_start(text) > now + _EARLIEST_ZONE:
        raise AsOfError.at(pointer, f'"{text}" has begun nowhere on Earth yet; allowed: days up to today')
    return moment
