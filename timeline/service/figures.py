"""What every voice said of a number from day to day, and how far the latest words of the named ones reach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

import msgspec

from timeline.answers import AsKnown, Envelope, FigureSaid, VoiceFigure
from timeline.clocks import EVER, instant_text
from timeline.figures import Scope
from timeline.service.entries import entry_at
from timeline.service.filters import FigureFilters
from timeline.service.lists import Listing, Question, cursor_behind
from timeline.service.snapshot import Snapshot

_SOME = 100
"""Incidents that are looked for at once."""


class About(NamedTuple):
    """Who counts what: figures that differ in any of these are never compared."""

    voice: str
    measure: str
    scope: str


class Figures(NamedTuple):
    """A page of figures as they were said; of one incident also the envelopes of what was said last."""

    as_of: AsKnown
    items: list[FigureSaid]
    envelopes: list[Envelope] | None
    next: str | None


class _Entry(msgspec.Struct, frozen=True):
    """What the text of a finished entry tells of figures."""

    figures: list[msgspec.Raw]


_ENTRY, _FIGURE = msgspec.json.Decoder(_Entry), msgspec.json.Decoder(VoiceFigure)


class _Spell(NamedTuple):
    """A figure, and from when until when it was somebody's latest word."""

    begin: int
    end: int
    about: About
    text: str


def figure_page(snapshot: Snapshot, listing: Listing, asked: Question, timeline: str) -> Figures:
    """Return one page of what was said: incident by incident as they were opened, each in the order of publication."""
    wanted = asked.filters
    assert isinstance(wanted, FigureFilters)  # noqa: S101 - a cursor gives back what it was given
    after, passed = (0, 0) if asked.key is None else (int(asked.key[0]), int(asked.key[1]))
    found: list[tuple[tuple[int, int], FigureSaid]] = []
    for number, slug in _incidents(snapshot, timeline, wanted, after):
        items = _items(snapshot, number, slug, wanted.measure)
        found += [((number, place), item) for place, item in enumerate(items, 1) if (number, place) > (after, passed)]
        if len(found) > asked.limit:
            break
    following = None
    if len(found) > asked.limit:
        following = cursor_behind(snapshot, listing, asked, found[asked.limit - 1][0])
    items = [item for _, item in found[: asked.limit]]
    return Figures(snapshot.as_known, items, _envelopes(snapshot, timeline, wanted), following)


def _incidents(snapshot: Snapshot, timeline: str, wanted: FigureFilters, after: int) -> Iterator[tuple[int, str]]:
    """Yield the incidents on which anything of the kind was ever said, from the one *after* on."""
    if wanted.incident is not None:
        number = snapshot.ledger.number(snapshot.c, snapshot.ids.incident(timeline, wanted.incident))
        if number is not None and number >= after:
            yield number, wanted.incident
        return
    mark, behind = f'"measure":"{wanted.measure}"' if wanted.measure else '"measure":', after - 1
    while some := snapshot.rows("counting", {"timeline": timeline, "behind": behind, "mark": mark, "limit": _SOME}):
        yield from some
        behind = some[-1][0]


def _items(snapshot: Snapshot, number: int, slug: str, measure: str | None) -> list[FigureSaid]:
    """Return what was said on an incident, moment by moment; without any bound where a voice counts no longer."""
    spells = _spells(snapshot, number)
    told = [(spell.begin, spell.about, _said(spell, slug)) for spell in spells]
    for about, some in groupby(sorted(spells, key=attrgetter("about")), key=attrgetter("about")):
        told += [(end, about, _silent(end, about, slug)) for end in _silences(list(some))]
    return [
        item
        for at, about, item in sorted(told, key=itemgetter(0, 1))
        if at <= snapshot.point.p and measure in (None, about.measure)
    ]


def _silences(alike: Sequence[_Spell]) -> set[int]:
    """Return the moments from which on a voice counts nothing of a kind any more."""
    ends = {spell.end for spell in alike if spell.end != EVER}
    return {end for end in ends if not any(spell.begin <= end < spell.end for spell in alike)}


def _said(spell: _Spell, incident: str) -> FigureSaid:
    figure = msgspec.structs.asdict(_FIGURE.decode(spell.text))
    return FigureSaid(at=instant_text(spell.begin), incident=incident, **figure)


def _silent(at: int, about: About, incident: str) -> FigureSaid:
    return FigureSaid(
        at=instant_text(at),
        voice=about.voice,
        incident=incident,
        measure=about.measure,
        scope=Scope(about.scope),
        low=None,
        high=None,
        best=None,
        qualifier=None,
        includes=(),
        claim=None,
    )


def _spells(snapshot: Snapshot, number: int) -> list[_Spell]:
    """Return the figures on an incident, each as long as it stood."""
    bound = {"number": number, "ever": EVER}
    cores = snapshot.rows("states_published", bound)
    finished = [
        _Spell(begin, end, _about(_FIGURE.decode(text)), bytes(text).decode())
        for begin, end, parted, doc in cores
        if doc and not parted
        for text in _ENTRY.decode(doc).figures
    ]
    stretches = [(begin, end) for begin, end, parted, _ in cores if parted and begin < end]
    rows = snapshot.rows("figures_published", bound) if stretches else []
    parted = [
        _Spell(max(begin, first), min(end, last), About(voice, measure, scope), text)
        for begin, end, _, voice, measure, scope, _, text in rows
        for first, last in stretches
        if max(begin, first) < min(end, last)
    ]
    return _joined([*finished, *parted])


def _joined(spells: list[_Spell]) -> list[_Spell]:
    """Join spells of the same figure that follow upon each other."""
    joined: list[_Spell] = []
    for spell in sorted(spells, key=attrgetter("text", "begin")):
        if joined and joined[-1].text == spell.text and joined[-1].end == spell.begin:
            joined[-1] = joined[-1]._replace(end=spell.end)
        else:
            joined.append(spell)
    return joined


def _about(figure: VoiceFigure) -> About:
    return About(figure.voice, figure.measure, figure.scope)


def _envelopes(snapshot: Snapshot, timeline: str, wanted: FigureFilters) -> list[Envelope] | None:
    """Return how far the latest words of the named voices on an incident reach, by measure and scope."""
    if wanted.incident is None:
        return None
    number = snapshot.ledger.number(snapshot.c, snapshot.ids.incident(timeline, wanted.incident))
    kept = None if number is None else entry_at(snapshot, number, snapshot.point)
    unnamed = {slug for (slug,) in snapshot.rows("unnamed", {})}
    figures = [] if kept is None else [_FIGURE.decode(text) for text in _ENTRY.decode(kept.doc).figures]
    named = sorted((f for f in figures if f.voice not in unnamed), key=attrgetter("measure", "scope"))
    return [
        _envelope(of, scope, list(some))
        for (of, scope), some in groupby(named, key=attrgetter("measure", "scope"))
        if wanted.measure in (None, of)
    ]


def _envelope(measure: str, scope: Scope, figures: Sequence[VoiceFigure]) -> Envelope:
    """Return the lowest and the highest number; who gives one alone, as "at least 3,000", gives it as both."""
    lows = [_first(figure.low, figure.best, figure.high) for figure in figures]
    highs = [_first(figure.high, figure.best, figure.low) for figure in figures]
    return Envelope(
        measure=measure,
        scope=scope,
        low=min(lows),
        high=max(highs),
        voices=sorted({figure.voice for figure in figures}),
    )


def _first(*numbers: int | None) -> int:
    """Return the first number that there is; a figure has one at least."""
    return next(number for number in numbers if number is not None)
