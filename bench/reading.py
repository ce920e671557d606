"""A page of the past against the page of now: asked in turn, at random days and commits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from statistics import median
from typing import Final, NamedTuple

from bench.workload import DAYS, FIRST, TIMELINE
from timeline.clocks import AsOf, parse_instant, published_at
from timeline.facts import RULES
from timeline.service import Asked, Timeline, page_body
from timeline.service.cursors import Cursor
from timeline.service.lists import LIMIT

_ROUNDS: Final = 5
_WARMING: Final = 5


class Pages(NamedTuple):
    """What five pages took, in seconds: the first one, and one that begins somewhere *inside* the list.

    They are asked as known *now*, by a *past* day, and on *both* clocks: recorded by a past moment, too.
    """

    now: float
    past: float
    both: float
    now_inside: float
    past_inside: float


def pages(timeline: Timeline, *, seed: int, days: int) -> Iterator[Pages]:
    """Ask for the pages of random days; each time is the median of some rounds."""
    random = Random(seed)  # noqa: S311 - nothing secret
    newest = timeline.as_known(Asked()).position
    for number in range(_WARMING + days):
        questions = _questions(timeline, random, newest)
        taken = _taken(timeline, random, questions)
        if number >= _WARMING:
            yield taken


def _questions(timeline: Timeline, random: Random, newest: int) -> list[Asked]:
    day = random.randrange(1, DAYS)
    known_on, begun = _moment(day), _moment(random.randrange(day))
    position = random.randrange(newest // 4, newest + 1)  # before that, hardly a report was recorded
    commit = timeline.as_known(Asked(as_of=AsOf(at_position=position)))
    recorded_by = parse_instant(commit.recorded_by) if commit.recorded_by else None
    return [
        Asked(),
        Asked(as_of=AsOf(known_on)),
        Asked(as_of=AsOf(known_on, recorded_by)),
        _inside(newest, begun),
        _inside(newest, begun, known_on),
    ]


def _inside(newest: int, begun: int, known_on: int | None = None) -> Asked:
    """Ask for the page behind what occurred at *begun*, as one does who walks through the list."""
    of, key = f"incidents {TIMELINE}", (begun, "")
    cursor = Cursor(of=of, rules=RULES, position=newest, known_on=known_on, limit=LIMIT, filters={}, key=key)
    return Asked(cursor=cursor.text())


def _moment(day: int) -> int:
    return published_at((FIRST + timedelta(days=day)).date().isoformat())


def _taken(timeline: Timeline, random: Random, questions: list[Asked]) -> Pages:
    """Ask in random order, so that no question always comes behind the same other one."""
    taken: list[list[float]] = [[] for _ in questions]
    for _ in range(_ROUNDS):
        for number in random.sample(range(len(questions)), len(questions)):
            taken[number].append(_seconds(timeline, questions[number]))
    return Pages(*map(median, taken))


def _seconds(timeline: Timeline, asked: Asked) -> float:
    began = time.perf_counter()
    page_body(timeline.incidents(TIMELINE, asked))
    return time.perf_counter() - began
