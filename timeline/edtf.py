"""Dates that may be fuzzy, as EDTF writes them (ISO 8601-2:2019, a subset of level 1)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Final

import msgspec

from timeline.clocks import DAY, END, FIRST, SECOND, Micros, parse_instant
from timeline.errors import quoted

ALLOWED: Final = (
    "EDTF as 2024-10-25, 2024-10, 2024, 202X, 2024-XX, 2024-10-XX, 2024-10-25T18:30Z, "
    "each with ?, ~ or % after it, or an interval a/b, ../b, a/.., in the years 1000 to 9998"
)
_QUALIFIERS = ("?", "~", "%")
_OPEN, _ANY = "..", "XX"
_SECONDS = len("2024-10-25T18:30")  # where an instant goes on with them
_CALENDAR = re.compile(r"([0-9]{2}(?:[0-9]{2}|[0-9]X|XX))(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?")
_EPOCH_DAY = date(1970, 1, 1).toordinal()


class FuzzyDate(msgspec.Struct, frozen=True):
    """When something occurred: the text as given, and its bounds [earliest, latest) in UTC, None where it is open."""

    edtf: str
    earliest: Micros | None
    latest: Micros | None


@lru_cache(maxsize=16_384)
def parse(text: str) -> FuzzyDate:
    """Return the fuzzy date that *text* names; its qualifier is kept, and widens nothing. Raises ValueError."""
    start, slash, end = text.partition("/")
    try:
        earliest, latest = _interval(start, end) if slash else _bounds(start)
    except ValueError:
        raise ValueError(f"{quoted(text)} is no date; allowed: {ALLOWED}") from None
    if earliest is not None and latest is not None and latest <= earliest:
        raise ValueError(f"{quoted(text)} ends before it begins; allowed: an end that is not before its beginning")
    return FuzzyDate(text, earliest, latest)


def _interval(start: str, end: str) -> tuple[Micros | None, Micros | None]:
    if start == end == _OPEN:
        raise ValueError
    return None if start == _OPEN else _bounds(start)[0], None if end == _OPEN else _bounds(end)[1]


def _bounds(text: str) -> tuple[Micros, Micros]:
    plain = text[:-1] if text.endswith(_QUALIFIERS) else text
    earliest, latest = _day_time(plain) if "T" in plain else _calendar(plain)
    if earliest < FIRST or latest > END:
        raise ValueError
    return earliest, latest


def _day_time(text: str) -> tuple[Micros, Micros]:
    """Return the bounds of a day time, which lasts as long as its last unit: a minute, or a second."""
    earliest = parse_instant(text)
    if "." in text:
        raise ValueError
    return earliest, earliest + (SECOND if text[_SECONDS] == ":" else 60 * SECOND)


def _calendar(text: str) -> tuple[Micros, Micros]:
    match = _CALENDAR.fullmatch(text)
    if match is None:
        raise ValueError
    year, month, day = match.groups(default=_ANY)
    first, last = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if month == _ANY:
        if day != _ANY:
            raise ValueError
        return _day(first, 1, 1), _day(last + 1, 1, 1)
    if first != last:
        raise ValueError
    if day == _ANY:
        return _day(first, int(month), 1), _day(first, int(month), monthrange(first, int(month))[1]) + DAY
    earliest = _day(first, int(month), int(day))
    return earliest, earliest + DAY


def _day(year: int, month: int, day: int) -> Micros:
    return (date(year, month, day).toordinal() - _EPOCH_DAY) * DAY
