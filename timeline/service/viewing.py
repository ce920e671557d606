"""Keeping the views: brought up with the ledger, waited for, made anew, compared with new ones."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress

from timeline.errors import LedgerWriteError, NotReadyError
from timeline.ledger import Ledger
from timeline.service.location import IN_MEMORY
from timeline.views import BATCH, Comparison, Follower, compare, current, is_readable, rebuild

PATIENCE = 5.0
"""Seconds to wait for a position."""
PROCESSES = 4
"""Processes that share a rebuild, at most: each reads everything, and what all but one made is moved at the end."""
_WORTH_SHARING = 20_000  # positions: fewer are folded before other processes have begun
_WAIT = 0.02


class Viewing:
    """What a Timeline does with the views of its ledger."""

    database: str
    _ledger: Ledger
    _follower: Follower
    _whole: int

    @property
    def in_one_process(self) -> bool:
        """Whether no other process can open this ledger, which is in memory."""
        return self.database == IN_MEMORY

    def migrate(self, on_batch: Callable[[int], object] | None = None) -> int | None:
        """Make the views of other software anew; return the position reached, None where there was nothing to do.

        Tables are set up, and facts of older forms read, without being asked.
        """
        with self._ledger.reading() as c:
            if is_readable(c):
                return None
        return self.rebuild(on_batch=on_batch)

    def show_recorded(self) -> None:
        """Bring the views up with what was just recorded. It stays recorded where they cannot follow: later will do."""
        with suppress(LedgerWriteError):
            self.catch_up()

    def catch_up(self, on_batch: Callable[[int], object] | None = None) -> int:
        """Bring the views up to date with the ledger, and return the position reached."""
        return self._follower.catch_up(on_batch=on_batch)

    def wait_for(self, position: int, patience: float = PATIENCE) -> None:
        """Wait until the views have reached *position*, for *patience* seconds. Raises NotReadyError."""
        deadline = time.monotonic() + patience
        while (reached := self.catch_up()) < position:
            if time.monotonic() >= deadline:
                raise NotReadyError(position, reached)
            time.sleep(_WAIT)

    def lag(self) -> tuple[int, int]:
        """Return the position that the views have reached, and the newest of the ledger."""
        with self._ledger.reading() as c:
            newest = self._ledger.newest(c)
            return current(c, outdated=True).position, newest.position if newest is not None else 0

    def newest(self) -> int:
        """Return the newest position of the ledger, wherever the views are."""
        with self._ledger.reading() as c:
            newest = self._ledger.newest(c)
        return newest.position if newest is not None else 0

    def rebuild(
        self, *, batch: int = BATCH, processes: int | None = None, on_batch: Callable[[int], object] | None = None
    ) -> int:
        """Make the views anew beside the old ones, and let them answer; return the position reached.

        A ledger that is worth it is shared out among *processes*: unless told, one for each processor, four at most.
        """
        if processes is None:
            processes = min(os.cpu_count() or 1, PROCESSES) if self.newest() >= _WORTH_SHARING else 1
        parts = 1 if self.in_one_process else max(1, processes)
        return rebuild(self._ledger, whole=self._whole, batch=batch, on_batch=on_batch, parts=parts)

    def compare(self, *, batch: int = BATCH, on_batch: Callable[[int], object] | None = None) -> Comparison:
        """Make the views anew in a scratch database, and compare them with those that answer, row for row."""
        return compare(self._ledger, whole=self._whole, batch=batch, on_batch=on_batch)
