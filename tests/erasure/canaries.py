"""A ledger in which every field that holds wording sings, and what is to be heard nowhere once it was erased."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.builders import a_clash, a_denial, a_figure, a_merge, a_report, a_sign_off, a_source, a_timeline, an_incident
from timeline.claims import Actor, ClaimChanges, Quote
from timeline.commands import (
    Command,
    CorrectClaim,
    CorrectReport,
    EraseWording,
    GradeClaim,
    OpenIncident,
    OpenTimeline,
    RegisterSource,
    VoidClaim,
    WithdrawReport,
)
from timeline.figures import Figure
from timeline.places import Place
from timeline.reports import Entered, ReportChanges
from timeline.service import Timeline

SLUG = "zanzibarov"
WORDS = "Zanzibarov Зяблик 꾀꼬리"
CANARIES = ("zanzibarov", "зяблик", "꾀꼬리", "51.730361", "36.192647", "c0ffee")
"""What is searched for, whatever its case: names, words of two more scripts, a point, and a digest."""
BASIS = "GDPR Art. 17, request of 2026-11-02"
PLACE = Place(name=WORDS, country="RU", lat=51.730361, lon=36.192647)
FIGURE = Figure(measure="casualties", best=7, qualifier=WORDS, includes=(WORDS,))
KEY, URL = f"{SLUG}/{WORDS}", f"https://example.org/{SLUG}/зяблик"


def history() -> list[Command]:
    """Return what is recorded: the canaries, and beside them what is to stay as it is."""
    claims = [
        a_clash(
            incident=SLUG,
            statement=f"{WORDS} was there.",
            quote=Quote(exact=WORDS, prefix=WORDS, suffix=WORDS),
            chain=("gazette", SLUG),
            place=PLACE,
            actors=(Actor(name=WORDS),),
            figures=(FIGURE,),
            likelihood=WORDS,
            derived_from=("herald",),
        ),
        a_denial(incident="clash", statement=f"{WORDS} was not there.", chain=("gazette",)),
    ]
    about: dict[str, Any] = {
        "title": WORDS,
        "url": URL,
        "archive_url": f"{URL}/archived",
        "sha256": "c0ffee" + "0" * 58,
        "chain": ("gazette", SLUG),
        "place": PLACE,
        "entered": Entered(by=WORDS, system=WORDS),
    }
    return [
        a_timeline(title=f"On {WORDS}", description=WORDS),
        a_source(),
        a_source("herald", speaks_for=SLUG),
        a_source("ministry", "official", linked_to=(SLUG,)),
        a_source(SLUG, "person", name=WORDS),
        a_source("envoy", "official"),
        an_incident(adverse_to=(SLUG,)),
        an_incident(SLUG, title=WORDS, place=PLACE),
        an_incident("other"),
        a_report(key="before", claims=[a_clash(incident="clash", chain=("gazette", "ministry"))]),
        a_report(key=KEY, claims=claims, **about),
        a_report(key="zz", claims=[a_clash(incident=SLUG, chain=("gazette", "envoy"), derived_from=(SLUG,))]),
        a_report("2024-10-29", key="later", claims=[a_clash(incident=SLUG, figures=(a_figure(8),))]),
        *_amendments(),
    ]


def _amendments() -> Iterator[Command]:
    yield CorrectClaim(report=KEY, claim="c1", changes=ClaimChanges(statement=f"{WORDS} came."), reason=WORDS)
    yield CorrectReport(report=KEY, changes=ReportChanges(title=f"{WORDS}!", place=PLACE), reason=WORDS)
    yield GradeClaim(report=KEY, claim="c1", credibility=2, rationale=WORDS, published="2024-10-30")
    yield VoidClaim(report="zz", claim="c1", duplicate_of=KEY, reason="Twice.")
    yield OpenTimeline(slug="war", title=f"Of {WORDS}")
    yield RegisterSource(slug=SLUG, name=f"{WORDS} the Second")
    yield OpenIncident(timeline="war", slug=SLUG, title=f"{WORDS} again")
    yield a_sign_off(SLUG, "2024-10-30", rationale=WORDS)
    yield a_merge("other", SLUG).__class__(timeline="war", incident="other", into=SLUG, reason=WORDS)
    yield WithdrawReport(report=KEY, published="2024-11-01", reason=WORDS)


def erasures() -> list[EraseWording]:
    """Return what erases all of it; each thing is named as it is called by then."""
    return [
        EraseWording(report=KEY, basis=BASIS),
        EraseWording(source=SLUG, basis=BASIS),
        EraseWording(timeline="war", incident=SLUG, basis=BASIS),
        EraseWording(timeline="war", basis=BASIS),
        EraseWording(author=WORDS, basis=BASIS),
    ]


def sing(timeline: Timeline) -> None:
    """Record the history; the canary records some of it itself."""
    for number, command in enumerate(history()):
        timeline.record(command, by=WORDS if number % 3 == 0 else "desk")


def heard_in(data: bytes) -> list[str]:
    """Return the canaries that sing in some bytes, in UTF-8 or as JSON escapes them."""
    text = data.decode("utf-8", errors="ignore").casefold()
    escaped = {canary: canary.encode("unicode_escape").decode() for canary in CANARIES}
    return [canary for canary, other in escaped.items() if canary in text or other in text]


def heard_in_files(folder: Path) -> dict[str, list[str]]:
    """Return the files below a folder in which canaries sing."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.name: found for path in files if (found := heard_in(path.read_bytes()))}
