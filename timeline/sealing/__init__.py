"""The signed log over a ledger: who seals it, what it proves, and what is wrong with it."""

from timeline.sealing.keys import Keys
from timeline.sealing.log import Log, newest_checkpoint
from timeline.sealing.sealer import Sealer, unsealed
from timeline.sealing.verifying import Finding, Trusted, Verifying

__all__ = ["Finding", "Keys", "Log", "Sealer", "Trusted", "Verifying", "newest_checkpoint", "unsealed"]
