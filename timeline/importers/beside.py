"""Keeps the views up while a long import goes on: beside it, in a process that follows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from types import TracebackType
from typing import Final, Self

from timeline.service import Timeline

ALONE: Final = 2
"""Batches for which no process is started: it would take longer to begin than they do."""
_DATABASE: Final = "TIMELINE_DATABASE_URL"
_KEY: Final = "TIMELINE_KEY"
_LOOKING: Final = 0.05  # seconds
_ENDING: Final = 10.0  # seconds


class Beside:
    """Brings the views up batch by batch; from the third batch on, `timeline follow` does so on another processor.

    A ledger in memory has no other process: there, every batch waits for its views.
    """

    def __init__(self, timeline: Timeline, alone: int = ALONE) -> None:
        self._timeline, self._alone = timeline, alone
        self._follower: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._follower is not None:
            self._follower.terminate()
            try:
                self._follower.wait(_ENDING)
            except subprocess.TimeoutExpired:
                self._follower.kill()
                self._follower.wait()

    def keep_up(self) -> int:
        """See to it that the views take in what was recorded; return the position that they have reached by now."""
        if self._is_followed():
            return self._timeline.lag()[0]
        if self._alone == 0 and self._follower is None and not self._timeline.in_one_process:
            self._follower = subprocess.Popen(
                [sys.executable, "-P", "-m", "timeline", "follow"],
                env=os.environ  # an address may hold a password; words are seen
                | {_DATABASE: self._timeline.database, _KEY: str(self._timeline.key_file or "")},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl-C is for who imports
            )
            return self._timeline.lag()[0]
        self._alone = max(0, self._alone - 1)
        return self._timeline.catch_up()

    def settle(self) -> int:
        """Wait until the views have taken in everything, and return the position reached."""
        while self._is_followed():
            reached, newest = self._timeline.lag()
            if reached == newest:
                break
            time.sleep(_LOOKING)
        return self._timeline.catch_up()  # what a follower that is gone has left

    def _is_followed(self) -> bool:
        return self._follower is not None and self._follower.poll() is None
