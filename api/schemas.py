"""The shapes of bodies that only HTTP has, for the reference: pages, single things, receipts."""

from __future__ import annotations

from typing import Final, Generic, TypeVar

import msgspec

from api.lines import Recorded
from api.problems import Problem
from timeline import commands
from timeline.answers import (
    AsKnown,
    ClaimView,
    ClaimWeighed,
    EchoHeard,
    Entry,
    EntryChange,
    Envelope,
    FigureSaid,
    HistoryStep,
    LedgerChange,
    Moment,
    ReportView,
    SourceRecord,
    SourceView,
    TimelineView,
    VoiceHeard,
)
from timeline.clocks import Clock
from timeline.service import FactProof

T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], kw_only=True):
    """A page of a list as known; *next* is the address of the next page."""

    as_of: AsKnown
    items: list[T]
    next: str | None


class TimelineFound(msgspec.Struct, kw_only=True):
    """A timeline as known; null where it was not opened yet."""

    as_of: AsKnown
    timeline: TimelineView | None


class SourceFound(msgspec.Struct, kw_only=True):
    """A source as known; null where it was not registered yet."""

    as_of: AsKnown
    source: SourceView | None


class ClaimFound(msgspec.Struct, kw_only=True):
    """A claim as known; null where it was not known yet, or no longer stands."""

    as_of: AsKnown
    claim: ClaimView | None


class IncidentFound(msgspec.Struct, kw_only=True):
    """An incident as known with a page of the claims that count for it; *merged_into* names the one that answers."""

    as_of: AsKnown
    entry: Entry | None
    claims: list[ClaimView]
    next: str | None
    merged_into: str | msgspec.UnsetType = msgspec.UNSET


class ReportFound(msgspec.Struct, kw_only=True):
    """A report as known with a page of its claims; null where it was not known yet, or no longer stands."""

    as_of: AsKnown
    report: ReportView | None
    claims: list[ClaimView]
    next: str | None


class SummaryItem(msgspec.Struct, kw_only=True):
    """How many incidents have this status, kind, country … as far as these are asked for; null: not known."""

    incidents: int
    status: str | msgspec.UnsetType = msgspec.UNSET
    kind: str | msgspec.UnsetType = msgspec.UNSET
    country: str | msgspec.UnsetType | None = msgspec.UNSET
    admin1: str | msgspec.UnsetType | None = msgspec.UNSET
    month: str | msgspec.UnsetType | None = msgspec.UNSET


class SummaryPoint(msgspec.Struct, kw_only=True):
    """The counts *at* the end of a day, by what was recorded up to *position*."""

    at: str
    position: int
    items: list[SummaryItem]


class SummaryTold(msgspec.Struct, kw_only=True):
    """How many incidents there are: *items* at the point of view or, where a row of points was asked for, at each."""

    as_of: AsKnown
    items: list[SummaryItem] | msgspec.UnsetType = msgspec.UNSET
    points: list[SummaryPoint] | msgspec.UnsetType = msgspec.UNSET


class MomentsTold(msgspec.Struct, kw_only=True):
    """When something about a timeline changed on a *clock*, oldest first; *thinned*: the last one of each stretch."""

    as_of: AsKnown
    clock: Clock
    thinned: bool
    items: list[Moment]


class DifferenceTold(msgspec.Struct, kw_only=True):
    """A page of what differs between two points of view; *next* is the address of the next page."""

    begin: AsKnown = msgspec.field(name="from")
    end: AsKnown = msgspec.field(name="to")
    added: list[Entry]
    removed: list[Entry]
    changed: list[EntryChange]
    next: str | None


class FigurePage(msgspec.Struct, kw_only=True):
    """A page of figures as they were said; of one incident, with the *envelopes* of what was said last."""

    as_of: AsKnown
    items: list[FigureSaid]
    next: str | None
    envelopes: list[Envelope] | msgspec.UnsetType = msgspec.UNSET


class VoicesTold(msgspec.Struct, kw_only=True):
    """Every voice on an incident as known, why its claims count or not, and numbers that may be echoes."""

    as_of: AsKnown
    incident: str
    independent_voices: int
    voices: list[VoiceHeard]
    claims: list[ClaimWeighed]
    echoes: list[EchoHeard]


class AlikeEntry(msgspec.Struct, kw_only=True):
    """An incident that a new report may repeat, *because* it fits in these."""

    entry: Entry
    because: list[str]


class AlikeReport(msgspec.Struct, kw_only=True):
    """A report that a new one may repeat, *because* these are the same."""

    report: ReportView
    because: list[str]


class SimilarFound(msgspec.Struct, kw_only=True):
    """Incidents and reports that a new report may repeat, 50 of each at most."""

    as_of: AsKnown
    incidents: list[AlikeEntry]
    reports: list[AlikeReport]


class RecordTold(msgspec.Struct, kw_only=True):
    """What became of what a source said."""

    as_of: AsKnown
    record: SourceRecord


class Opened(msgspec.Struct, kw_only=True):
    """What was opened or described: one of its names, and where in the ledger it now stands."""

    position: int
    recorded: str
    timeline: str | msgspec.UnsetType = msgspec.UNSET
    source: str | msgspec.UnsetType = msgspec.UNSET
    incident: str | msgspec.UnsetType = msgspec.UNSET
    already_known: bool | msgspec.UnsetType = msgspec.UNSET


class Added(msgspec.Struct, kw_only=True):
    """About what something was said, and where in the ledger that now stands."""

    position: int
    recorded: str
    report: str | msgspec.UnsetType = msgspec.UNSET
    claim: str | msgspec.UnsetType = msgspec.UNSET
    incident: str | msgspec.UnsetType = msgspec.UNSET
    timeline: str | msgspec.UnsetType = msgspec.UNSET
    already_known: bool | msgspec.UnsetType = msgspec.UNSET


class Erased(msgspec.Struct, kw_only=True):
    """What lost its wording, where the ledger says so, and what is *left* to do for its files: a sentence for each."""

    left: list[str]
    position: int
    recorded: str
    report: str | msgspec.UnsetType = msgspec.UNSET
    source: str | msgspec.UnsetType = msgspec.UNSET
    timeline: str | msgspec.UnsetType = msgspec.UNSET
    incident: str | msgspec.UnsetType = msgspec.UNSET
    already_known: bool | msgspec.UnsetType = msgspec.UNSET


class RecordedReport(msgspec.Struct, kw_only=True):
    """The ids of a recorded report and its claims, and where in the ledger it stands."""

    report: str
    claims: list[str]
    position: int
    recorded: str
    already_known: bool | msgspec.UnsetType = msgspec.UNSET


class Health(msgspec.Struct, kw_only=True):
    """How far the views are: the position they have reached, the newest of the ledger, and how many lie between."""

    position: int
    newest: int
    lag: int


class ConsistencyTold(msgspec.Struct, kw_only=True):
    """What shows that a tree of so many leaves continues a smaller one: hashes in base64."""

    begin: int = msgspec.field(name="from")
    end: int = msgspec.field(name="to")
    proof: list[str]


ALL: Final = (
    Page[TimelineView],
    Page[SourceView],
    Page[Entry],
    Page[ClaimView],
    Page[ReportView],
    Page[LedgerChange],
    Page[HistoryStep[Entry]],
    Page[HistoryStep[ClaimView]],
    Page[HistoryStep[ReportView]],
    Page[HistoryStep[SourceView]],
    SummaryTold,
    MomentsTold,
    DifferenceTold,
    FigurePage,
    VoicesTold,
    SimilarFound,
    RecordTold,
    TimelineFound,
    SourceFound,
    ClaimFound,
    IncidentFound,
    ReportFound,
    Opened,
    Added,
    Erased,
    RecordedReport,
    Recorded,
    Health,
    FactProof,
    ConsistencyTold,
    Problem,
    *(getattr(commands, name) for name in commands.__all__ if isinstance(getattr(commands, name), type)),
)
"""Everything that goes in or out as JSON."""

RENAMED: Final = {
    "Page_TimelineView_": "TimelinePage",
    "Page_SourceView_": "SourcePage",
    "Page_Entry_": "EntryPage",
    "Page_ClaimView_": "ClaimPage",
    "Page_ReportView_": "ReportPage",
    "Page_LedgerChange_": "ChangePage",
    "Page_timeline.answers.audits.HistoryStep_timeline.answers.things.Entry__": "EntryHistory",
    "Page_timeline.answers.audits.HistoryStep_timeline.answers.things.ClaimView__": "ClaimHistory",
    "Page_timeline.answers.audits.HistoryStep_timeline.answers.things.ReportView__": "ReportHistory",
    "Page_timeline.answers.audits.HistoryStep_timeline.answers.things.SourceView__": "SourceHistory",
    "HistoryStep_Entry_": "EntryStep",
    "HistoryStep_ClaimView_": "ClaimStep",
    "HistoryStep_ReportView_": "ReportStep",
    "HistoryStep_SourceView_": "SourceStep",
    "timeline.status.Basis": "StatusBasis",
    "timeline.claims.Basis": "ClaimBasis",
}
"""What the reference calls shapes whose own names would tell of our code."""
