"""Facts of a report's stream; its claims are facts of their own in kinds.py."""

from __future__ import annotations

from timeline.claims import ClaimChanges
from timeline.facts.fact import Fact
from timeline.reports import Report, ReportChanges


class ReportRecorded(Fact, frozen=True):
    """A source published something; its first *claims* claims follow in the same transaction."""

    TOPIC = "report-recorded.1"
    timeline: str
    key: str
    report: Report
    claims: int


class ClaimCorrected(Fact, frozen=True):
    """We had transcribed a claim wrongly; whole fields are replaced, null clears."""

    TOPIC = "claim-corrected.1"
    ref: str
    changes: ClaimChanges


class ReportCorrected(Fact, frozen=True):
    """We had transcribed a report wrongly; whole fields are replaced, null clears."""

    TOPIC = "report-corrected.1"
    changes: ReportChanges


class ClaimVoided(Fact, frozen=True):
    """A claim was our mistake, or stands in another report already (*duplicate_of*, a report key)."""

    TOPIC = "claim-voided.1"
    ref: str
    duplicate_of: str | None = None


class ReportVoided(Fact, frozen=True):
    """A report was our mistake, or is another's duplicate (*duplicate_of*, a report key)."""

    TOPIC = "report-voided.1"
    duplicate_of: str | None = None


class ReportWithdrawn(Fact, frozen=True):
    """The publisher took the report down, on *published* (default: when this was recorded)."""

    TOPIC = "report-withdrawn.1"
    published: str | None = None


class ReportOpened(Fact, frozen=True):
    """The report is what was sealed: it and its first claims give the *commitment*, with *salt*.

    Without a salt, wording was erased, and nobody can check it any more: a guess could be checked as well.
    """

    TOPIC = "report-opened.1"
    commitment: str
    salt: str | None = None


class ClaimGraded(Fact, frozen=True):
    """We judge a claim's credibility, 1 (confirmed) to 6 (cannot be judged), as of *published* (default: recorded)."""

    TOPIC = "claim-graded.1"
    ref: str
    credibility: int
    rationale: str | None = None
    published: str | None = None
