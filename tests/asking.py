"""Asks a timeline for its lists, as the texts that go out."""

from __future__ import annotations

from collections.abc import Callable

from timeline.answers import Answer
from timeline.clocks import AsOf
from timeline.service import MOST, Asked, ClaimFilters, Page, Timeline

WAR = "war"


def asked(known_on: int | None = None, position: int | None = None) -> Asked:
    """Return a question for whole lists, at a point of both clocks."""
    return Asked(as_of=AsOf(known_on=known_on, at_position=position), limit=MOST)


Listing = Callable[[Timeline, Asked, str], Page[Answer]]
LISTINGS: tuple[Listing, ...] = (
    lambda timeline, what, slug: timeline.incidents(slug, what),
    lambda timeline, what, slug: timeline.claims(slug, what),
    lambda timeline, what, slug: timeline.claims(slug, what, ClaimFilters(unfiled=True)),
    lambda timeline, what, slug: timeline.reports(slug, what),
)
"""Everything that is listed of one timeline: entries, claims, those unfiled, and reports."""


def docs(timeline: Timeline, what: Asked, slug: str = WAR) -> list[list[str]]:
    """Return everything that is listed of one timeline, as texts."""
    return [listing(timeline, what, slug).docs for listing in LISTINGS]


def names(timeline: Timeline, slug: str = WAR) -> dict[str, str]:
    """Return how claims are called by report and ref, by their ids: two ledgers draw ids of their own."""
    claims = [*timeline.claims(slug, asked()), *timeline.claims(slug, asked(), ClaimFilters(unfiled=True))]
    return {claim.claim: f"{claim.report.key} {claim.ref}" for claim in claims}


def anonymous(text: str, called: dict[str, str]) -> str:
    """Return a text with its claims called by name."""
    for claim, name in called.items():
        text = text.replace(claim, name)
    return text
