"""Checks that facts follow each other: in their streams, in their commits, and in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from timeline.database import Cursor, rows
from timeline.errors import UnreadableFactError
from timeline.ledger import Ledger, Stored
from timeline.ledger.mapper import head
from timeline.sealing.statements import sql

Commit = tuple[int, int, int]
"""Its last position, when it was recorded, and whether by a replay."""


class Order:
    """Takes facts in the order of the ledger; *find* is told where one does not follow from those before."""

    def __init__(self, ledger: Ledger, c: Cursor, find: Callable[[str, str], object]) -> None:
        self._ledger, self._find = ledger, find
        self._versions: dict[int, int] = defaultdict(int)
        self._commits = _commits(c)
        self._commit = next(self._commits, None)
        self._last = 0

    def take(self, stored: Stored) -> None:
        """Check that a fact can be read, is the next of its stream, and was recorded when its commit was."""
        place = f"position {stored.position}"
        if self._commit is None or stored.position > self._commit[0]:
            self._next_commit(stored.position)
        self._last = stored.position
        wanted = self._versions[stored.number] + 1
        if stored.version != wanted:
            self._find(place, f"it is number {stored.version} of its stream, {wanted} is next")
        self._versions[stored.number] = stored.version
        try:
            self._ledger.read(stored)
        except UnreadableFactError as error:
            self._find(place, error.detail)
            return
        if self._commit is not None and not stored.state.startswith(_head(self._commit)):
            self._find(place, "it was not recorded when its commit was, or not live where that was")

    def end(self) -> None:
        """Check that the last fact ends the last commit."""
        if next(self._commits, None) is not None or (self._commit is not None and self._commit[0] != self._last):
            self._find("commits", "they go on behind the last fact")

    def _next_commit(self, position: int) -> None:
        before, found = self._commit, next(self._commits, None)
        if before is not None and before[0] != self._last:
            self._find(f"commit {before[0]}", "no fact ends at this position")
        while found is not None and found[0] < position:
            self._find(f"commit {found[0]}", "no fact ends at this position")
            found = next(self._commits, None)
        if found is None:
            self._find(f"position {position}", "it belongs to no commit")
        elif before is not None and found[1] <= before[1]:
            self._find(f"commit {found[0]}", "it was not recorded later than the one before")
        self._commit = found


def _head(commit: Commit) -> bytes:
    """Return how every fact of a commit begins."""
    return head(commit[1], "replayed" if commit[2] else "live")


def _commits(c: Cursor) -> Iterator[Commit]:
    after = 0
    while chunk := rows(c, sql(c)["commits"], (after,)):
        yield from chunk
        after = chunk[-1][0]
