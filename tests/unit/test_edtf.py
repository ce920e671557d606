"""Fuzzy dates: what may be written, and which bounds it has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.clocks import DAY, END, FIRST, SECOND, micros, parse_instant
from timeline.edtf import FuzzyDate, parse

YEARS = st.integers(1000, 9998)
DATES = st.dates(date(1000, 1, 1), date(9998, 12, 31))
QUALIFIERS = st.sampled_from(["", "?", "~", "%"])
ONES = st.one_of(
    DATES.map(date.isoformat),
    DATES.map(lambda day: day.isoformat()[:7]),
    DATES.map(lambda day: f"{day.isoformat()[:7]}-XX"),
    YEARS.map(str),
    YEARS.map(lambda year: f"{year}-XX"),
    YEARS.map(lambda year: f"{year}-XX-XX"),
    st.integers(100, 998).map(lambda decade: f"{decade}X"),
    st.integers(10, 98).map(lambda century: f"{century}XX"),
    st.datetimes(datetime(1000, 1, 1), datetime(9998, 12, 31)).map(lambda at: f"{at:%Y-%m-%dT%H:%M}Z"),  # noqa: DTZ001
)


def day(text: str | None) -> int | None:
    """Return the first microsecond of a day."""
    return None if text is None else micros(datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024-10-25", "2024-10-25", "2024-10-26"),
        ("2024-10-25?", "2024-10-25", "2024-10-26"),
        ("2024-04~", "2024-04-01", "2024-05-01"),
        ("2024-04%", "2024-04-01", "2024-05-01"),
        ("2024-10", "2024-10-01", "2024-11-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("1900-02", "1900-02-01", "1900-03-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("2024-XX", "2024-01-01", "2025-01-01"),
        ("2024-XX-XX", "2024-01-01", "2025-01-01"),
        ("2024-10-XX", "2024-10-01", "2024-11-01"),
        ("202X", "2020-01-01", "2030-01-01"),
        ("20XX", "2000-01-01", "2100-01-01"),
        ("2024-10-08/2024-10-13", "2024-10-08", "2024-10-14"),
        ("2024-10-08/2024-10-08", "2024-10-08", "2024-10-09"),
        ("2024-10-28/2024-11", "2024-10-28", "2024-12-01"),
        ("2024-10-28/2024-10", "2024-10-28", "2024-11-01"),
        ("2025-01-10~/2025-01-31?", "2025-01-10", "2025-02-01"),
        ("2023-02-28/2024-02-29", "2023-02-28", "2024-03-01"),
        ("../2024-10-28", None, "2024-10-29"),
        ("2024-10-28/..", "2024-10-28", None),
        ("1000", "1000-01-01", "1001-01-01"),
        ("9998-12-31", "9998-12-31", "9999-01-01"),
    ],
)
def test_a_date_covers_all_that_it_leaves_open(text: str, earliest: str | None, latest: str | None) -> None:
    assert parse(text) == FuzzyDate(text, day(earliest), day(latest))


@pytest.mark.parametrize(
    ("text", "earliest", "length"),
    [
        ("2024-10-28T19:43:00+02:00", "2024-10-28T17:43:00Z", SECOND),
        ("2024-10-28T19:43Z", "2024-10-28T19:43:00Z", 60 * SECOND),
        ("2024-10-28T19:43-03:30~", "2024-10-28T23:13:00Z", 60 * SECOND),
    ],
)
def test_a_day_time_lasts_as_long_as_its_last_unit(text: str, earliest: str, length: int) -> None:
    assert parse(text) == FuzzyDate(text, parse_instant(earliest), parse_instant(earliest) + length)


NO_DATES = [
    *["", " ", "?", "..", "/", "../..", "..?/2024", "/2024", "2024/", "2024//2025", "2024/2025/2026", "2024/../2025"],
    *["yesterday", "25.10.2024", "2024-1-5", "24-10-25", "20241025", " 2024", "2024 ", "2024\n", "+2024"],
    *["2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-10-00", "2024-04-31", "\uff12\uff10\uff12\uff14"],
    *["2024-XX-05", "202X-10", "20XX-10-05", "2XXX", "XXXX", "202x", "2024-1X", "2024-10-2X"],
    *["2024-10-25??", "2024-10-25?~", "?2024", "2024-10?-25", "2024-21", "Y20240", "[2024,2025]"],
    *["2024-10-25T18:30", "2024-10-25T18Z", "2024-10-25T24:00Z", "2024-10-25T18:30:00.5Z", "2024-10-25T", "T18:30Z"],
    *["0999", "9999", "999X", "99XX", "0999-12-31", "9999-01-01"],
    *["1000-01-01T00:00+01:00", "9998-12-31T23:59-01:00"],
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no date; allowed: EDTF"):
        parse(text)


@pytest.mark.parametrize(
    "text", ["2024-10-28/2024-10-25", "2024-06/2024-03", "2025/2024", "2024-10-28T10:00Z/2024-10-27"]
)
def test_an_interval_must_not_end_before_it_begins(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        parse(text)


def test_a_refusal_does_not_repeat_a_megabyte() -> None:
    with pytest.raises(ValueError, match="is no date") as refused:
        parse("9" * 1_000_000)
    assert len(str(refused.value)) < 400


@given(ONES, QUALIFIERS)
def test_a_qualifier_is_shown_and_widens_nothing(text: str, qualifier: str) -> None:
    plain, qualified = parse(text), parse(text + qualifier)
    assert qualified == FuzzyDate(text + qualifier, plain.earliest, plain.latest)


@given(ONES)
def test_bounds_are_in_order_and_within_the_years_that_can_be_named(text: str) -> None:
    date = parse(text)
    assert date.earliest is not None
    assert date.latest is not None
    assert FIRST <= date.earliest < date.latest <= END


@given(DATES)
def test_a_day_lies_in_its_month_and_its_month_in_its_year(when: date) -> None:
    text = when.isoformat()
    bounds = [parse(text[:length]) for length in (4, 7, 10)]
    inner = sorted(bounds, key=lambda one: (one.earliest or 0, -(one.latest or 0)))
    assert inner == bounds
    assert [one.latest for one in bounds] == sorted((one.latest or 0 for one in bounds), reverse=True)


@given(DATES)
def test_days_follow_each_other_without_a_gap(when: date) -> None:
    if when < date(9998, 12, 31):
        assert parse(when.isoformat()).latest == parse((when + timedelta(days=1)).isoformat()).earliest


@given(YEARS)
def test_the_months_of_a_year_are_365_or_366_days_together(year: int) -> None:
    months = [parse(f"{year}-{month:02}") for month in range(1, 13)]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    assert sum((one.latest or 0) - (one.earliest or 0) for one in months) == (366 if leap else 365) * DAY
    assert [one.latest for one in months[:-1]] == [one.earliest for one in months[1:]]


@given(ONES, ONES)
def test_an_interval_reaches_from_its_first_to_its_last_moment(one: str, other: str) -> None:
    start, end = parse(one), parse(other)
    if (start.earliest or 0) >= (end.latest or 0):
        with pytest.raises(ValueError, match="ends before it begins"):
            parse(f"{one}/{other}")
    else:
        assert parse(f"{one}/{other}") == FuzzyDate(f"{one}/{other}", start.earliest, end.latest)
    assert parse(f"../{other}") == FuzzyDate(f"../{other}", None, end.latest)
    assert parse(f"{one}/..") == FuzzyDate(f"{one}/..", start.earliest, None)


@given(st.text(alphabet="0123456789-/.XTZ:+?~%", max_size=24))
def test_any_text_is_a_date_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        date = parse(text)
    except ValueError as refused:
        assert str(refused).startswith('"')  # noqa: PT017 - both outcomes are right, an exception is one of them
    else:
        assert date.edtf == text
        assert (date.earliest is None) + (date.latest is None) < 2
