"""What the histories of the laws are made of: few of everything, so that everything collides."""

from __future__ import annotations

from tests.builders import a_figure
from timeline.claims import Stance
from timeline.clocks import published_at
from timeline.figures import Scope
from timeline.places import Place

TIMELINES = ("war", "trade")
INCIDENTS = ("clash", "combat", "losses")
HOUR = 3_600_000_000
START = 1_727_848_800_000_000
"""2024-10-02T06:00:00Z: the machine's clock at the first transaction, among the days of which the reports speak."""

PUBLISHED = (
    "2024-10-01",
    "2024-10-02",
    "2024-10-03",
    "2024-10-01T23:59:59.999999Z",  # the same moment as the day
    "2024-10-02T00:00:00Z",
    "2024-10-02T14:00:00+02:00",
)
MOMENTS = (None, *map(published_at, PUBLISHED))
"""Now, and when each of these was public."""
KINDS = {
    "gazette": "outlet",
    "herald": "outlet",
    "ministry": "official",
    "envoy": "official",
    "witness": "person",
    "institute": "organisation",
    "leak": "unnamed",
    "mole": "unnamed",
}
UNCITED = {"attache": "official"}
"""A source that no report names: only its links can matter."""
PUBLISHERS = ("gazette", "gazette", "herald", "ministry", "witness")
VOICES = (None, "Kyiv", "Moscow", "ministry", "institute", "leak")
LINKS = ((), ("Moscow",), ("Kyiv",), ("ministry",), ("Moscow", "Kyiv"), ("witness", "institute"), ("leak",))
TAILS = (
    None,
    (),
    ("ministry",),
    ("envoy",),
    ("witness",),
    ("leak",),
    ("institute", "leak"),
    ("herald", "leak"),
    ("herald", "ministry", "mole"),
    ("witness", "mole"),
    ("leak", "witness"),
)
ORIGINS = ((), (), (), ("gazette",), ("leak",), ("ministry",), ("herald", "envoy"), ("mole",))
FIGURES = (
    (),
    (),
    (),
    (a_figure(10),),
    (a_figure(7, scope=Scope.CUMULATIVE),),
    (a_figure(10), a_figure(3, measure="captured", qualifier="at least", includes=("wounded",))),
    (a_figure(None, measure="captured", low=3),),
)
DATES = (None, None, "2024-10-01?", "2024-10", "../2024-10-02")
PLACES = (None, None, Place(country="RU", admin1="RU-KRS"), Place(name="Sudzha"))
CLAIM_KINDS = ("clash_reported", "casualties_claimed", "x-rumour")
STANCES = (Stance.ASSERTS, Stance.ASSERTS, Stance.ASSERTS, Stance.DENIES, Stance.DENIES, *Stance)
