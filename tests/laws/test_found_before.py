"""Mistakes that the laws have found, each told in the fewest words that show it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.asking import asked
from tests.builders import (
    INCIDENT,
    OUTLET,
    TIMELINE,
    a_claim,
    a_clash,
    a_correction,
    a_report,
    a_sign_off,
    a_source,
    a_timeline,
    a_withdrawal,
    an_incident,
)
from tests.telling import by_tester, telling
from timeline.answers import Entry
from timeline.commands import Command, RegisterSource
from timeline.service import ChangeFilters, Timeline


@pytest.fixture
def timeline() -> Iterator[Timeline]:
    """Give a timeline with an outlet and an incident."""
    with telling() as (timeline, _):
        record(timeline, a_timeline(), a_source(), an_incident(adverse_to=("RU", "DPRK")))
        yield timeline


def record(timeline: Timeline, *commands: Command) -> None:
    """Record commands one by one."""
    for command in commands:
        timeline.record(command)


def entry(timeline: Timeline) -> Entry:
    """Return the incident as known."""
    (found,) = timeline.incidents(TIMELINE, asked())
    return found


def test_a_claim_shows_its_source_under_its_present_name(timeline: Timeline) -> None:
    record(timeline, a_report("2024-10-01"), RegisterSource(slug=OUTLET, name="The Gazette"))
    (claim,) = timeline.claims(TIMELINE, asked())
    assert [link.name for link in claim.chain] == ["The Gazette"]


def test_a_signature_without_a_day_of_its_own_shows_when_it_was_recorded(timeline: Timeline) -> None:
    record(timeline, a_report("2024-10-01"))
    signed = timeline.record(a_sign_off(INCIDENT))
    newest = timeline.as_known(asked())
    signature = entry(timeline).signed_off
    assert signature is not None
    assert (newest.position, newest.recorded_by) == (signed.position, signature.published)


def test_voices_are_listed_in_order(timeline: Timeline) -> None:
    record(timeline, a_source("envoy", "official", linked_to=("UA", "ROK")), a_report("2024-10-01", [a_clash()]))
    assert entry(timeline).adverse_to == ("DPRK", "RU")
    assert [source.linked_to for source in timeline.sources(asked())] == [("ROK", "UA"), ()]


def test_who_is_left_tells_what_a_withdrawn_report_told_first(timeline: Timeline) -> None:
    first, left = a_report("2024-10-01", [a_clash()]), a_report("2024-10-02", [a_claim()])
    record(timeline, first, left, a_withdrawal(first.report_key, "2024-10-03"))
    assert entry(timeline).kind == left.claims[0].kind


def test_a_withdrawn_mention_joins_nobody_any_more(timeline: Timeline) -> None:
    record(timeline, a_source("ministry", "official"), a_source("envoy", "official"))
    mention = a_report("2024-10-02", [a_clash("mentions", chain=(OUTLET, "envoy"))])
    record(timeline, a_report("2024-10-01", [a_clash(derived_from=(OUTLET,))], "ministry"))
    record(timeline, a_report("2024-10-01", [a_clash()], "envoy"), mention)
    assert entry(timeline).independent_voices == 1
    record(timeline, a_withdrawal(mention.report_key, "2024-10-03"))
    assert entry(timeline).independent_voices == 2


def test_the_feed_of_an_incident_tells_what_moved_a_claim_away(timeline: Timeline) -> None:
    """The newest fact behind it may be about the report alone, and name the incident no more."""
    report = a_report("2024-10-01")
    record(timeline, report)
    moved = a_correction(report.report_key, report.claims[0].ref or "c1", incident=None)
    timeline.import_batch(by_tester([moved, a_withdrawal(report.report_key, "2024-10-02")]))
    timeline.catch_up()
    changes = timeline.changes(TIMELINE, asked(), ChangeFilters(incident=INCIDENT))
    assert [turn.after for change in changes for turn in change.transitions] == ["reported", None]
