"""The signed log over a ledger: who seals it, what it proves, and what is wrong with it."""

from timeline.sealing.keys import Keys
from timeline.sealing.log import Log, as_checkpoint, newest_checkpoint, reached
from timeline.sealing.sealer import Sealer, key_of, must_hold, new_origin, signed_last, unsealed
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
    "key_of",
    "must_hold",
    "new_origin",
    "newest_checkpoint",
    "reached",
    "signed_last",
    "unsealed",
]
