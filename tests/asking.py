"""Asks a timeline for its lists, as the texts that go out."""

from __future__ import annotations

from timeline.answers import Answer
from timeline.clocks import AsOf
from timeline.service import MOST, Asked, ClaimFilters, Page, Timeline

WAR = "war"


def asked(known_on: int | None = None, position: int | None = None) -> Asked:
    """Return a question for whole lists, at a point of both clocks."""
    return Asked(as_of=AsOf(known_on=known_on, at_position=position), limit=MOST)


def lists(timeline: Timeline, what: Asked, slug: str = WAR) -> list[Page[Answer]]:
    """Return everything that is listed of one timeline: entries, claims, those unfiled, and reports."""
    return [
        timeline.incidents(slug, what),
        timeline.claims(slug, what),
        timeline.claims(slug, what, ClaimFilters(unfiled=True)),
        timeline.reports(slug, what),
    ]


def docs(timeline: Timeline, what: Asked, slug: str = WAR) -> list[list[str]]:
    """Return the items of these lists, as texts."""
    return [page.docs for page in lists(timeline, what, slug)]


def anonymous(timeline: Timeline, texts: list[str], slug: str = WAR) -> list[str]:
    """Return texts with claims called by report and ref, so that two ledgers, which draw their ids, can be compared."""
    claims = [*timeline.claims(slug, asked()), *timeline.claims(slug, asked(), ClaimFilters(unfiled=True))]
    for claim in claims:
        texts = [text.replace(claim.claim, f"{claim.report.key} {claim.ref}") for text in texts]
    return texts
