"""What the outside gets to see: the shapes of entries, claims, reports, sources and timelines (docs: HTTP)."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

import msgspec

from timeline.claims import Actor, Basis, Modality, Quote, Stance
from timeline.figures import Scope
from timeline.hearing import Rule
from timeline.places import Place
from timeline.reports import Entered, PublishedBasis
from timeline.sources import Reliability, SourceKind
from timeline.status import Basis as StatusBasis
from timeline.status import Status

T = TypeVar("T")


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


class SourceView(Answer, frozen=True):
    """A source as known."""

    slug: str
    name: str
    kind: SourceKind
    voice: str
    speaks_for: str | None
    linked_to: tuple[str, ...]
    reliability: Reliability | None


class TimelineView(Answer, frozen=True):
    """A timeline as known, and how much is on it."""

    timeline: str
    title: str
    description: str | None
    incidents: int = 0
    reports: int = 0


class HistoryStep(Answer, Generic[T], frozen=True):
    """A change of something: how it was *before* and *after*, null where it was not known, and what led to it.

    *at* is when, on the clock of the history; *position* that of the newest fact behind it; *changed* the fields that
    differ; *because* the ids of the claims behind it; *by* who recorded those facts, and *reason* why, if they said.
    """

    at: str
    position: int
    before: T | None
    after: T | None
    changed: list[str]
    because: list[str]
    by: str | None
    reason: str | None


class EntryChange(Answer, frozen=True):
    """An incident that is not the same at two points: which fields differ, after how many steps."""

    incident: str
    before: Entry
    after: Entry
    changed: list[str]
    steps: int


class FigureSaid(Answer, frozen=True):
    """A voice's word on one measure and scope, from *at* on; without bounds and claim where it counts no longer."""

    at: str
    voice: str
    incident: str
    measure: str
    scope: Scope
    low: int | None
    high: int | None
    best: int | None
    qualifier: str | None
    includes: tuple[str, ...]
    claim: str | None


class Envelope(Answer, frozen=True):
    """The lowest low and the highest high of the named *voices*' latest words on one measure and scope.

    A number that stands alone is both. It is no estimate: it says how far the words reach, and adds nothing up.
    """

    measure: str
    scope: Scope
    low: int | None
    high: int | None
    voices: list[str]


class Transition(Answer, frozen=True):
    """An incident's status changed, *because* of these claims; null where it is not on the timeline."""

    incident: str
    before: Status | None = msgspec.field(name="from")
    after: Status | None = msgspec.field(name="to")
    because: list[str]


class LedgerChange(Answer, frozen=True):
    """A fact as it went into the ledger, by the name of its kind, and the changes of status that it brought about.

    *incident*, *report* and *claim* are what it is about, where it is about one.
    """

    position: int
    recorded: str
    by: str
    fact: str
    incident: str | None
    report: str | None
    claim: str | None
    reason: str | None
    transitions: list[Transition]


class VoiceWord(Answer, frozen=True):
    """A claim of a voice: through which *office*, and the voice's word *before* and *after* it.

    *reversal* is whether it then says the opposite, or takes back; *contradicts* are its claims of the same day, UTC,
    that say the opposite.
    """

    published: str
    claim: str
    report: str
    office: str
    stance: Stance
    before: Stance | None
    after: Stance | None
    reversal: bool
    contradicts: list[str]


class OfficeWord(Answer, frozen=True):
    """The latest word that one source of a voice has said, be it not the voice's."""

    source: str
    stance: Stance
    published: str
    claim: str


class VoiceHeard(Answer, frozen=True):
    """A voice on an incident: its present word, office by office, and all that it said.

    *group* tells which supporting voices are joined, and counted as one: those of one number. Others have none.
    """

    voice: str
    named: bool
    word: Stance | None
    group: int | None
    offices: list[OfficeWord]
    words: list[VoiceWord]


class ClaimWeighed(Answer, frozen=True):
    """Why a claim does, or does not, count as another independent voice.

    *of* is the earlier claim to which it adds nothing; *because* are the sources by which the rule applies.
    """

    claim: str
    voice: str
    rule: Rule
    of: str | None
    because: list[str]


class EchoHeard(Answer, frozen=True):
    """A voice gives the same number as another one did some *days* before: perhaps an echo. It joins nobody."""

    claim: str
    voice: str
    earlier: str
    earlier_voice: str
    measure: str
    scope: Scope
    low: int | None
    high: int | None
    best: int | None
    days: int


class SourceRecord(Answer, frozen=True):
    """What became of what a source said, in counts; it is no score.

    *claims* are those that it speaks itself, by stance, and *carried* those of others that came through it. *statuses*
    are the present ones of the incidents of claims that it asserts itself, *carried_statuses* of those it carried.
    *reversals* are words of its own to the contrary, *retractions* those taken back, *withdrawn* claims of reports that
    were taken down. *confirmed* incidents had its assertion before they were confirmed, *median_days* before.
    """

    source: str
    reports: int
    claims: dict[str, int]
    carried: dict[str, int]
    statuses: dict[str, int]
    carried_statuses: dict[str, int]
    reversals: int
    retractions: int
    withdrawn: int
    confirmed: int
    median_days: float | None
