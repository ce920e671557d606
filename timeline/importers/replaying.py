"""Replays lines at the recorded times they carry: all are checked before the first is committed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby
from typing import Final

from timeline.clocks import parse_instant
from timeline.errors import NotAllowedError, TimelineError
from timeline.importers.carrying import BATCH, Carrier, Counts
from timeline.importers.files import Files, recorded_of
from timeline.importers.line import Line
from timeline.service import Told

_CATCH_UP: Final = BATCH


class Replayer(Carrier):
    """A carrier that keeps recorded times. What is known is passed over: another run resumes an interrupted one."""

    _last: str | None = None

    def replay(self, files: Files, *, dry_run: bool = False) -> Counts:
        """Replay *files*; nothing is recorded where any line is refused. Raises NotAllowedError for a live ledger."""
        self.timeline.must_take_replays()
        self.check(files.by_recorded(), replaying=True, stop=not dry_run)
        if dry_run:
            return self.counts
        self.counts = Counts(rejected=self.counts.rejected, position=self.counts.position)
        if self.counts.rejected:
            return self.counts
        self._last = None
        return self._commit(files.by_recorded())

    def read(self, line: Line) -> Told | TimelineError:
        """Return what a line tells, if its time is not before that of the line in front of it."""
        told = super().read(line)
        if not isinstance(told, Told) or (recorded := told.command.recorded) is None:
            return told
        if self._last is not None and parse_instant(recorded) < parse_instant(self._last):
            return NotAllowedError.at(
                "/recorded", f"'{recorded}' is before that of the line in front, '{self._last}'; allowed: in order"
            )
        self._last = recorded
        return told

    def _commit(self, lines: Iterable[Line]) -> Counts:
        behind = 0
        for recorded, transaction in groupby(lines, key=recorded_of):
            batch = list(transaction)
            going = self.judge(batch, partial(self.timeline.replay, recorded=recorded), stop=True)
            behind += len(batch)
            if behind >= _CATCH_UP or not going:
                self.counts.position, behind = self.timeline.catch_up(), 0
            if not going:
                return self.counts
        self.timeline.refresh()
        self.counts.position = self.timeline.catch_up()
        return self.counts
