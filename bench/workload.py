"""A made-up press from a seed: reports in the order in which they arrive, as native lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, Final, NamedTuple

import msgspec

TIMELINE: Final = "made-up-press"
FIRST: Final = datetime(2022, 1, 1, tzinfo=UTC)
DAYS: Final = 3 * 365
REPORTS_AN_INCIDENT: Final = 5
LATE, WITHDRAWN, CORRECTED, MEASURED = 0.1, 0.005, 0.005, 1 / 3  # shares of all reports

OUTLETS: Final = [f"outlet-{n}" for n in range(110)]
PERSONS: Final = [f"person-{n}" for n in range(50)]
STATES: Final = [f"State-{n}" for n in range(40)]  # with outlets and persons: 200 voices
OFFICIALS: Final = {f"official-{n}": STATES[n % len(STATES)] for n in range(80)}
UNNAMED: Final = [f"unnamed-{n}" for n in range(10)]
NAMED: Final = [*PERSONS, *OFFICIALS]
PLACES: Final = [
    {"name": f"Place {n}", "country": "UA", "admin1": f"UA-{10 + n % 8}", "lat": 46 + n / 8, "lon": 30 + n / 7}
    for n in range(40)
]
KINDS: Final = ["clash_reported", "casualties_claimed", "deployment_detected", "equipment_observed", "x-outage"]
STANCES: Final = {"asserts": 76, "mentions": 10, "denies": 8, "withholds": 4, "retracts": 2}
MEASURES: Final = ["killed", "wounded", "casualties", "personnel_present", "x-vehicles"]
SCOPES: Final = ["snapshot", "cumulative", "window"]
TEXT: Final = """
officials residents said that near the river two brigades moved toward a village overnight after shelling according to
people familiar with an assessment which nobody could confirm independently войска 병력 “units”
"""
WORDS: Final = TEXT.split()
Fields = dict[str, Any]


class Workload(NamedTuple):
    """What must be known before the first report, and the reports with what is mended later, as they arrive."""

    ground: list[bytes]
    told: list[bytes]


class Subject(NamedTuple):
    """An incident, and what reports about it have in common; *begun* is the day it occurred, counted from FIRST."""

    slug: str
    begun: int
    kind: str
    place: Fields
    measured: Fields


class Arrival(NamedTuple):
    """A line, and when it reaches the ledger, in days from FIRST."""

    day: float
    number: int
    line: bytes


def workload(seed: int, reports: int) -> Workload:
    """Return a workload of so many one-claim reports: the same seed, the same lines."""
    random = Random(seed)  # noqa: S311 - nothing secret
    subjects = [_subject(random, number) for number in range(max(1, reports // REPORTS_AN_INCIDENT))]
    zipf = list(accumulate(1 / rank for rank in range(1, len(subjects) + 1)))
    chosen = random.choices(random.sample(subjects, len(subjects)), cum_weights=zipf, k=reports)
    arrivals = [arrival for number, subject in enumerate(chosen) for arrival in _arrivals(random, number, subject)]
    ground = [_line("timeline", slug=TIMELINE, title="A made-up press"), *_sources(random)]
    return Workload(
        [*ground, *(_incident(random, subject) for subject in subjects)],
        [arrival.line for arrival in sorted(arrivals)],
    )


def _subject(random: Random, number: int) -> Subject:
    measured = {"measure": random.choice(MEASURES), "scope": random.choice(SCOPES)}
    return Subject(f"incident-{number}", random.randrange(DAYS), random.choice(KINDS), random.choice(PLACES), measured)


def _sources(random: Random) -> Iterator[bytes]:
    kinds = dict.fromkeys(OUTLETS, "outlet") | dict.fromkeys(PERSONS, "person") | dict.fromkeys(UNNAMED, "unnamed")
    for slug, kind in kinds.items():
        yield _line("source", slug=slug, name=slug.title(), kind=kind, reliability=random.choice("ABCDEF"))
    for slug, state in OFFICIALS.items():
        yield _line("source", slug=slug, name=slug.title(), kind="official", speaks_for=state)


def _incident(random: Random, subject: Subject) -> bytes:
    fields: Fields = {"title": _words(random, 8), "occurred": _day(subject.begun) + random.choice(["", "", "", "?"])}
    if _happens(random, 0.5):
        fields["adverse_to"] = random.sample(STATES, 2)
    return _line("incident", timeline=TIMELINE, slug=subject.slug, **fields)


def _arrivals(random: Random, number: int, subject: Subject) -> Iterator[Arrival]:
    """Yield a report and, seldom, what is mended about it afterwards."""
    published = subject.begun + random.expovariate(1 / 30)
    if published >= DAYS:
        published = random.uniform(subject.begun, DAYS)
    arrives = published + (random.uniform(1, 180) if _happens(random, LATE) else 0)
    yield Arrival(arrives, number, _report(random, f"press/{number}", subject, published))
    fate, later = random.random(), arrives + random.uniform(1, 60)
    if fate < WITHDRAWN:
        yield Arrival(later, number, _withdrawal(f"press/{number}", int(later)))
    elif fate < WITHDRAWN + CORRECTED:
        yield Arrival(later, number, _correction(random, f"press/{number}", subject))


def _report(random: Random, key: str, subject: Subject, published: float) -> bytes:
    return _line(
        "report",
        timeline=TIMELINE,
        key=key,
        source=(outlet := random.choice(OUTLETS)),
        published=_day(int(published)) if _happens(random, 0.5) else _instant(published),
        title=_words(random, 9),
        url=f"https://{outlet}.example/{key}",
        language="en",
        claims=[_claim(random, outlet, subject)],
    )


def _claim(random: Random, outlet: str, subject: Subject) -> Fields:
    [stance] = random.choices(list(STANCES), list(STANCES.values()))
    claim: Fields = {"kind": subject.kind, "incident": subject.slug, "stance": stance, "statement": _words(random, 22)}
    claim["chain"] = _chain(random, outlet)
    if _happens(random, 0.6):
        claim["place"] = subject.place
    if _happens(random, 0.3):
        claim["quote"] = {"exact": _words(random, 15)}
    if _happens(random, 0.05):
        claim["derived_from"] = [random.choice(OUTLETS)]
    if _happens(random, MEASURED):
        claim["figures"] = [_figure(random, subject)]
    return claim


def _chain(random: Random, outlet: str) -> list[str]:
    match random.randrange(10):
        case 0:
            return [outlet, random.choice(UNNAMED)]
        case 1:
            return [outlet, random.choice([other for other in OUTLETS if other != outlet]), random.choice(NAMED)]
        case 2 | 3 | 4 | 5:
            return [outlet, random.choice(NAMED)]
        case _:
            return [outlet]


def _figure(random: Random, subject: Subject) -> Fields:
    low = random.randrange(5_000)
    bounds: Fields = random.choice(
        [{"best": low}, {"low": low, "qualifier": "at least"}, {"low": low, "high": low * 2}]
    )
    return subject.measured | bounds


def _withdrawal(key: str, day: int) -> bytes:
    return _line("withdrawal", report=key, published=_day(day), reason="The page is gone.")


def _correction(random: Random, key: str, subject: Subject) -> bytes:
    figures = [_figure(random, subject)]
    changes = random.choice([{"figures": figures}, {"statement": _words(random, 20)}, {"stance": "mentions"}])
    return _line("correction", report=key, claim="c1", changes=changes, reason=f"Misread in {key}.")


def _happens(random: Random, share: float) -> bool:
    return random.random() < share


def _words(random: Random, count: int) -> str:
    return " ".join(random.choices(WORDS, k=count))


def _day(day: int) -> str:
    return (FIRST + timedelta(days=day)).date().isoformat()


def _instant(days: float) -> str:
    return (FIRST + timedelta(seconds=int(days * 86_400))).strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(top: str, /, **fields: object) -> bytes:
    return msgspec.json.encode({top: fields})
