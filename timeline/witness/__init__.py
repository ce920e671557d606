"""A witness: somebody else's machine, which keeps what a log signs, and tells when it signs another history."""

from timeline.witness.kept import Kept
from timeline.witness.source import Source
from timeline.witness.watching import Seen, Witness

__all__ = ["Kept", "Seen", "Source", "Witness"]
