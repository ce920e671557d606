"""Gathers the finished history in a process of its own, which alone pays for the memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.history import keep, versions
from bench.importing import log_of
from timeline.service import Timeline


class Gathering:
    """Reads all facts of a database, and writes what they come to into a folder."""

    def __init__(self, address: str, folder: str) -> None:
        self._timeline, self._folder = Timeline(address), Path(folder)

    def piece(self, _upto: int) -> Callable[[], int]:
        """Make ready to gather everything."""
        return self._all

    def close(self) -> None:
        """Let go of the database."""
        self._timeline.close()

    def _all(self) -> int:
        keep(versions(log_of(self._timeline)), self._folder)
        return 0
