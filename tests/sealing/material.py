"""A small ledger with every kind of stream on it, sealed or to be sealed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.builders import a_clash, a_report, a_source, a_timeline, an_incident
from timeline.service import Timeline


@contextmanager
def a_ledger(url: str, folder: Path, **how: object) -> Iterator[Timeline]:
    """Give a ledger whose key lies in *folder*, wherever its database is."""
    with Timeline(url, key=folder / "log.key", **how) as timeline:  # type: ignore[arg-type] # what a Timeline takes
        yield timeline


def fill(timeline: Timeline, reports: int = 3) -> int:
    """Record a timeline, a source, an incident and reports of two claims; return the newest position."""
    for command in (a_timeline(), a_source(), an_incident()):
        timeline.record(command)
    return more(timeline, reports)


def more(timeline: Timeline, reports: int = 1) -> int:
    """Record more reports; return the newest position."""
    position = timeline.newest()
    for _ in range(reports):
        position = timeline.record(a_report(claims=[a_clash(), a_clash()])).position
    return position
