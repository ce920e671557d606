"""The signed log over a ledger: who seals it, what it proves, and what is wrong with it."""

from timeline.sealing.keys import Keys
from timeline.sealing.log import Log, as_checkpoint, newest_checkpoint, reached
from timeline.sealing.sealer import Sealer, must_hold, new_origin, unsealed
from timeline.sealing.verifying import Finding, Trusted, Verdict, Verifying

__all__ = [
    "Finding",
    "Keys",
    "Log",
    "Sealer",
    "Trusted",
    "Verdict",
    "Verifying",
    "as_checkpoint",
    "must_hold",
    "new_origin",
    "newest_checkpoint",
    "reached",
    "unsealed",
]
