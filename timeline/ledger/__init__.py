"""The append-only ledger: the only place that knows the eventsourcing library."""

from timeline.ledger.application import HEAD, POSTGRES, Commit, Ledger, Stored, Watch
from timeline.ledger.blanking import Change, Erasure
from timeline.ledger.erasing import Known
from timeline.ledger.past import LedgerPast
from timeline.ledger.postgres import must_be_libpq_uri
from timeline.ledger.requests import KEPT_FOR, Request, keep, kept

__all__ = [
    "HEAD",
    "KEPT_FOR",
    "POSTGRES",
    "Change",
    "Commit",
    "Erasure",
    "Known",
    "Ledger",
    "LedgerPast",
    "Request",
    "Stored",
    "Watch",
    "keep",
    "kept",
    "must_be_libpq_uri",
]
