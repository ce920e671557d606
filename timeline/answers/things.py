"""Entries, claims, reports, sources and timelines as known."""

from __future__ import annotations

from typing import Literal

import msgspec

from timeline.claims import Actor, Basis, Modality, Quote, Stance
from timeline.figures import Scope
from timeline.places import Place
from timeline.reports import Entered, PublishedBasis
from timeline.sources import Reliability, SourceKind
from timeline.status import Basis as StatusBasis
from timeline.status import Status


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Something the service tells; instants are ISO 8601 text in UTC, published times as they were given."""


class AsKnown(Answer, frozen=True):
    """The point of view an answer was given from. Stable as a whole once *position* is committed."""

    known_on: str | None
    recorded_by: str | None
    position: int
    settled: bool
    clock: Literal["live", "replayed"]
    rules: int


class Occurred(Answer, frozen=True):
    """When it happened: the EDTF text, and its bounds [earliest, latest); an open end is null."""

    edtf: str
    earliest: str | None
    latest: str | None


class Sealed(Answer, frozen=True):
    """Since when a report and its claims had been known here, unread, before it was opened: where that was recorded."""

    position: int
    recorded: str


class Erasure(Answer, frozen=True):
    """Wording of this was erased *on* an instant, and on what *basis*; what shows is what stands in for it."""

    on: str
    basis: str


class SignedOff(Answer, frozen=True):
    """An editor's signature under an incident."""

    by: str
    rationale: str
    published: str | None


class VoiceFigure(Answer, frozen=True):
    """A voice's present word on one measure and scope; *claim* said it."""

    voice: str
    measure: str
    scope: Scope
    low: int | None
    high: int | None
    best: int | None
    qualifier: str | None
    includes: tuple[str, ...]
    claim: str


class EntryCore(Answer, frozen=True):
    """What an incident comes to, but for whose words it comes from."""

    incident: str
    title: str
    kind: str
    occurred: Occurred | None
    place: Place | None
    adverse_to: tuple[str, ...]
    status: Status
    status_basis: StatusBasis
    signed_off: SignedOff | None
    independent_voices: int
    admitted_by: list[str]
    erased: Erasure | None


class Entry(EntryCore, frozen=True):
    """An incident as known: one line of the timeline."""

    reports: int
    asserted_by: list[str]
    denied_by: list[str]
    withheld_by: list[str]
    retracted_by: list[str]
    figures: list[VoiceFigure]
    because: list[str]
    first_published: str
    last_published: str


class ReportBrief(Answer, frozen=True):
    """Where a claim was made."""

    id: str
    key: str
    source: str
    title: str | None
    url: str | None
    published: str
    published_basis: PublishedBasis | None


class ChainLink(Answer, frozen=True):
    """A source through which a claim travelled, and the voice it lends its mouth to."""

    slug: str
    name: str
    kind: SourceKind
    voice: str


class ClaimFigure(Answer, frozen=True):
    """A number that a claim gives."""

    measure: str
    low: int | None
    high: int | None
    best: int | None
    scope: Scope
    qualifier: str | None
    includes: tuple[str, ...]


class ClaimView(Answer, frozen=True):
    """A claim as known; what its report says for all its claims is filled in."""

    claim: str
    ref: str
    report: ReportBrief
    timeline: str
    incident: str | None
    kind: str
    stance: Stance
    statement: str
    quote: Quote | None
    chain: list[ChainLink]
    voice: str
    occurred: Occurred | None
    place: Place | None
    actors: tuple[Actor, ...]
    figures: list[ClaimFigure]
    modality: Modality
    likelihood: str | None
    basis: Basis | None
    derived_from: tuple[str, ...]
    credibility: int | None
    corrected: bool
    withdrawn: bool
    position: int
    recorded: str
    by: str
    sealed: Sealed | None = None
    erased: Erasure | None = None


class ReportView(Answer, frozen=True):
    """A report as known, with the ids of its claims."""

    id: str
    key: str
    timeline: str
    source: str
    published: str
    published_basis: PublishedBasis | None
    title: str | None
    url: str | None
    language: str | None
    sha256: str | None
    archive_url: str | None
    accessed: str | None
    chain: tuple[str, ...]
    place: Place | None
    occurred: Occurred | None
    entered: Entered | None
    claims: list[str]
    corrected: bool
    withdrawn: bool
    position: int
    recorded: str
    by: str
    sealed: Sealed | None = None
    erased: Erasure | None = None


class SourceView(Answer, frozen=True):
    """A source as known."""

    slug: str
    name: str
    kind: SourceKind
    voice: str
    speaks_for: str | None
    linked_to: tuple[str, ...]
    reliability: Reliability | None
    erased: Erasure | None = None


class TimelineView(Answer, frozen=True):
    """A timeline as known, and how much is on it."""

    timeline: str
    title: str
    description: str | None
    incidents: int = 0
    reports: int = 0
    erased: Erasure | None = None
