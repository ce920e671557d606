"""Somebody who asks a ledger at random, and notes every answer that is settled together with what was asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import blake2b
from random import Random
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from starlette.testclient import TestClient

from tests.addresses import ON_THINGS, ON_TIMELINES, address
from tests.api.telling import a_client
from tests.asking import WAR
from tests.material import HOUR, INCIDENTS, KINDS, MOMENTS, START
from timeline.answers import AsKnown, ReportView
from timeline.clocks import AsOf, Clock, instant_text, parse_instant
from timeline.service import (
    MOST,
    Asked,
    Between,
    By,
    ChangeFilters,
    ClaimFilters,
    IncidentFilters,
    Page,
    Points,
    SimilarFilters,
    Timeline,
    Window,
    difference_body,
    figures_body,
    found_body,
    moments_body,
    page_body,
    record_body,
    similar_body,
    summaries_body,
    summary_body,
    voices_body,
)

OVER_HTTP = 0.05
"""How much of what is asked is asked over HTTP."""
SOURCES = tuple(KINDS)
DAYS = Points("2024-09-30", "2024-10-04")
ALIKE = SimilarFilters(kind="clash_reported", occurred="2024-10-01")
POINTS = ("newest", "position", "position", "time")
"""How a point of view is named; over HTTP each has an ETag of its own, so that there the newest is not asked for."""
Body = Callable[[Timeline, Asked, int], bytes]


class Note(NamedTuple):
    """What was asked: a *question* or an address, about which *thing*, from which point of view; and its *answer*."""

    question: str
    thing: int
    as_of: AsOf
    answer: bytes = b""


def _some(names: Sequence[str], thing: int) -> str:
    return names[thing % len(names)]


def _on_incident(ask: Callable[[Timeline, str, Asked], bytes]) -> Body:
    """Return the question about an incident."""
    return lambda timeline, asked, thing: ask(timeline, _some(INCIDENTS, thing), asked)


def _on_source(ask: Callable[[Timeline, str, Asked], bytes]) -> Body:
    """Return the question about a source."""
    return lambda timeline, asked, thing: ask(timeline, _some(SOURCES, thing), asked)


def _on_report(ask: Callable[[Timeline, ReportView, Asked], bytes]) -> Body:
    """Return the question about a report, one of those that are listed from the point of view.

    That asks twice: where the newest is asked for, the second time at the position that was the newest the first time.
    """

    def body(timeline: Timeline, asked: Asked, thing: int) -> bytes:
        page, cut = timeline.reports(WAR, asked), asked.as_of
        if cut.recorded_by is None:
            cut = AsOf(cut.known_on, at_position=page.as_of.position)
        if not page.docs:
            return b""
        report = msgspec.json.decode(_some(page.docs, thing), type=ReportView)
        return ask(timeline, report, msgspec.structs.replace(asked, as_of=cut))

    return body


def _on_claim(ask: Callable[[Timeline, UUID, Asked], bytes]) -> Body:
    """Return the question about the first claim of a report."""
    return _on_report(lambda timeline, of, asked: ask(timeline, UUID(of.claims[0]), asked) if of.claims else b"")


def _listed(ask: Callable[[Timeline, Asked], Page[Any]]) -> Body:
    """Return the question for a list, whole or in part, and then also the cursor to its next page."""

    def body(timeline: Timeline, asked: Asked, thing: int) -> bytes:
        page = ask(timeline, msgspec.structs.replace(asked, limit=2 if thing % 5 == 0 else MOST))
        return page_body(page, page.next)

    return body


def _differing(clock: Clock) -> Body:
    """Return the question for what differs between two moments of a clock."""

    def body(timeline: Timeline, asked: Asked, thing: int) -> bytes:
        begin = START + (thing % 48 - 24) * HOUR
        return difference_body(timeline.diff(WAR, Between(begin, begin + (1 + thing % 17) * HOUR, clock), asked))

    return body


QUESTIONS: dict[str, Body] = {
    "timelines": _listed(lambda timeline, asked: timeline.timelines(asked)),
    "timeline": lambda timeline, asked, _: found_body(timeline.timeline(WAR, asked)),
    "entries": _listed(lambda timeline, asked: timeline.incidents(WAR, asked)),
    "disputed": _listed(lambda timeline, asked: timeline.incidents(WAR, asked, IncidentFilters(status="disputed"))),
    "claims": _listed(lambda timeline, asked: timeline.claims(WAR, asked)),
    "unfiled": _listed(lambda timeline, asked: timeline.claims(WAR, asked, ClaimFilters(unfiled=True))),
    "reports": _listed(lambda timeline, asked: timeline.reports(WAR, asked)),
    "sources": _listed(lambda timeline, asked: timeline.sources(asked)),
    "changes": _listed(lambda timeline, asked: timeline.changes(WAR, asked, ChangeFilters())),
    "incident": _on_incident(lambda timeline, slug, asked: found_body(timeline.incident(WAR, slug, asked))),
    "history": _on_incident(lambda timeline, slug, asked: page_body(timeline.history(WAR, slug, asked))),
    "recorded history": _on_incident(
        lambda timeline, slug, asked: page_body(timeline.history(WAR, slug, asked, Clock.RECORDED))
    ),
    "voices": _on_incident(lambda timeline, slug, asked: voices_body(timeline.voices(WAR, slug, asked))),
    "source": _on_source(lambda timeline, slug, asked: found_body(timeline.source(slug, asked))),
    "source history": _on_source(lambda timeline, slug, asked: page_body(timeline.source_history(slug, asked))),
    "record": _on_source(lambda timeline, slug, asked: record_body(timeline.source_record(slug, asked.as_of))),
    "report": _on_report(lambda timeline, of, asked: found_body(timeline.report(UUID(of.id), asked))),
    "report history": _on_report(lambda timeline, of, asked: page_body(timeline.report_history(UUID(of.id), asked))),
    "claim": _on_claim(lambda timeline, claim, asked: found_body(timeline.claim(claim, asked))),
    "claim history": _on_claim(lambda timeline, claim, asked: page_body(timeline.claim_history(claim, asked))),
    "difference": _differing(Clock.PUBLISHED),
    "recorded difference": _differing(Clock.RECORDED),
    "figures": lambda timeline, asked, _: figures_body(timeline.figures(WAR, asked)),
    "summary": lambda timeline, asked, _: summary_body(timeline.summary(WAR, (By.STATUS, By.KIND), asked.as_of)),
    "summaries": lambda timeline, asked, thing: summaries_body(
        timeline.summaries(WAR, DAYS, clock=_clock(thing), as_of=asked.as_of)
    ),
    "moments": lambda timeline, asked, thing: moments_body(timeline.moments(WAR, Window(_clock(thing)), asked.as_of)),
    "similar": lambda timeline, asked, _: similar_body(timeline.similar(WAR, ALIKE, asked.as_of)),
}
ADDRESSES = (
    "/v1/timelines",
    "/v1/sources?limit=500",
    *(path.format(timeline=WAR) for path in ON_TIMELINES if "from=" not in path),
    *(f"/v1/timelines/{WAR}/incidents/{slug}{path}" for slug in INCIDENTS for path in ON_THINGS["incident"]),
    *(f"/v1/sources/{slug}{path}" for slug in SOURCES for path in ON_THINGS["source"]),
)


def _clock(thing: int) -> Clock:
    return Clock.RECORDED if thing % 2 else Clock.PUBLISHED


class _Told(msgspec.Struct):
    """What answers say of their point of view."""

    as_of: AsKnown | None = None


class Asking:
    """Asks one ledger, opened once, from Python and over HTTP."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline

    @cached_property
    def client(self) -> TestClient:
        """A client of an app of its own, which keeps no answers."""
        return a_client(self.timeline, room=0)

    def answer(self, question: str, thing: int, as_of: AsOf) -> bytes:
        """Return what is answered; over HTTP with its ETag, by which it is then known as held."""
        if question in QUESTIONS:
            return QUESTIONS[question](self.timeline, Asked(as_of=as_of, limit=MOST), thing)
        texts = {
            "known_on": None if as_of.known_on is None else instant_text(as_of.known_on),
            "recorded_by": None if as_of.recorded_by is None else instant_text(as_of.recorded_by),
            "at_position": as_of.at_position,
        }
        where = address(question, urlencode({name: text for name, text in texts.items() if text is not None}))
        told = self.client.get(where)
        assert told.status_code == 200, told.text
        tag = told.headers["etag"]
        assert self.client.get(where, headers={"If-None-Match": tag}).status_code == 304
        return f"{tag}\n{told.text}".encode()

    def is_told_again(self, note: Note) -> bool:
        """Tell whether a note's question is answered by the same bytes."""
        return digest(self.answer(*note[:3])) == note.answer


class Reader(Asking):
    """Asks at random, and notes what is settled: at a position, by a recorded time, and what was the newest then."""

    def __init__(self, timeline: Timeline, chance: Random) -> None:
        super().__init__(timeline)
        self._chance, self.notes = chance, list[Note]()
        self._seen: list[AsKnown] = []

    def note(self) -> None:
        """Ask one thing, and note the answer."""
        chance = self._chance
        over_http = chance.random() < OVER_HTTP
        question = chance.choice(ADDRESSES if over_http else tuple(QUESTIONS))
        thing, as_of = chance.randrange(2**16), self._point(chance.choice(POINTS[over_http:]))
        told = self.answer(question, thing, as_of)
        if as_of.recorded_by is as_of.at_position:  # neither: it is settled at the position that it names
            known = msgspec.json.decode(told, type=_Told).as_of if told else None
            if known is None:
                return
            as_of = AsOf(as_of.known_on, at_position=known.position)
        self.notes.append(Note(question, thing, as_of, digest(told)))

    def _point(self, how: str) -> AsOf:
        """Return a point of view that is settled, or the newest; what was newest once may not be older later."""
        chance, newest = self._chance, self.timeline.as_known(Asked())
        if not self._seen or newest != self._seen[-1]:
            assert not self._seen or (_time(newest), newest.position) > (_time(self._seen[-1]), self._seen[-1].position)
            self._seen.append(newest)
        known_on = chance.choice(MOMENTS)
        match how:
            case "position":
                return AsOf(known_on, at_position=chance.randint(0, newest.position))
            case "time":
                recorded = _time(chance.choice(self._seen)) + chance.choice((-HOUR, -1, 0, 1))
                return AsOf(known_on, min(recorded, _time(newest)))
            case _:
                return AsOf(known_on)


def digest(told: bytes) -> bytes:
    """Return what is noted of an answer."""
    return blake2b(told, digest_size=16).digest()


def _time(known: AsKnown) -> int:
    return parse_instant(known.recorded_by or "")
