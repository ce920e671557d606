"""Hypothesis strategies for everything that one can tell the ledger."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from timeline import commands
from timeline.claims import Actor, Basis, Claim, ClaimChanges, Modality, Quote, Role, Stance
from timeline.clocks import END, FIRST, instant_text
from timeline.figures import MEASURES, Figure, Scope
from timeline.places import COUNTRIES, Place, Precision
from timeline.reports import Entered, PublishedBasis, ReportChanges
from timeline.sources import Reliability, SourceKind

INVISIBLE = "\u115f\u1160\u2800\u3164\uffa0"
"""What prints, but shows nothing, and so is as blank as a space."""
_LETTERS = string.ascii_lowercase + string.digits


def text(longest: int, *, shortest: int = 0) -> st.SearchStrategy[str]:
    """Return text as it may stand in a line, not yet in NFC."""
    marks = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=INVISIBLE)
    # Decomposed text must fit when it is composed, and some marks become two in NFC.
    return st.text(marks, min_size=shortest, max_size=longest // 3)


def filled(longest: int) -> st.SearchStrategy[str]:
    """Return text that is not blank."""
    return text(longest, shortest=1).filter(lambda said: any(mark.isprintable() and mark != " " for mark in said))


def names(letters: str = _LETTERS) -> st.SearchStrategy[str]:
    """Return slugs, or voices where the letters are."""
    return st.builds(str.__add__, st.sampled_from(letters), st.text(letters + "._-", max_size=12))


SLUGS = names()
VOICES = names(_LETTERS + string.ascii_uppercase)
KEYS = filled(200).filter(str.isprintable)
INSTANTS = st.integers(FIRST, END - 1).map(instant_text)
MOMENTS = INSTANTS | st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(date.isoformat)
DATES = st.sampled_from(["2024-10-25", "2024-10-25?", "2024-04~", "202X", "2024-10-XX", "../2024", "2024-10-28/.."])
URLS = st.builds("https://{}.example/{}".format, SLUGS, st.text(_LETTERS + "/?#&=%é", max_size=40))
NUMBERS = st.integers(0, 2**53 - 1)


def maybe(given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a value, or None."""
    return st.none() | given


def unless_unset(given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return a value, or nothing at all."""
    return st.just(UNSET) | given


def tuples(of: st.SearchStrategy[Any], shortest: int = 0, longest: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return some of them, as tuples."""
    return st.lists(of, min_size=shortest, max_size=longest).map(tuple)


def places() -> st.SearchStrategy[Place]:
    """Return places with a name, a point, or the codes of one country."""
    points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
    precision = maybe(st.sampled_from(Precision))
    return (
        st.builds(Place, name=filled(300), country=maybe(st.sampled_from(sorted(COUNTRIES))), precision=precision)
        | st.builds(lambda code: Place(country=code, admin1=f"{code}-1A"), st.sampled_from(sorted(COUNTRIES)))
        | st.builds(lambda point, sure: Place(lat=point[0], lon=point[1], precision=sure), points, precision)
    )


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """Return figures whose numbers are in order."""
    low, best, high = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3)))
    given = draw(st.sets(st.sampled_from(["low", "best", "high"]), min_size=1))
    return Figure(
        measure=draw(st.sampled_from([*MEASURES, "x-drones"])),
        **{name: number for name, number in (("low", low), ("best", best), ("high", high)) if name in given},
        scope=draw(st.sampled_from(Scope)),
        qualifier=draw(maybe(text(300))),
        includes=draw(tuples(filled(300))),
    )


FIGURES = st.lists(figures(), max_size=3, unique_by=lambda figure: (figure.measure, figure.scope)).map(tuple)
CHAINS = st.lists(SLUGS, min_size=1, max_size=6, unique=True).map(tuple)
ACTORS = tuples(st.builds(Actor, name=filled(300), role=maybe(st.sampled_from(Role))))
QUOTES = st.builds(Quote, exact=filled(500), prefix=maybe(text(500)), suffix=maybe(text(500)))
KINDS = st.sampled_from(["clash_reported", "observation_reported", "x-drone-strike"])
TOLD: dict[str, Any] = {"by": maybe(filled(300)), "recorded": maybe(INSTANTS)}

CLAIM: dict[str, st.SearchStrategy[Any]] = {
    "kind": KINDS,
    "statement": filled(500),
    "incident": maybe(SLUGS),
    "stance": st.sampled_from(Stance),
    "quote": maybe(QUOTES),
    "occurred": maybe(DATES),
    "place": maybe(places()),
    "actors": ACTORS,
    "figures": FIGURES,
    "modality": st.sampled_from(Modality),
    "likelihood": maybe(text(300)),
    "basis": maybe(st.sampled_from(Basis)),
    "derived_from": tuples(SLUGS),
}
REPORT: dict[str, st.SearchStrategy[Any]] = {
    "published": MOMENTS,
    "published_basis": maybe(st.sampled_from(PublishedBasis)),
    "title": maybe(text(300)),
    "url": maybe(URLS),
    "language": maybe(st.sampled_from(["lt", "ko", "zh-Hant-TW"])),
    "sha256": maybe(st.text("0123456789abcdefABCDEF", min_size=64, max_size=64)),
    "archive_url": maybe(URLS),
    "accessed": maybe(MOMENTS),
    "place": maybe(places()),
    "occurred": maybe(DATES),
    "entered": maybe(st.builds(Entered, on=maybe(MOMENTS), by=maybe(text(300)), system=maybe(text(300)))),
}


def changes(kind: type[Any], fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """Return some changes, at least one of them."""
    needed = {"kind", "statement", "published"}
    some = {name: values if name in needed else maybe(values) for name, values in fields.items()}
    return st.fixed_dictionaries({}, optional=some).filter(bool).map(lambda changed: kind(**changed))


@st.composite
def reports(draw: st.DrawFn) -> commands.RecordReport:
    """Return reports whose chains begin with their source, claims with and without a name of their own."""
    source = draw(SLUGS)
    chains = maybe(CHAINS.map(lambda links: (source, *(link for link in links[1:] if link != source))))
    refs = draw(st.lists(maybe(SLUGS.map("r-".__add__)), min_size=1, max_size=4, unique_by=lambda ref: ref or object()))
    return commands.RecordReport(
        timeline=draw(SLUGS),
        key=draw(KEYS),
        source=source,
        chain=draw(chains),
        claims=tuple(draw(st.builds(Claim, ref=st.just(ref), chain=chains, **CLAIM)) for ref in refs),
        **{name: draw(values) for name, values in (REPORT | TOLD).items()},
    )


COMMANDS: st.SearchStrategy[commands.Command] = st.one_of(
    st.builds(
        commands.OpenTimeline,
        slug=SLUGS,
        title=unless_unset(filled(300)),
        description=unless_unset(maybe(text(2000))),
        **TOLD,
    ),
    st.builds(
        commands.RegisterSource,
        slug=SLUGS,
        name=unless_unset(filled(300)),
        kind=unless_unset(st.sampled_from([kind for kind in SourceKind if kind is not SourceKind.UNNAMED])),
        speaks_for=unless_unset(maybe(VOICES)),
        linked_to=unless_unset(maybe(tuples(VOICES))),
        reliability=unless_unset(maybe(st.sampled_from(Reliability))),
        **TOLD,
    ),
    st.builds(
        commands.OpenIncident,
        timeline=SLUGS,
        slug=SLUGS,
        title=unless_unset(filled(300)),
        adverse_to=unless_unset(maybe(tuples(VOICES))),
        occurred=unless_unset(maybe(DATES)),
        place=unless_unset(maybe(places())),
        **TOLD,
    ),
    reports(),
    st.builds(commands.AddClaim, report=KEYS, ref=maybe(SLUGS), chain=maybe(CHAINS), **CLAIM, **TOLD),
    st.builds(
        commands.CorrectClaim,
        report=KEYS,
        claim=SLUGS,
        changes=changes(ClaimChanges, CLAIM | {"chain": CHAINS}),
        reason=filled(2000),
        **TOLD,
    ),
    st.builds(commands.CorrectReport, report=KEYS, changes=changes(ReportChanges, REPORT), reason=filled(2000), **TOLD),
    st.builds(commands.VoidClaim, report=KEYS, claim=SLUGS, duplicate_of=maybe(KEYS), reason=filled(2000), **TOLD),
    st.builds(commands.VoidReport, report=KEYS, duplicate_of=maybe(KEYS), reason=filled(2000), **TOLD),
    st.builds(commands.WithdrawReport, report=KEYS, published=maybe(MOMENTS), reason=filled(2000), **TOLD),
    st.builds(
        commands.GradeClaim,
        report=KEYS,
        claim=SLUGS,
        credibility=st.integers(1, 6),
        rationale=maybe(filled(2000)),
        published=maybe(MOMENTS),
        **TOLD,
    ),
    st.builds(commands.MergeIncidents, timeline=SLUGS, incident=SLUGS, into=maybe(SLUGS), reason=filled(2000), **TOLD),
    st.builds(
        commands.SignOff,
        timeline=SLUGS,
        incident=SLUGS,
        signed=st.booleans(),
        rationale=filled(2000),
        published=maybe(MOMENTS),
        **TOLD,
    ),
    st.builds(
        commands.SealReport, timeline=SLUGS, commitment=st.binary(min_size=32, max_size=32).map(bytes.hex), **TOLD
    ),
    st.builds(
        commands.OpenReport,
        report=KEYS | reports().map(lambda report: replace(report, by=None, recorded=None)),
        salt=st.binary(min_size=16, max_size=16).map(bytes.hex),
        **TOLD,
    ),
)
"""Commands as Python may make them: right, but their text not yet in NFC."""
