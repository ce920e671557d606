"""Native lines for tests of the command line: a small ground, and a report that stands on it."""

from __future__ import annotations

from typing import Any

TIMELINE: dict[str, Any] = {"timeline": {"slug": "war", "title": "A war"}}
SOURCE: dict[str, Any] = {"source": {"slug": "gazette", "name": "The Gazette", "kind": "outlet"}}
INCIDENT: dict[str, Any] = {"incident": {"timeline": "war", "slug": "clash", "title": "A clash"}}
GROUND = [TIMELINE, SOURCE, INCIDENT]


def a_claim(**fields: object) -> dict[str, Any]:
    """Return a claim on the incident of the ground."""
    return {"kind": "clash_reported", "incident": "clash", "statement": "They have fought.", **fields}


def a_report(key: str = "r1", **fields: object) -> dict[str, Any]:
    """Return a line that reports the clash."""
    report = {"timeline": "war", "key": key, "source": "gazette", "published": "2024-10-28", "claims": [a_claim()]}
    return {"report": report | fields}


def reports(number: int) -> list[dict[str, Any]]:
    """Return as many lines that report the clash."""
    return [a_report(f"r{index}") for index in range(number)]


def spread(number: int) -> list[dict[str, Any]]:
    """Return the ground and as many lines that report one of a hundred clashes: much to do, at an even pace."""
    slugs = [f"clash-{index}" for index in range(100)]
    incidents = [{"incident": {"timeline": "war", "slug": slug, "title": slug}} for slug in slugs]
    made = [a_report(f"r{n}", claims=[a_claim(incident=slugs[n % len(slugs)])]) for n in range(number)]
    return [*GROUND, *incidents, *made]


def timed(lines: list[dict[str, Any]], *, second: int = 1) -> list[dict[str, Any]]:
    """Return lines as a replay takes them, each a *second* later than the one before."""
    return [
        {
            name: inner | {"recorded": f"2024-11-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z"}
            for name, inner in line.items()
        }
        for n, line in ((index * second, line) for index, line in enumerate(lines))
    ]
