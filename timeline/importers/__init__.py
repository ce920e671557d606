"""Formats in: files are read into native lines, and carried into a ledger."""

from timeline.importers.carrying import Carrier, Counts
from timeline.importers.files import Files
from timeline.importers.formats import FORMATS
from timeline.importers.line import Line, UnreadableFileError, problems_of, sentences
from timeline.importers.rejected import Rejected
from timeline.importers.replaying import Replayer

__all__ = [
    "FORMATS",
    "Carrier",
    "Counts",
    "Files",
    "Line",
    "Rejected",
    "Replayer",
    "UnreadableFileError",
    "problems_of",
    "sentences",
]
