"""The import with its views against the log alone: the same facts, slice by slice in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple
from uuid import UUID

from bench.aside import Aside, Spent
from bench.ratio import Figure, Head, Result, at_most
from bench.stores import Store
from bench.workload import Workload
from timeline.facts import LEDGER_STREAM, Committed, Draft, Ids
from timeline.importers import Carrier, Files
from timeline.importers.carrying import BATCH
from timeline.ledger import Ledger
from timeline.service import Timeline
from timeline.service.timeline import system_clock

ABOUT: Final = "Import"
MIB: Final = 2**20
GIB: Final = 2**30
GROUND, TOLD = "ground.jsonl", "told.jsonl"
_SLICES: Final = 10
_LEAST: Final = 4 * BATCH
"""Lines of a slice: with fewer, an import would not come to start the process that brings its views up."""
IDS: Final = Ids(UUID(int=2022))


class Slice(NamedTuple):
    """What one part of the workload took with views and as a log alone, in so many lines."""

    lines: int
    viewed: Spent
    bare: Spent


def write_lines(folder: Path, workload: Workload) -> tuple[int, int]:
    """Write the workload as the files that are imported; return how many lines each has."""
    return _written(folder / GROUND, workload.ground()), _written(folder / TOLD, workload.told())


def _written(path: Path, lines: Iterable[bytes]) -> int:
    count = 0
    with path.open("wb") as file:
        for line in lines:
            file.write(line + b"\n")
            count += 1
    return count


def imported(store: Store, folder: Path, lines: tuple[int, int], databases: tuple[str, str]) -> Iterator[Slice]:
    """Import the files of a folder into the first of two *databases*, and append its facts to the log of the second."""
    for database in databases:
        store.create(database)
    ground, told = lines
    count = min(_SLICES, max(1, told // _LEAST))
    size = told // count // BATCH * BATCH
    viewed, bare = map(store.address, databases)
    with Aside(partial(Importing, viewed, [str(folder / GROUND), str(folder / TOLD)])) as importing:
        begun = importing(ground).position  # not counted: sources and incidents are no reports
        with Aside(partial(Appending, viewed, bare)) as appending:
            appending(begun)
            for piece in [size] * (count - 1) + [told - size * (count - 1)]:
                spent = importing(piece)
                yield Slice(piece, spent, appending(spent.position))


def results(store: Store, taken: Sequence[Slice], databases: tuple[str, str]) -> Iterator[Result]:
    """Yield what an import came to."""
    name, lines = store.name, sum(piece.lines for piece in taken)
    by_clock = [(piece.viewed.seconds, piece.bare.seconds) for piece in taken]
    of_processor = [(piece.viewed.cpu, piece.bare.cpu) for piece in taken]
    viewed, bare = (lines / sum(column) for column in zip(*by_clock, strict=True))
    head = Head(ABOUT, f"{name}: import with all views / log alone", at_most(3))
    yield head.of_sums(by_clock, f"{viewed:,.0f} / {bare:,.0f} lines a second")
    yield Head(ABOUT, f"{name}: the same in time of the processor, without the server's").of_sums(of_processor)
    peak = max(piece.viewed.peak for piece in taken)
    head = Head(ABOUT, f"{name}: memory of the import at its peak / 1 GiB", at_most(1))
    yield head.of([(peak, GIB)], f"{peak / MIB:,.0f} MiB")
    sizes = " / ".join(f"{store.size(database) / MIB:,.0f}" for database in databases)
    yield Figure(about=ABOUT, what=f"{name}: database with all views / log alone", measured=f"{sizes} MiB")


class Importing:
    """An import as the command line does it: lines are parsed and recorded, and the views brought up to date.

    *together* is how many lines at most are one transaction.
    """

    def __init__(self, address: str, files: list[str], together: int = BATCH) -> None:
        self._timeline = Timeline(address)
        log_of(self._timeline)._ids = IDS  # noqa: SLF001 - in every database the same, so that answers are comparable
        self._carrier = Carrier(self._timeline)
        self._lines, self._together = Files(files).lines(), together

    def piece(self, lines: int) -> Callable[[], int]:
        """Make ready to take so many lines more."""
        sizes = [min(self._together, lines - done) for done in range(0, lines, self._together)]
        return lambda: [self._carrier.carry(islice(self._lines, size)).position for size in sizes][-1]

    def close(self) -> None:
        """Let go of the database."""
        self._timeline.close()


class Appending:
    """A log whose views nobody follows, to which the facts of the import are appended in the same transactions."""

    def __init__(self, viewed: str, bare: str) -> None:
        self._timelines = Timeline(viewed), Timeline(bare)
        self._read, self._log = map(log_of, self._timelines)
        self._drafts = Drafts()
        self._position = 0

    def piece(self, position: int) -> Callable[[], int]:
        """Make ready to append the facts up to a position, which are read here: a log alone would have them."""
        with self._read.reading() as c:
            facts = [fact for fact in self._read.facts(c, self._position, position) if fact.stream != LEDGER_STREAM]
        self._position = position
        transactions = [
            [self._drafts.of(fact) for fact in facts] for _, facts in groupby(facts, attrgetter("recorded"))
        ]
        return lambda: [self._log.append(drafts, now=system_clock(), checked=True) for drafts in transactions][-1]

    def close(self) -> None:
        """Let go of the databases."""
        for timeline in self._timelines:
            timeline.close()


class Drafts:
    """Turns facts of one ledger into drafts for another, which hears them in the same order."""

    def __init__(self) -> None:
        self._versions: Counter[UUID] = Counter()

    def of(self, committed: Committed) -> Draft:
        """Return the draft of a fact."""
        self._versions[committed.stream] += 1
        version = self._versions[committed.stream]
        return Draft(committed.stream, version, committed.fact, committed.by, committed.reason)


def log_of(timeline: Timeline) -> Ledger:
    """Return the ledger below a timeline, whichever database it is in."""
    return timeline._ledger  # noqa: SLF001 - what is measured lies below what is public
