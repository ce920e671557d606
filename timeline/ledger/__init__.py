"""The append-only ledger: the only place that knows the eventsourcing library."""

from timeline.ledger.application import HEAD, Commit, Ledger
from timeline.ledger.past import LedgerPast

__all__ = ["HEAD", "Commit", "Ledger", "LedgerPast"]
