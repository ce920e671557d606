"""Audits on every kind of database: one story, and each question asked of it."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from tests.builders import (
    a_clash,
    a_figure,
    a_merge,
    a_report,
    a_source,
    a_timeline,
    a_void,
    a_withdrawal,
    an_incident,
)
from timeline.claims import Actor
from timeline.clocks import Clock, published_at
from timeline.errors import NotAllowedError, UnknownError
from timeline.places import Place
from timeline.service import (
    Asked,
    Between,
    By,
    ChangeFilters,
    FigureFilters,
    IncidentFilters,
    Points,
    SimilarFilters,
    Timeline,
    Window,
)

KURSK = Place(country="RU", admin1="RU-KRS")
BRIGADE = (Actor(name="94th Brigade"),)
WAR, CLASH = "war", "clash"


@pytest.fixture
def told(anywhere: str) -> Timeline:
    """Give a ledger: a clash is reported, denied, counted by the ministry, and its first report taken down."""
    timeline = Timeline(anywhere)
    detailed = partial(a_clash, figures=(a_figure(40),), place=KURSK, occurred="2024-10-25", actors=BRIGADE)
    for command in (
        a_timeline(),
        a_source(),
        a_source("ministry", "official", speaks_for="Kyiv"),
        an_incident(),
        an_incident("other"),
        a_report("2024-10-28", key="r1", url="https://example.org/1", claims=[detailed()]),
        a_report("2024-10-30", key="r2", source="ministry", claims=[a_clash("denies")]),
        a_report("2024-11-04", key="r3", source="ministry", claims=[detailed()]),
        a_report("2024-11-05", key="r4", claims=[a_clash(incident="other")]),
        a_withdrawal("r1", "2024-11-06"),
        a_merge("other", CLASH),
        a_void("r2"),
    ):
        timeline.record(command)
    return timeline


def test_every_question_of_an_audit_is_answered(told: Timeline) -> None:
    """The same on every database; the laws hold them to the brute force."""
    with told as timeline:
        kyiv = IncidentFilters(voice="Kyiv", place="RU-KRS", occurred_from="2024-10", q="clash")
        between = Between(published_at("2024-10-28"), published_at("2024-11-04"))
        steps = timeline.history(WAR, CLASH, clock=Clock.RECORDED).items
        changes = timeline.changes(WAR, filters=ChangeFilters(incident=CLASH)).items
        row = timeline.summaries(WAR, Points("2024-10-27", "2024-11-04"), (By.STATUS, By.MONTH), clock=Clock.PUBLISHED)
        said = timeline.figures(WAR, filters=FigureFilters(incident=CLASH, measure="killed"))
        alike = timeline.similar(
            WAR, SimilarFilters(kind="clash_reported", occurred="2024-10-27", place="RU-KRS", actor="94th Brigade")
        )
        same = timeline.similar(WAR, SimilarFilters(url="https://example.org/1"), timeline.as_of("2024-11-05"))
        record = timeline.source_record("ministry").record

        turns = [(turn.before, turn.after) for one in changes for turn in one.transitions if turn.incident == CLASH]
        assert [after for _, after in turns] == ["reported", "disputed", "corroborated", "reported", "corroborated"]
        assert [step.after.status for step in steps if step.after and "status" in step.changed] == [
            after for before, after in turns if before
        ]
        assert [sum(point.groups.values()) for point in row.points] == [0, 1, 1, 1, 1, 1, 1, 1, 1]
        assert timeline.diff(WAR, between, filters=kyiv).added[0].asserted_by == ["Kyiv", "gazette"]
        assert [(one.voice, one.best) for one in said.items] == [("gazette", 40), ("Kyiv", 40), ("gazette", None)]
        assert said.envelopes is not None
        assert [(one.low, one.high, one.voices) for one in said.envelopes] == [(40, 40, ["Kyiv"])]
        assert {one.voice for one in timeline.voices(WAR, CLASH).voices} == {"Kyiv", "gazette"}
        assert [one.because for one in alike.incidents] == [["kind", "occurred", "place", "actor"]]
        assert [one.because for one in same.reports] == [["url"]]
        assert (record.claims, record.statuses, record.reversals) == ({"asserts": 1}, {"corroborated": 1}, 0)


@pytest.mark.parametrize(
    "filters",
    [
        IncidentFilters(),
        IncidentFilters(voice="Kyiv", place="RU-KRS", occurred_from="2024-10", q="clash"),
        IncidentFilters(occurred_to="2024-10-25", status="corroborated", place="RU"),
        IncidentFilters(status="disputed"),
    ],
)
def test_a_narrowed_list_is_counted(told: Timeline, filters: IncidentFilters) -> None:
    with told as timeline:
        for day in (None, "2024-10-31", "2024-11-05"):
            as_of = timeline.as_of(day)
            entries = timeline.incidents(WAR, Asked(as_of=as_of), filters).items
            regions = Counter((entry.place.admin1 or "" if entry.place else "", entry.status) for entry in entries)

            assert timeline.summary(WAR, (By.ADMIN1, By.STATUS), as_of, filters=filters).groups == regions
        with pytest.raises(NotAllowedError):
            timeline.summaries(WAR, Points("2024-10-27", "2024-11-04"), (By.ADMIN1,))


def test_moments_are_told_and_thinned(told: Timeline) -> None:
    """What was voided is no moment of the published clock; on the recorded one, both are."""
    with told as timeline:
        published, commits = timeline.moments(WAR).items, timeline.moments(WAR, Window(Clock.RECORDED)).items

        assert [one.at[8:10] for one in published] == ["28", "04", "05", "06"]
        assert [one.position for one in commits] == sorted(
            {step.position for slug in (CLASH, "other") for step in timeline.history(WAR, slug, clock=Clock.RECORDED)}
        )
        for window, whole in ((Window(limit=2), published), (Window(Clock.RECORDED, limit=2), commits)):
            thinned = timeline.moments(WAR, window)
            assert (thinned.thinned, thinned.items[-1]) == (True, whole[-1])
        with pytest.raises(UnknownError):
            timeline.moments("none")
        with pytest.raises(NotAllowedError):
            timeline.moments(WAR, Window(limit=0))


def test_what_cannot_be_audited_is_refused(told: Timeline) -> None:
    with told as timeline:
        for ask in (
            lambda: timeline.voices(WAR, "none"),
            lambda: timeline.figures(WAR, filters=FigureFilters(incident="none")),
            lambda: timeline.source_record("none"),
            lambda: timeline.similar("none", SimilarFilters(url="x")),
        ):
            with pytest.raises(UnknownError):
                ask()
        for refused in (
            SimilarFilters(),
            SimilarFilters(kind="x"),
            SimilarFilters(place="Kursk"),
            SimilarFilters(occurred="soon"),
        ):
            with pytest.raises(NotAllowedError):
                timeline.similar(WAR, refused)
        assert timeline.history(WAR, CLASH, Asked(limit=1)).next is not None
