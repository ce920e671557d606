"""What lists can be narrowed by, checked once and turned into conditions."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from msgspec import Meta

from timeline import edtf
from timeline.claims import Stance
from timeline.clocks import ALWAYS, DAY, EVER, Clock, parse_instant
from timeline.edtf import FuzzyDate
from timeline.errors import NotAllowedError
from timeline.facts import KINDS
from timeline.projections.board import NARROW
from timeline.service.snapshot import Filter
from timeline.status import Status

_COUNTRY = re.compile(r"[A-Z]{2}")
_ADMIN1 = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_WORDS = 10
NEAR = 3 * DAY
"""How far the dates of incidents may lie apart that may be the same one."""
_LEAST, _MOST = -(2**63), 2**63 - 1
Stretch = tuple[str, int, int]
"""A statement, and the part of the entries' order that it is asked for: from one *sort* to before another."""


class Conditions:
    """Filters of pages.sql and their parameters, and the stretches in which entries are looked for."""

    def __init__(self) -> None:
        self.filters: list[Filter] = []
        self.parameters: dict[str, object] = {}
        self.stretches: list[Stretch] = [("incidents", _LEAST, _MOST)]

    def window(self, begin: int | None, end: int | None) -> None:
        """Add a filter for what overlaps a window; what is wide may do so from outside of it."""
        self.add("occurred_from", begin)
        self.add("occurred_to", end)
        self.parameters["ever"] = EVER
        first = _LEAST if begin is None else begin - NARROW
        last = _MOST if end is None else end
        self.stretches = [
            ("incidents_wide", _LEAST, first),
            ("incidents", first, last),
            ("incidents_wide", last, _MOST),
        ]

    def add(self, name: str, value: object = None, parameter: str | None = None) -> None:
        """Add the filter *name*, where it is asked for."""
        if value is not None:
            self.filters.append(Filter(name))
            self.parameters[parameter or name] = value

    def flag(self, name: str) -> None:
        """Add a filter that has no value."""
        self.filters.append(Filter(name))

    def words(self, name: str, text: str | None) -> None:
        """Add a filter for every word of *text*: all must be found."""
        for number, word in enumerate((text or "").casefold().split()[:_WORDS]):
            self.filters.append(Filter(name, number))
            self.parameters[f"word{number}"] = word


class IncidentFilters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which entries of a timeline are wanted; dates are EDTF, and an entry of unknown date overlaps none.

    *place* is a country (ISO 3166-1) or admin1 (ISO 3166-2) code, *q* words of titles or claims.
    """

    occurred_from: str | None = None
    occurred_to: str | None = None
    status: str | None = None
    kind: str | None = None
    place: str | None = None
    voice: str | None = None
    q: str | None = None

    def conditions(self) -> Conditions:
        """Return the conditions. Raises NotAllowedError."""
        asked = Conditions()
        start, end = _date("/occurred_from", self.occurred_from), _date("/occurred_to", self.occurred_to)
        if start is not None or end is not None:
            asked.window(None if start is None else _begin(start), None if end is None else _end(end))
        asked.add("status", _one_of("/status", self.status, list(Status)))
        asked.add("kind", _kind(self.kind))
        _add_place(asked, self.place)
        asked.add("heard_voice", self.voice, "voice")
        asked.words("word_or_claim", self.q)
        return asked


class ClaimFilters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which claims of a timeline are wanted; *unfiled* ones wait for an incident, and are left out otherwise."""

    incident: str | None = None
    kind: str | None = None
    stance: str | None = None
    voice: str | None = None
    q: str | None = None
    unfiled: bool = False

    def conditions(self) -> Conditions:
        """Return the conditions. Raises NotAllowedError."""
        asked = Conditions()
        asked.flag("unfiled" if self.unfiled else "filed")
        asked.add("incident", self.incident)
        asked.add("kind", _kind(self.kind))
        asked.add("stance", _one_of("/stance", self.stance, list(Stance)))
        asked.add("voice", self.voice)
        asked.words("word", self.q)
        return asked


class ReportFilters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which reports of a timeline are wanted; *q* are words of titles or claims."""

    source: str | None = None
    url: str | None = None
    sha256: str | None = None
    q: str | None = None

    def conditions(self) -> Conditions:
        """Return the conditions."""
        asked = Conditions()
        asked.add("source", self.source)
        asked.add("url", self.url)
        asked.add("sha256", self.sha256 and self.sha256.lower())
        asked.words("word", self.q)
        return asked


class SimilarFilters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a new report is about: its *url* or *sha256*, and of a claim its kind, date (EDTF), place and an actor."""

    kind: str | None = None
    occurred: str | None = None
    place: str | None = None
    actor: str | None = None
    url: str | None = None
    sha256: str | None = None

    @property
    def about(self) -> list[str]:
        """By what incidents are looked for."""
        return [name for name in ("kind", "occurred", "place", "actor") if getattr(self, name) is not None]

    def conditions(self) -> Conditions:
        """Return the conditions for incidents that fit in all respects. Raises NotAllowedError."""
        asked = Conditions()
        if (date := _date("/occurred", self.occurred)) is not None:
            asked.window(_begin(date) - NEAR, _end(date) + NEAR)
        asked.add("kind", _kind(self.kind))
        if self.place is not None and _ADMIN1.fullmatch(self.place):
            asked.add("country", self.place[:2])
            asked.add("around", self.place)
        else:
            _add_place(asked, self.place)
        asked.add("actor", self.actor)
        return asked


class HistoryFilters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Along which clock a history goes."""

    clock: Clock = Clock.PUBLISHED


class FigureFilters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Of which incident figures are wanted, and which measure."""

    incident: str | None = None
    measure: str | None = None


class ChangeFilters(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Which facts are wanted: behind a position, about an *incident*, of a kind, on reports published after a moment.

    The moment is ISO 8601 text. *incident* means what is merged into it, too.
    """

    after: Annotated[int, Meta(ge=0, le=2**62)] = 0
    incident: str | None = None
    fact: str | None = None
    published_after: str | None = None

    def __post_init__(self) -> None:
        """Refuse what is no moment. Raises ValueError."""
        if self.published_after is not None:
            parse_instant(self.published_after)


def _add_place(asked: Conditions, place: str | None) -> None:
    if place is None:
        return
    if _COUNTRY.fullmatch(place):
        asked.add("country", place)
    elif _ADMIN1.fullmatch(place):
        asked.add("admin1", place)
    else:
        raise NotAllowedError.at("/place", f'"{place}" is no code; allowed: a country as RU, or a region as RU-KRS')


def _begin(date: FuzzyDate) -> int:
    return ALWAYS if date.earliest is None else date.earliest


def _end(date: FuzzyDate) -> int:
    return EVER if date.latest is None else date.latest


def _date(pointer: str, text: str | None) -> FuzzyDate | None:
    try:
        return None if text is None else edtf.parse(text)
    except ValueError as problem:
        raise NotAllowedError.at(pointer, str(problem)) from None


def _one_of(pointer: str, value: str | None, allowed: list[str]) -> str | None:
    if value is not None and value not in allowed:
        raise NotAllowedError.at(pointer, f'"{value}" is none; allowed: {", ".join(allowed)}')
    return value


def _kind(value: str | None) -> str | None:
    if value is not None and value.startswith("x-"):
        return value
    return _one_of("/kind", value, list(KINDS))
