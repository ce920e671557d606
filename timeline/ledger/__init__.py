"""The append-only ledger: the only place that knows the eventsourcing library."""

from timeline.ledger.application import HEAD, POSTGRES, Commit, Ledger, Stored, Watch
from timeline.ledger.past import LedgerPast
from timeline.ledger.postgres import must_be_libpq_uri

__all__ = ["HEAD", "POSTGRES", "Commit", "Ledger", "LedgerPast", "Stored", "Watch", "must_be_libpq_uri"]
