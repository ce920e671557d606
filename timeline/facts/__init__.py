"""The facts a ledger holds, for ever."""

from timeline.facts.erasures import Blanked, Erasable, WordingErased
from timeline.facts.fact import TOPICS, Committed, Draft, Erased, Fact
from timeline.facts.ids import LEDGER_STREAM, Ids, claim_id, is_pseudonym, pseudonym
from timeline.facts.incidents import IncidentDescribed, IncidentOpened, IncidentSignedOff
from timeline.facts.kinds import KINDS, ClaimMade, claim_made
from timeline.facts.ledger import RULES, LedgerOpened, LogRestarted, RulesAdopted
from timeline.facts.reports import (
    ClaimCorrected,
    ClaimGraded,
    ClaimVoided,
    ReportCorrected,
    ReportOpened,
    ReportRecorded,
    ReportVoided,
    ReportWithdrawn,
)
from timeline.facts.sealed import ReportSealed
from timeline.facts.sources import SourceAffiliated, SourceDescribed, SourceGraded, SourceRegistered
from timeline.facts.timelines import IncidentsMerged, TimelineDescribed, TimelineOpened

__all__ = [
    "KINDS",
    "LEDGER_STREAM",
    "RULES",
    "TOPICS",
    "Blanked",
    "ClaimCorrected",
    "ClaimGraded",
    "ClaimMade",
    "ClaimVoided",
    "Committed",
    "Draft",
    "Erasable",
    "Erased",
    "Fact",
    "Ids",
    "IncidentDescribed",
    "IncidentOpened",
    "IncidentSignedOff",
    "IncidentsMerged",
    "LedgerOpened",
    "LogRestarted",
    "ReportCorrected",
    "ReportOpened",
    "ReportRecorded",
    "ReportSealed",
    "ReportVoided",
    "ReportWithdrawn",
    "RulesAdopted",
    "SourceAffiliated",
    "SourceDescribed",
    "SourceGraded",
    "SourceRegistered",
    "TimelineDescribed",
    "TimelineOpened",
    "WordingErased",
    "claim_id",
    "claim_made",
    "is_pseudonym",
    "pseudonym",
]
