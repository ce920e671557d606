"""The import with its views against the log alone: the same facts, slice by slice in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

from bench.aside import Aside, Spent
from bench.workload import workload
from timeline.facts import LEDGER_STREAM, Committed, Draft
from timeline.importers import Carrier, Files
from timeline.importers.carrying import BATCH
from timeline.ledger import Ledger
from timeline.service import Timeline
from timeline.service.timeline import system_clock

VIEWED, BARE = "viewed.db", "bare.db"
_GROUND, _TOLD = "ground.jsonl", "told.jsonl"
_SLICES = 10


class Slice(NamedTuple):
    """What one part of the workload took with views and as a log alone, in so many lines."""

    lines: int
    viewed: Spent
    bare: Spent


def slices(folder: Path, *, seed: int, reports: int) -> Iterator[Slice]:
    """Import a workload, and append its facts to a bare log; yield what each slice took."""
    made = workload(seed, reports)
    for name, kept in ((_GROUND, made.ground), (_TOLD, made.told)):
        (folder / name).write_bytes(b"\n".join(kept) + b"\n")
    ground, told = len(made.ground), len(made.told)
    count = min(_SLICES, max(1, told // BATCH))
    size = told // count // BATCH * BATCH
    sizes = [size] * (count - 1) + [told - size * (count - 1)]
    del made
    with Aside(Importing, folder) as importing:
        begun = importing(ground).position  # not counted: sources and incidents are no reports
        with Aside(Appending, folder) as appending:
            appending(begun)
            for lines in sizes:
                viewed = importing(lines)
                yield Slice(lines, viewed, appending(viewed.position))


class Importing:
    """An import as the command line does it: lines are parsed and recorded, and the views brought up to date."""

    def __init__(self, folder: Path) -> None:
        self._timeline = Timeline(f"sqlite:///{folder / VIEWED}")
        self._carrier = Carrier(self._timeline)
        self._lines = Files([str(folder / _GROUND), str(folder / _TOLD)]).lines()

    def piece(self, lines: int) -> Callable[[], int]:
        """Make ready to take so many lines more."""
        return lambda: self._carrier.carry(islice(self._lines, lines)).position

    def close(self) -> None:
        """Let go of the database."""
        self._timeline.close()


class Appending:
    """A log without views, to which the facts of the import are appended in the same transactions."""

    def __init__(self, folder: Path) -> None:
        self._read, self._log = (Ledger(str(folder / name), uuid4()) for name in (VIEWED, BARE))
        self._versions: Counter[UUID] = Counter()
        self._position = 0

    def piece(self, position: int) -> Callable[[], int]:
        """Make ready to append the facts up to a position, which are read here: a log alone would have them."""
        with self._read.reading() as c:
            facts = [fact for fact in self._read.facts(c, self._position, position) if fact.stream != LEDGER_STREAM]
        self._position = position
        transactions = [list(map(self._draft, facts)) for _, facts in groupby(facts, attrgetter("recorded"))]
        return lambda: [self._log.append(drafts, now=system_clock()) for drafts in transactions][-1]

    def close(self) -> None:
        """Let go of the databases."""
        self._read.close()
        self._log.close()

    def _draft(self, committed: Committed) -> Draft:
        self._versions[committed.stream] += 1
        version = self._versions[committed.stream]
        return Draft(committed.stream, version, committed.fact, committed.by, committed.reason)
