"""What is recorded until the crash: reports that can be told from their keys alone, so that each can be checked."""

from __future__ import annotations

from tests.builders import a_claim, a_report, a_source, a_timeline, an_incident
from timeline.commands import Command, RecordReport

INCIDENTS = tuple(f"clash-{number}" for number in range(5))
GROUND: tuple[Command, ...] = (a_timeline(), a_source(), *map(an_incident, INCIDENTS))


def told(key: str) -> RecordReport:
    """Return the report with a *key* that ends in its number: it has one to four claims."""
    number = int(key.rpartition("-")[2])
    claims = [
        a_claim(incident=INCIDENTS[(number + place) % len(INCIDENTS)], statement=f"{key} says so, {place}.")
        for place in range(1 + number % 4)
    ]
    return a_report(f"2024-10-{1 + number % 28:02}", claims, key=key)


def statements(key: str) -> list[str]:
    """Return what the claims of a report say."""
    return [claim.statement for claim in told(key).claims]
