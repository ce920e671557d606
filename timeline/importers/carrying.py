"""Carries lines into a ledger, batch by batch, and counts what they came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import msgspec

from timeline.commands import OpenReport, RecordReport, parse_line
from timeline.errors import TimelineError
from timeline.importers.beside import ALONE, Beside
from timeline.importers.line import Line
from timeline.memory import collecting_seldom
from timeline.service import Outcome, Timeline, Told

BATCH: Final = 5_000
"""Lines a transaction: enough to spread the cost of a commit, few enough to leave other writers their turn."""
_BYTES: Final = 2**24
Decide = Callable[[Sequence[Told]], list[Outcome]]
Refused = Callable[[Line, TimelineError], object]


class Counts(msgspec.Struct, kw_only=True):
    """What an import came to so far: reports, reports, lines, and the position that the views have reached."""

    recorded: int = 0
    already_known: int = 0
    rejected: int = 0
    position: int = 0


class Carrier:
    """Takes lines to a ledger. *counts* holds what was committed, also where something else ends the import.

    *by* says it where a line does not; *refused* is told of every line that was; *passed* of the bytes that are done.
    After so many batches *alone*, another process brings the views up (see Beside).
    """

    def __init__(
        self,
        timeline: Timeline,
        *,
        by: str = "local",
        refused: Refused = lambda _line, _error: None,
        passed: Callable[[int], object] = lambda _size: None,
        alone: int = ALONE,
    ) -> None:
        self.counts = Counts(position=timeline.lag()[0])
        self.timeline = timeline
        self._by, self._refused, self._passed, self._alone = by, refused, passed, alone

    def carry(self, lines: Iterable[Line], *, stop: bool = True) -> Counts:
        """Record lines; *stop* at the first that is refused, keeping what came before."""
        with collecting_seldom(), Beside(self.timeline, self._alone) as views:
            for batch in batches(lines):
                going = self.judge(batch, lambda told: self.timeline.import_batch(told, stop=stop), stop=stop)
                self.counts.position = views.keep_up()
                if not going:
                    break
            self.counts.position = views.settle()
        return self.counts

    def check(self, lines: Iterable[Line], *, replaying: bool = False, stop: bool = False) -> Counts:
        """Tell what lines would come to, without recording anything."""
        with self.timeline.trying(replaying=replaying) as tried:
            for batch in batches(lines):
                if not self.judge(batch, tried, stop=stop):
                    break
        return self.counts

    def judge(self, batch: Sequence[Line], decide: Decide, *, stop: bool) -> bool:
        """Let *decide* take what can be read of *batch*, and count; False where the import ends here."""
        read = [self.read(line) for line in batch]
        if stop:
            first_bad = next((n for n, told in enumerate(read) if not isinstance(told, Told)), len(read))
            read = read[: first_bad + 1]
        outcomes = iter(decide([told for told in read if isinstance(told, Told)]))
        for line, told in zip(batch, read, strict=False):
            outcome = next(outcomes) if isinstance(told, Told) else Outcome("refused", told)
            self._count(line, told, outcome)
            if outcome.error is not None and stop:
                return False
        return True

    def read(self, line: Line) -> Told | TimelineError:
        """Return what a line tells, or why it cannot be read."""
        if line.error is not None:
            return line.error
        try:
            return Told(parse_line(line.raw), self._by, checked=True)
        except TimelineError as error:
            return error

    def _count(self, line: Line, told: Told | TimelineError, outcome: Outcome) -> None:
        self._passed(line.size)
        if outcome.error is not None:
            self.counts.rejected += 1
            self._refused(line, outcome.error)
        elif isinstance(told, Told) and isinstance(told.command, RecordReport | OpenReport):
            self.counts.recorded += outcome.result == "recorded"
            self.counts.already_known += outcome.result == "already_known"


def batches(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Group lines into batches that fit into memory, however long a line is."""
    batch: list[Line] = []
    size = 0
    for line in lines:
        batch.append(line)
        size += len(line.raw)
        if len(batch) == BATCH or size > _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
