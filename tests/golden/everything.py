"""What an old ledger was told: the seeds, replayed, and behind them a small timeline that uses every kind of fact."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.builders import (
    a_claim,
    a_correction,
    a_figure,
    a_merge,
    a_missed_claim,
    a_report,
    a_sign_off,
    a_source,
    a_timeline,
    a_void,
    a_withdrawal,
    an_incident,
)
from tests.telling import Clock, by_tester
from timeline.clocks import parse_instant
from timeline.commands import Command, EraseWording, GradeClaim, OpenReport, RegisterSource, SealReport, commitment
from timeline.facts import KINDS
from timeline.importers import Files, Replayer
from timeline.places import Place
from timeline.service import Timeline
from timeline.sources import Reliability, SourceKind

SEEDS = Path(__file__).parents[2] / "seeds"
BEGIN = parse_instant("2025-10-01T08:00:00Z")
HOUR = 3_600_000_000
KURSK = Place(name="Kursk", country="RU", admin1="RU-KRS", lat=51.7, lon=36.2)

SEALED, SALT = a_report("2024-11-04", key="sealed", title="Sealed first"), "00112233445566778899aabbccddeeff"

EVERYTHING: Sequence[Sequence[Command]] = (
    (
        a_timeline("war"),
        a_source("gazette"),
        a_source("ministry", "official", speaks_for="Kyiv"),
        a_source("staff", "official", speaks_for="Moscow"),
        a_source("leak", "unnamed"),
        an_incident("clash", adverse_to=("Moscow",), occurred="2024-10-25?"),
        an_incident("combat", place=KURSK),
    ),
    (a_timeline("war", title="The war", description="All of it."),),
    (
        a_report(
            "2024-10-26",
            [a_claim(kind, incident="clash" if n % 3 else None) for n, kind in enumerate((*KINDS, "x-rumour"))],
            key="all-kinds",
            chain=("gazette", "leak"),
            title="All kinds of claims",
            url="https://example.org/all",
        ),
    ),
    (
        a_report(
            "2024-10-27T10:00:00+02:00",
            [a_claim("casualties_claimed", figures=(a_figure(40, qualifier="at least"),), derived_from=("leak",))],
            source="ministry",
            key="forty",
        ),
        a_report("2024-10-28", [a_claim("denial_issued", "denies")], source="staff", key="denied"),
    ),
    (a_report("2024-10-29", [a_claim("clash_reported", incident="combat")], key="mistaken"),),
    (a_report("2024-10-30", source="ministry", key="taken-down"),),
    (a_missed_claim("forty", "mentions", ref="c2", incident="combat"),),
    (a_correction("forty", "c1", figures=(a_figure(50),)), a_correction("forty", published="2024-10-26T12:00:00Z")),
    (a_correction("all-kinds", title=None),),
    (GradeClaim(report="forty", claim="c1", credibility=2, rationale="Seen on film.", published="2024-11-01"),),
    (a_withdrawal("taken-down", "2024-11-02"), a_withdrawal("denied")),
    (a_void("all-kinds", "c2"), a_void("mistaken")),
    (RegisterSource(slug="gazette", name="The Gazette", kind=SourceKind.ORGANISATION),),
    (RegisterSource(slug="gazette", linked_to=("Kyiv",)), RegisterSource(slug="leak", linked_to=("Moscow",))),
    (RegisterSource(slug="gazette", reliability=Reliability.B),),
    (an_incident("clash", title="The first clash", place=KURSK),),
    (a_sign_off("clash", "2024-11-03"),),
    (a_sign_off("clash", signed=False),),
    (a_merge("combat", "clash"),),
    (a_merge("combat", None),),
    (a_merge("combat", "clash"),),
    (SealReport(timeline="war", commitment=commitment(SEALED, SALT)),),
    (OpenReport(report=SEALED, salt=SALT),),
)
"""The transactions. A new kind of fact is told in one more at the end, for ledgers made from then on."""


def tell_everything(timeline: Timeline, clock: Clock) -> None:
    """Replay the seeds, and tell everything behind them, by a clock that once jumps back."""
    files = Files(sorted(str(file) for file in SEEDS.glob("*.yaml")))
    assert Replayer(timeline).replay(files).rejected == 0
    for number, commands in enumerate(EVERYTHING):
        clock.now = BEGIN + (number if number != 9 else 0) * HOUR
        timeline.import_batch(by_tester(commands))
    timeline.catch_up()
    clock.now += HOUR
    timeline.erase(EraseWording(report="denied", fields=("key", "reason"), basis="Because."))
    timeline.erase(EraseWording(report="all-kinds", fields=("title",), basis="Because."))
