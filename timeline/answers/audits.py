"""What audits tell: histories, differences, figures, voices, records, and the feed of changes."""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from timeline.answers.things import Answer, Entry
from timeline.claims import Stance
from timeline.figures import Scope
from timeline.hearing import Rule
from timeline.status import Status

T = TypeVar("T")


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
    """The lowest and the highest number of the named *voices*' latest words on one measure and scope.

    A number that stands alone, as in "at least 3,000", is both. It is no estimate: it says how far the words reach, and
    adds nothing up.
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


class Moment(Answer, frozen=True):
    """When something about a timeline changed; on the recorded clock, with the *position* of the commit."""

    at: str
    position: int | None


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
