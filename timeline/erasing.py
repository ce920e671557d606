"""Blanking: the same fact without its wording, pure; and which texts may not come back."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec import UNSET

from timeline.claims import Actor, Quote
from timeline.commands import OpenIncident, RegisterSource
from timeline.facts import (
    ClaimMade,
    Erasable,
    Fact,
    IncidentOpened,
    ReportRecorded,
    SourceRegistered,
    TimelineOpened,
    is_pseudonym,
)
from timeline.figures import Figure
from timeline.places import Place
from timeline.reports import Entered

T = TypeVar("T")
ERASED: Final = "[erased]"
"""What stands where text was that a fact cannot do without."""

_OF_CLAIM: Final = ("statement", "quote", "actors", "figures", "likelihood", "place", "rationale", "reason")
_OF_REPORT: Final = ("title", "url", "archive_url", "sha256", "accessed", "entered")
FIELDS: Final[Mapping[Erasable, tuple[str, ...]]] = {
    Erasable.REPORT: ("key", *_OF_REPORT, *_OF_CLAIM),
    Erasable.CLAIM: _OF_CLAIM,
    Erasable.SOURCE: ("slug", "name"),
    Erasable.INCIDENT: ("slug", "title", "place", "rationale", "reason"),
    Erasable.TIMELINE: ("title", "description", "reason"),
    Erasable.AUTHOR: ("by",),
}
"""What can be erased of each thing. Structure stays: kinds, stances, dates, numbers, refs, countries and regions."""


class Named(StrEnum):
    """What a text names: only the same, named as such, may not come back. All prose is one."""

    WORDS = "words"
    ADDRESS = "address"
    SOURCE = "source"
    INCIDENT = "incident"
    AUTHOR = "author"
    ERASURE = "erasure"


class Text(NamedTuple):
    """A text, and what it names; an incident's slug stands behind its timeline's."""

    named: Named
    text: str


class Names(NamedTuple):
    """Names that become others, wherever facts hold them; incidents only within one timeline."""

    sources: Mapping[str, str] = {}
    reports: Mapping[str, str] = {}
    incidents: Mapping[str, str] = {}


def blanked(fact: Fact, fields: frozenset[str]) -> Fact:
    """Return *fact* without the wording in *fields*; it keeps its class, and all that is no wording."""
    within = _within(fact)
    if within is None:
        return _blanked(fact, fields)
    return msgspec.structs.replace(fact, **{within: _blanked(getattr(fact, within), fields)})


def has_wording(fact: Fact, fields: frozenset[str]) -> bool:
    """Tell whether *fact* says anything in *fields*, be it blank by now; a report may always have done so."""
    if isinstance(fact, ReportRecorded) and fields.intersection(_OF_REPORT):
        return True
    holder = _holder(fact)
    return any(getattr(holder, name, None) not in (None, UNSET, ()) for name in fields if name in _BLANK)


def renamed(fact: Fact, names: Names) -> Fact:
    """Return *fact* with other names for sources, reports and incidents."""
    new = _renamed(fact, _tables(fact, names))
    assert isinstance(new, Fact)  # noqa: S101 - a walk changes texts only
    return new


def ref_of(fact: Fact) -> str | None:
    """Return the ref of the claim that a fact of a report is about; None where it is about the report."""
    return fact.claim.ref if isinstance(fact, ClaimMade) else getattr(fact, "ref", None)


def texts_of(fact: Fact) -> Iterator[Text]:
    """Yield the texts of a fact by which what it tells would be known again."""
    holder = _holder(fact)
    for name, named in _KNOWN_BY.items():
        if isinstance(text := getattr(holder, name, None), str):
            yield Text(named, text)
    if isinstance(quote := getattr(holder, "quote", None), Quote):
        yield Text(Named.WORDS, quote.exact)
    match fact:
        case ReportRecorded(key=key):
            yield Text(Named.ADDRESS, key)
        case SourceRegistered(slug=slug):
            yield Text(Named.SOURCE, slug)
        case IncidentOpened(timeline=timeline, slug=slug):
            yield Text(Named.INCIDENT, f"{timeline}/{slug}")
        case _:
            pass


def told_in(command: msgspec.Struct, timeline: str) -> Iterator[tuple[str, Text]]:
    """Yield the texts of a *command* on a *timeline*, each behind the pointer to its place."""
    match command:
        case OpenIncident():
            told = {**_TOLD, "slug": Named.INCIDENT}
        case RegisterSource():
            told = {**_TOLD, "slug": Named.SOURCE}
        case _:
            told = dict(_TOLD)
    for pointer, name, text in _texts(command, "", ""):
        if (named := told.get(name)) is not None:
            yield pointer, Text(named, f"{timeline}/{text}" if named is Named.INCIDENT else text)


def digest(secret: bytes, said: Text) -> bytes:
    """Return by what a text is known again, however it is spaced or capitalised, and by nobody without the *secret*."""
    squashed = " ".join(unicodedata.normalize("NFC", said.text).casefold().split())
    return hmac.digest(secret, f"{said.named}:{squashed}".encode(), sha256)


def is_blank(said: Text) -> bool:
    """Tell whether a text is what stands in for others."""
    return said.text == ERASED or is_pseudonym(said.text.rpartition("/")[2])


_KNOWN_BY: Final = {
    "title": Named.WORDS,
    "name": Named.WORDS,
    "statement": Named.WORDS,
    "description": Named.WORDS,
    "url": Named.ADDRESS,
    "archive_url": Named.ADDRESS,
}
_TOLD: Final[Mapping[str, Named]] = {
    **_KNOWN_BY,
    "exact": Named.WORDS,
    **dict.fromkeys(("key", "report", "duplicate_of"), Named.ADDRESS),
    **dict.fromkeys(("source", "chain", "derived_from", "speaks_for", "linked_to", "adverse_to"), Named.SOURCE),
    **dict.fromkeys(("incident", "into"), Named.INCIDENT),
    "by": Named.AUTHOR,
}


def _texts(value: object, pointer: str, name: str) -> Iterator[tuple[str, str, str]]:
    match value:
        case msgspec.Struct():
            for field in value.__struct_fields__:
                yield from _texts(getattr(value, field), f"{pointer}/{field}", field)
        case tuple():
            for number, item in enumerate(value):
                yield from _texts(item, f"{pointer}/{number}", name)
        case str():
            yield pointer, name, value
        case _:
            return


def _within(fact: Fact) -> str | None:
    """Return which field of a fact holds what was told, if it is not the fact itself."""
    return next((name for name in ("report", "claim", "changes") if hasattr(fact, name)), None)


def _holder(fact: Fact) -> Any:  # noqa: ANN401 - a claim, a report, changes of one, or the fact
    within = _within(fact)
    return fact if within is None else getattr(fact, within)


def _blanked(holder: T, fields: frozenset[str]) -> T:
    assert isinstance(holder, msgspec.Struct)  # noqa: S101 - facts hold nothing else
    changes = {
        name: _BLANK[name](value)
        for name in holder.__struct_fields__
        if name in fields and name in _BLANK and (value := getattr(holder, name)) not in (None, UNSET, ())
    }
    return msgspec.structs.replace(holder, **changes) if changes else holder


def _no_place(place: Place) -> Place:
    """Leave country and region, which are counted by."""
    nameless = place.name is None and (place.country is not None or place.admin1 is not None)
    return msgspec.structs.replace(place, name=None if nameless else ERASED, lat=None, lon=None)


def _no_figures(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    return tuple(
        msgspec.structs.replace(
            figure,
            qualifier=None if figure.qualifier is None else ERASED,
            includes=(ERASED,) if figure.includes else (),
        )
        for figure in figures
    )


_BLANK: Final[Mapping[str, Callable[[Any], object]]] = {
    **dict.fromkeys(("title", "name", "description", "statement", "likelihood", "rationale"), lambda _: ERASED),
    **dict.fromkeys(("url", "archive_url", "sha256", "accessed"), lambda _: None),
    "quote": lambda _: Quote(exact=ERASED),
    "entered": lambda _: Entered(system=ERASED),
    "place": _no_place,
    "actors": lambda actors: tuple(Actor(name=ERASED, role=actor.role) for actor in actors),
    "figures": _no_figures,
}
"""What stands in the place of each field that has wording."""

_Tables = Mapping[str, Mapping[str, str]]


def _tables(fact: Fact, names: Names) -> _Tables:
    """Return by which names which fields go."""
    slug = {IncidentOpened: names.incidents, TimelineOpened: {}}.get(type(fact), names.sources)
    sources = ("source", "chain", "derived_from", "speaks_for", "linked_to", "adverse_to")
    return {
        "slug": slug,
        **dict.fromkeys(sources, names.sources),
        **dict.fromkeys(("incident", "into"), names.incidents),
        **dict.fromkeys(("key", "duplicate_of"), names.reports),
    }


def _renamed(value: Any, tables: _Tables, name: str = "") -> Any:  # noqa: ANN401 - whatever a fact may hold
    match value:
        case msgspec.Struct():
            new = {field: _renamed(getattr(value, field), tables, field) for field in value.__struct_fields__}
            changes = {field: item for field, item in new.items() if item is not getattr(value, field)}
            return msgspec.structs.replace(value, **changes) if changes else value
        case tuple():
            items = tuple(_renamed(item, tables, name) for item in value)
            return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
        case str():
            return tables.get(name, {}).get(value, value)
        case _:
            return value
