"""A made-up press from a seed: reports in the order in which they arrive, as native lines."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, Final, NamedTuple

import msgspec

TIMELINE: Final = "made-up-press"
FIRST: Final = datetime(2022, 1, 1, tzinfo=UTC)
DAYS: Final = 3 * 365
CLAIMS_AN_INCIDENT: Final = 5
ZIPF: Final = 0.7
"""How unevenly claims fall on incidents: the n-th in rank gets a share of 1/n^0.7.

Of a million claims on 200,000 incidents the hottest then gets about 7,700, as in a press where nothing drowns all the
rest; by Zipf's own law, 1/n, it would be 78,000, and the run would measure that one incident.
"""
FADING: Final = 30
"""Days that an incident is reported on, on average: most soon after it occurred, few later."""
LATE, WITHDRAWN, CORRECTED, MEASURED = 0.1, 0.005, 0.005, 1 / 3  # shares of all claims

OUTLETS: Final = [f"outlet-{n}" for n in range(110)]
PERSONS: Final = [f"person-{n}" for n in range(50)]
STATES: Final = [f"State-{n}" for n in range(40)]  # with outlets and persons: 200 voices
OFFICIALS: Final = {f"official-{n}": STATES[n % len(STATES)] for n in range(80)}
UNNAMED: Final = [f"unnamed-{n}" for n in range(10)]
NAMED: Final = [*PERSONS, *OFFICIALS]
PLACES: Final = [
    {"name": f"Place {n}", "country": "UA", "admin1": f"UA-{10 + n}", "lat": 46 + n / 8, "lon": 30 + n / 7}
    for n in range(40)
]
KINDS: Final = ["clash_reported", "casualties_claimed", "deployment_detected", "equipment_observed", "x-outage"]
STANCES: Final = ["asserts", "mentions", "denies", "withholds", "retracts"]
SHARES: Final = [76, 86, 94, 98, 100]  # of the stances, summed up, in per cent
MEASURES: Final = ["killed", "wounded", "casualties", "personnel_present", "x-vehicles"]
SCOPES: Final = ["snapshot", "cumulative", "window"]
TEXT: Final = """
officials residents said that near the river two brigades moved toward a village overnight after shelling according to
people familiar with an assessment which nobody could confirm independently войска 병력 “units”
"""
WORDS: Final = TEXT.split()
Fields = dict[str, Any]


class Subject(NamedTuple):
    """An incident, and what claims about it have in common; *begun* is the day it occurred, counted from FIRST."""

    slug: str
    begun: int
    kind: str
    place: Fields
    measured: Fields


class Workload:
    """Reports of one claim each, told by a seed: the same seed and number, the same lines, however often they are read.

    Lines are made while they are read; in memory is only when each arrives, some 50 bytes a claim. There are a fifth as
    many *incidents*, unless told otherwise; those that are *fading* later than all ends are reported on evenly.
    """

    def __init__(self, seed: int, claims: int, *, incidents: int | None = None, fading: float = FADING) -> None:
        self.seed, self.claims, self._fading = seed, claims, fading
        self.incidents = incidents or max(1, claims // CLAIMS_AN_INCIDENT)

    def ground(self) -> Iterator[bytes]:
        """Yield what must be known before the first report: the timeline, its sources and its incidents."""
        random = Random(f"ground {self.seed}")  # noqa: S311 - nothing secret
        yield _line("timeline", slug=TIMELINE, title="A made-up press")
        yield from _sources(random)
        phrases = _phrases(random)
        for subject in self._subjects():
            yield _incident(random, subject, phrases)

    def told(self) -> Iterator[bytes]:
        """Yield the reports as they arrive, with what is mended later where it is."""
        random = Random(f"told {self.seed}")  # noqa: S311 - nothing secret
        subjects = list(self._subjects())
        phrases = _phrases(random)
        arrivals = Arrivals(random, subjects, self.claims, fading=self._fading)
        for event in arrivals.in_order():
            yield arrivals.line(event, phrases)

    def _subjects(self) -> Iterator[Subject]:
        random = Random(f"subjects {self.seed}")  # noqa: S311 - nothing secret
        for number in range(self.incidents):
            measured = {"measure": random.choice(MEASURES), "scope": random.choice(SCOPES)}
            begun = random.randrange(DAYS)
            yield Subject(f"incident-{number}", begun, random.choice(KINDS), random.choice(PLACES), measured)


class Arrivals:
    """When each report is published, when it reaches the ledger, and what is mended about it afterwards.

    Event number n is the report n where n is below the number of claims, else what mends the report n - claims.
    """

    def __init__(self, random: Random, subjects: list[Subject], claims: int, *, fading: float) -> None:
        self._random, self._subjects, self._claims, self._fading = random, subjects, claims, fading
        by_rank = random.sample(range(len(subjects)), len(subjects))
        weights = list(accumulate(1 / rank**ZIPF for rank in range(1, len(subjects) + 1)))
        self._chosen = array("l", random.choices(by_rank, cum_weights=weights, k=claims))
        self._published, self._arrives, self._mended = array("d"), array("d"), array("d")
        self._withdrawn = bytearray(claims)
        for number, chosen in enumerate(self._chosen):
            self._time(number, subjects[chosen].begun)

    def _time(self, number: int, begun: int) -> None:
        random = self._random
        published = begun + random.expovariate(1 / self._fading)
        if published >= DAYS:
            published = random.uniform(begun, DAYS)
        arrives = published + (random.uniform(1, 180) if _happens(random, LATE) else 0)
        fate, later = random.random(), 0.0
        if fate < WITHDRAWN + CORRECTED:
            later = arrives + random.uniform(1, 60)
            self._withdrawn[number] = fate < WITHDRAWN
        self._published.append(published)
        self._arrives.append(arrives)
        self._mended.append(later)

    def in_order(self) -> list[int]:
        """Return all events in the order of their arrival."""
        events = [*range(self._claims), *(self._claims + n for n, later in enumerate(self._mended) if later)]
        return sorted(events, key=self._when)

    def _when(self, event: int) -> float:
        return self._arrives[event] if event < self._claims else self._mended[event - self._claims]

    def line(self, event: int, phrases: list[str]) -> bytes:
        """Return the line of an event. Content is drawn while reading, so lines are read in order."""
        number = event % self._claims
        subject, key = self._subjects[self._chosen[number]], f"press/{number}"
        telling = Telling(self._random, subject, phrases)
        if event < self._claims:
            return telling.report(key, self._published[number])
        if self._withdrawn[number]:
            return _line(
                "withdrawal", report=key, published=_day(int(self._mended[number])), reason="The page is gone."
            )
        return telling.correction(key)


def _sources(random: Random) -> Iterator[bytes]:
    kinds = dict.fromkeys(OUTLETS, "outlet") | dict.fromkeys(PERSONS, "person") | dict.fromkeys(UNNAMED, "unnamed")
    for slug, kind in kinds.items():
        yield _line("source", slug=slug, name=slug.title(), kind=kind, reliability=random.choice("ABCDEF"))
    for slug, state in OFFICIALS.items():
        yield _line("source", slug=slug, name=slug.title(), kind="official", speaks_for=state)


def _incident(random: Random, subject: Subject, phrases: list[str]) -> bytes:
    fields: Fields = {
        "title": random.choice(phrases),
        "occurred": _day(subject.begun) + random.choice(["", "", "", "?"]),
        "place": subject.place,
    }
    if _happens(random, 0.5):
        fields["adverse_to"] = random.sample(STATES, 2)
    return _line("incident", timeline=TIMELINE, slug=subject.slug, **fields)


class Telling(NamedTuple):
    """Draws what is said about one incident."""

    random: Random
    subject: Subject
    phrases: list[str]

    def report(self, key: str, published: float) -> bytes:
        """Return the line of a report of one claim."""
        random = self.random
        return _line(
            "report",
            timeline=TIMELINE,
            key=key,
            source=(outlet := random.choice(OUTLETS)),
            published=_day(int(published)) if _happens(random, 0.5) else _instant(published),
            title=random.choice(self.phrases),
            url=f"https://{outlet}.example/{key}",
            language="en",
            claims=[self._claim(outlet)],
        )

    def correction(self, key: str) -> bytes:
        """Return the line that corrects the claim of a report."""
        random = self.random
        changes: Fields = random.choice(
            [{"figures": [self._figure()]}, {"statement": self._words()}, {"stance": "mentions"}]
        )
        return _line("correction", report=key, claim="c1", changes=changes, reason=f"Misread in {key}.")

    def _claim(self, outlet: str) -> Fields:
        random, subject = self.random, self.subject
        [stance] = random.choices(STANCES, cum_weights=SHARES)
        claim: Fields = {"kind": subject.kind, "incident": subject.slug, "stance": stance, "statement": self._words()}
        claim["chain"] = _chain(random, outlet)
        if _happens(random, 0.6):
            claim["place"] = subject.place
        if _happens(random, 0.3):
            claim["quote"] = {"exact": self._words()}
        if _happens(random, 0.05):
            claim["derived_from"] = [random.choice(OUTLETS)]
        if _happens(random, MEASURED):
            claim["figures"] = [self._figure()]
        return claim

    def _figure(self) -> Fields:
        low = self.random.randrange(5_000)
        bounds: Fields = self.random.choice(
            [{"best": low}, {"low": low, "qualifier": "at least"}, {"low": low, "high": low * 2}]
        )
        return self.subject.measured | bounds

    def _words(self) -> str:
        return f"{self.random.choice(self.phrases)} {self.random.choice(self.phrases)}"


def _chain(random: Random, outlet: str) -> list[str]:
    match random.randrange(10):
        case 0:
            return [outlet, random.choice(UNNAMED)]
        case 1:
            other = random.choice(OUTLETS)
            return [outlet, *([other] if other != outlet else []), random.choice(NAMED)]
        case 2 | 3 | 4 | 5:
            return [outlet, random.choice(NAMED)]
        case _:
            return [outlet]


def _phrases(random: Random) -> list[str]:
    """Return some thousand phrases of ten words, from which all that is said is put together."""
    return [" ".join(random.choices(WORDS, k=10)) for _ in range(4_096)]


def _happens(random: Random, share: float) -> bool:
    return random.random() < share


def _day(day: int) -> str:
    return (FIRST + timedelta(days=day)).date().isoformat()


def _instant(days: float) -> str:
    return (FIRST + timedelta(seconds=int(days * 86_400))).strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(top: str, /, **fields: object) -> bytes:
    return msgspec.json.encode({top: fields})
