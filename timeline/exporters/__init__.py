"""Formats out: what a ledger holds about a timeline, for other ledgers and other tools."""

from timeline.exporters.formats import FORMATS, Format

__all__ = ["FORMATS", "Format"]
