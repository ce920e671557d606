"""Moments, and the points of view made of them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.clocks import (
    ALWAYS,
    DAY,
    END,
    EVER,
    FIRST,
    SECOND,
    AsOf,
    as_datetime,
    day_start,
    instant_text,
    micros,
    parse_instant,
    published_at,
)
from timeline.errors import AsOfError

MOMENTS = st.integers(FIRST, END - 1)
OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
NOW = micros(datetime(2024, 10, 31, 12, tzinfo=UTC))


def view(known_on: str | None = None, recorded_by: str | None = None, at_position: int | None = None) -> AsOf:
    """Return a point of view as asked for at noon, UTC, on 31 October 2024."""
    return AsOf.parse(known_on, recorded_by, at_position, now=NOW, newest_recorded=NOW - DAY)


def asked(clock: str, text: str, *, now: int = NOW, newest: int | None = None) -> int | None:
    """Return the moment on *clock* of a point of view that names only this one."""
    known_on, recorded_by = (text, None) if clock == "known_on" else (None, text)
    view = AsOf.parse(known_on, recorded_by, now=now, newest_recorded=newest)
    return view.known_on if clock == "known_on" else view.recorded_by


@given(MOMENTS)
def test_a_moment_survives_its_text(moment: int) -> None:
    assert parse_instant(instant_text(moment)) == moment


@given(MOMENTS)
def test_a_moment_survives_as_datetime(moment: int) -> None:
    assert micros(as_datetime(moment)) == moment
    assert as_datetime(moment).tzinfo is UTC


@given(MOMENTS, OFFSETS)
def test_an_offset_names_the_same_moment_elsewhere(moment: int, offset: timezone) -> None:
    try:
        local = as_datetime(moment).astimezone(offset)
    except OverflowError:
        return
    text = local.isoformat()
    if 1000 <= local.year <= 9999:
        assert parse_instant(text) == published_at(text) == moment


@given(MOMENTS, MOMENTS)
def test_texts_of_one_length_sort_as_their_moments(one: int, other: int) -> None:
    texts = [instant_text(one), instant_text(other)]
    if len(texts[0]) == len(texts[1]):
        assert (texts[0] < texts[1]) == (one < other)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (0, "1970-01-01T00:00:00Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (250_000, "1970-01-01T00:00:00.250000Z"),
        (FIRST, "1000-01-01T00:00:00Z"),
        (END - 1, "9998-12-31T23:59:59.999999Z"),
    ],
)
def test_a_fraction_has_six_digits_or_is_left_out(moment: int, text: str) -> None:
    assert instant_text(moment) == text
    assert parse_instant(text) == moment


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("2024-10-31T18:30Z", "2024-10-31T18:30:00Z"),
        ("2024-10-31T18:30:00.5Z", "2024-10-31T18:30:00.500000Z"),
        ("2024-10-31T18:30:00.000001Z", "2024-10-31T18:30:00.000001Z"),
        ("2024-10-31T18:30:00+00:00", "2024-10-31T18:30:00Z"),
        ("2024-10-31T18:30:00-00:00", "2024-10-31T18:30:00Z"),
        ("2024-11-01T03:30:00+09:00", "2024-10-31T18:30:00Z"),
        ("2024-10-31T13:00-05:30", "2024-10-31T18:30:00Z"),
        ("9999-01-01T05:00:00+09:00", "9998-12-31T20:00:00Z"),
    ],
)
def test_an_instant_is_read_with_any_offset_and_up_to_six_decimals(text: str, same: str) -> None:
    assert instant_text(parse_instant(text)) == same


NO_INSTANTS = [
    *["", "now", "2024-10-31T18:30:00", "2024-10-31T18:30", "2024-10-31T18Z", "2024-10-31T18:3Z"],
    *["20241031T183000Z", "2024-W44-4T18:30Z", "2024-305T18:30Z", "2024-10-31T1830Z", "2024-10-31T18:30+0200"],
    *["2024-10-31T18:30+02", "2024-10-31T18:30+02:00:30", "2024-10-31T18:30+24:00", "2024-10-31T18:30+02:60"],
    *["2024-10-31T24:00Z", "2024-10-31T23:60Z", "2024-10-31T23:59:60Z", "2024-10-31T18:30:00.Z"],
    *["2024-10-31T18:30:00.1234567Z", "2024-10-31T18:30:00,5Z", "2024-10-31t18:30Z", "2024-10-31T18:30z"],
    *["2024-10-31 18:30Z", " 2024-10-31T18:30Z", "2024-10-31T18:30Z\n", "2024-10-31T18:30 Z", "\uff12024-10-31T18:30Z"],
    *["2024-02-30T00:00Z", "2023-02-29T00:00Z", "2024-00-10T00:00Z", "2024-13-10T00:00Z", "2024-10-00T00:00Z"],
    *["0999-12-31T23:59:59Z", "1000-01-01T00:00+00:01", "0001-01-01T00:00+14:00", "0000-01-01T00:00Z"],
    *["9999-01-01T00:00Z", "9998-12-31T23:59-00:01", "9999-12-31T23:59-14:00", "12024-10-31T18:30Z"],
]


@pytest.mark.parametrize("text", [*NO_INSTANTS, "2024-10-31"])
def test_what_is_no_instant_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no moment; allowed: an instant with an offset"):
        parse_instant(text)


@pytest.mark.parametrize(
    "text", [*NO_INSTANTS, "2024-02-30", "2023-02-29", "0999-12-31", "9999-01-01", "2024-10", "2024"]
)
def test_what_is_neither_day_nor_instant_is_not_published(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no moment; allowed: a day as 2024-10-31, or an instant"):
        published_at(text)


@given(st.dates(datetime(1000, 1, 1, tzinfo=UTC).date(), datetime(9998, 12, 31, tzinfo=UTC).date()))
def test_a_day_counts_as_its_last_microsecond(day: datetime) -> None:
    text = day.isoformat()
    assert instant_text(published_at(text)) == f"{text}T23:59:59.999999Z"
    assert instant_text(day_start(text)) == f"{text}T00:00:00Z"


@given(MOMENTS)
def test_an_instant_falls_on_the_day_of_its_text(moment: int) -> None:
    text = instant_text(moment)
    assert day_start(text) == day_start(text[:10]) <= moment < day_start(text) + DAY


def test_a_day_begins_by_utc_even_where_the_offset_says_another() -> None:
    assert instant_text(day_start("2024-10-31T01:00:00+09:00")) == "2024-10-30T00:00:00Z"


def test_open_ends_lie_beyond_all_moments() -> None:
    assert ALWAYS < FIRST < END < EVER


def test_a_datetime_without_offset_is_no_moment() -> None:
    with pytest.raises(ValueError, match="has no offset"):
        micros(datetime(2024, 10, 31))  # noqa: DTZ001 - that is the point


def test_a_view_of_nothing_cuts_nothing() -> None:
    assert view() == AsOf(known_on=None, recorded_by=None, at_position=None)


def test_a_view_takes_days_through_their_end_and_instants_as_they_are() -> None:
    assert view("2024-10-28", "2024-10-29T08:00:00Z") == AsOf(
        known_on=published_at("2024-10-28"), recorded_by=parse_instant("2024-10-29T08:00:00Z")
    )


def test_a_view_may_stand_at_a_position_instead_of_a_recorded_time() -> None:
    assert view("2024-10-28", at_position=0) == AsOf(known_on=published_at("2024-10-28"), at_position=0)


@pytest.mark.parametrize("clock", ["known_on", "recorded_by"])
def test_a_day_may_be_asked_for_once_it_is_today_somewhere_on_earth(clock: str) -> None:
    for day, hours in (("2024-10-31", 0), ("2024-11-01", 0), ("2024-11-01", -2)):
        assert asked(clock, day, now=NOW + hours * 3600 * SECOND) == published_at(day)


@pytest.mark.parametrize("clock", ["known_on", "recorded_by"])
@pytest.mark.parametrize(
    ("day", "now"), [("2024-11-01", "2024-10-31T09:59:59.999999Z"), ("2024-11-02", "2024-10-31T12:00:00Z")]
)
def test_a_day_that_has_begun_nowhere_does_not_exist_yet(clock: str, day: str, now: str) -> None:
    with pytest.raises(AsOfError, match="begun nowhere on Earth") as refused:
        asked(clock, day, now=parse_instant(now))
    assert refused.value.problems[0].pointer == f"/{clock}"


@pytest.mark.parametrize("clock", ["known_on", "recorded_by"])
def test_an_instant_may_reach_up_to_now_or_the_newest_commit(clock: str) -> None:
    for newest, last in ((None, NOW), (NOW - DAY, NOW), (NOW + SECOND, NOW + SECOND)):
        assert asked(clock, instant_text(last), newest=newest) == last
        with pytest.raises(AsOfError, match="in the future") as refused:
            asked(clock, instant_text(last + 1), newest=newest)
        assert refused.value.problems[0].pointer == f"/{clock}"


@pytest.mark.parametrize("clock", ["known_on", "recorded_by"])
@pytest.mark.parametrize("text", ["", "yesterday", "2024-10", "2024-10-30T12:00", "2024-02-30", "0999-01-01"])
def test_a_malformed_point_of_view_is_refused_where_it_was_given(clock: str, text: str) -> None:
    with pytest.raises(AsOfError) as refused:
        asked(clock, text)
    assert refused.value.problems[0].pointer == f"/{clock}"


@pytest.mark.parametrize(("recorded_by", "position"), [("2024-10-30", 1), (None, -1)])
def test_a_position_stands_alone_and_is_not_negative(recorded_by: str | None, position: int) -> None:
    with pytest.raises(AsOfError) as refused:
        view(recorded_by=recorded_by, at_position=position)
    assert refused.value.problems[0].pointer == "/at_position"
