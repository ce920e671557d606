"""The finished history that peers are given: every version of every entry over the published clock."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator
from functools import reduce
from mmap import ACCESS_READ, mmap
from operator import attrgetter
from pathlib import Path
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from bench.workload import TIMELINE
from timeline.clocks import instant_text
from timeline.database import Cursor
from timeline.facts import (
    ClaimCorrected,
    ClaimGraded,
    ClaimMade,
    ClaimVoided,
    Committed,
    IncidentDescribed,
    IncidentOpened,
    ReportCorrected,
    ReportRecorded,
    ReportVoided,
    ReportWithdrawn,
    SourceAffiliated,
    SourceDescribed,
    SourceGraded,
    SourceRegistered,
)
from timeline.ledger import Ledger
from timeline.projections.board import IncidentColumns
from timeline.projections.evidence import evidence
from timeline.projections.incidents import fold_incident
from timeline.states import (
    IncidentState,
    ReportState,
    SourceState,
    evolve_incident,
    evolve_report,
    evolve_source,
)
from timeline.status import Evidence
from timeline.voices import Speakers

_BATCH: Final = 5_000
_INTS, _CODES, _OFFSETS, _DOCS, _NAMES = "ints.npy", "codes.npy", "offsets.npy", "docs.bin", "names.json"


class Version(NamedTuple):
    """An entry as it was known from *start* to just before *end*, with what it is found and counted by."""

    number: int
    slug: str
    start: int
    end: int
    sort: int
    latest: int
    admin1: str
    country: str
    status: str
    kind: str
    month: str
    doc: str


class History:
    """All versions, incident by incident and each in order: columns in memory, documents in a mapped file."""

    def __init__(self, folder: Path) -> None:
        ints, codes = np.load(folder / _INTS), np.load(folder / _CODES)
        self.number, self.start, self.end, self.sort, self.latest = np.ascontiguousarray(ints.T)
        self.slug, self.admin1, self.country, self.status, self.kind, self.month = np.ascontiguousarray(codes.T)
        self.names: list[list[str]] = msgspec.json.decode((folder / _NAMES).read_bytes())
        self._offsets: NDArray[np.int64] = np.load(folder / _OFFSETS)
        with (folder / _DOCS).open("rb") as file:
            self._docs = mmap(file.fileno(), 0, access=ACCESS_READ)

    def __len__(self) -> int:
        return len(self.number)

    def doc(self, row: int) -> str:
        """Return the document of a version."""
        return self._docs[self._offsets[row] : self._offsets[row + 1]].decode()

    def version(self, row: int) -> Version:
        """Return a version as a row."""
        slugs, admin1s, countries, statuses, kinds, months = self.names
        return Version(
            number=int(self.number[row]),
            slug=slugs[self.slug[row]],
            start=int(self.start[row]),
            end=int(self.end[row]),
            sort=int(self.sort[row]),
            latest=int(self.latest[row]),
            admin1=admin1s[self.admin1[row]],
            country=countries[self.country[row]],
            status=statuses[self.status[row]],
            kind=kinds[self.kind[row]],
            month=months[self.month[row]],
            doc=self.doc(row),
        )

    def batches(self) -> Iterator[list[Version]]:
        """Yield all versions, some thousand at a time."""
        for first in range(0, len(self), _BATCH):
            yield [self.version(row) for row in range(first, min(first + _BATCH, len(self)))]

    def close(self) -> None:
        """Let go of the documents."""
        self._docs.close()


def keep(versions: Iterable[Version], folder: Path) -> None:
    """Write a history into *folder*, from which History reads it."""
    ints, codes, offsets = array("q"), array("i"), array("q", [0])
    names: list[dict[str, int]] = [{} for _ in range(6)]
    with (folder / _DOCS).open("wb") as docs:
        for v in versions:
            ints.extend((v.number, v.start, v.end, v.sort, v.latest))
            words = (v.slug, v.admin1, v.country, v.status, v.kind, v.month)
            codes.extend(known.setdefault(word, len(known)) for known, word in zip(names, words, strict=True))
            offsets.append(offsets[-1] + docs.write(v.doc.encode()))
    np.save(folder / _INTS, np.frombuffer(ints, dtype=np.int64).reshape(-1, 5))
    np.save(folder / _CODES, np.frombuffer(codes, dtype=np.int32).reshape(-1, 6))
    np.save(folder / _OFFSETS, np.frombuffer(offsets, dtype=np.int64))
    (folder / _NAMES).write_bytes(msgspec.json.encode([list(known) for known in names]))


def versions(ledger: Ledger) -> Iterator[Version]:
    """Yield what all facts of a ledger come to, as known at its newest position. Nothing may be merged."""
    with ledger.reading() as c:
        read = _Read(ledger, c)
    for number in sorted(read.incidents):
        incident = read.incidents[number]
        claims = sorted(read.heard.pop(incident.slug, ()), key=attrgetter("order"))
        folded = fold_incident(incident, claims, read.speakers, most=sys.maxsize)
        for start, end, kept in folded.core:
            columns = IncidentColumns(*kept.columns)  # type: ignore[arg-type] # a core has these
            yield Version(
                number=number,
                slug=columns.slug,
                start=start,
                end=end,
                sort=columns.sort,
                latest=columns.latest,
                admin1=columns.admin1 or "",
                country=columns.country or "",
                status=columns.status,
                kind=columns.kind,
                month=instant_text(columns.sort)[:7],
                doc=kept.doc,
            )


class _Read:
    """What incidents, sources and claims come to; a report is let go once its claims are evidence."""

    def __init__(self, ledger: Ledger, c: Cursor) -> None:
        self.incidents: dict[int, IncidentState] = {}
        self.heard: dict[str, list[Evidence]] = {}
        self._sources: dict[int, SourceState | None] = {}
        self._report: ReportState | None = None
        self._amended: set[int] = set()
        for committed in ledger.facts(c):
            self._take(committed)
        self._hear(self._report)
        self._hear_amended(reduce(evolve_report, ledger.stream_of(c, number), None) for number in self._amended)
        self.speakers = Speakers(source.speaker for source in self._sources.values() if source is not None)

    def _take(self, committed: Committed) -> None:
        match committed.fact:
            case ReportRecorded() | ClaimMade():
                self._take_report(committed)
            case IncidentOpened() | IncidentDescribed():
                incident = evolve_incident(self.incidents.get(committed.number), committed)
                if incident is not None and incident.timeline == TIMELINE:
                    self.incidents[committed.number] = incident
            case SourceRegistered() | SourceDescribed() | SourceAffiliated() | SourceGraded():
                self._sources[committed.number] = evolve_source(self._sources.get(committed.number), committed)
            case ReportCorrected() | ReportVoided() | ReportWithdrawn():
                self._amended.add(committed.number)
            case ClaimCorrected() | ClaimVoided() | ClaimGraded():
                self._amended.add(committed.number)
            case _:
                pass

    def _take_report(self, committed: Committed) -> None:
        """Follow one report; the facts that record it are neighbours."""
        if committed.position == committed.number:
            self._hear(self._report)
            self._report = None
        elif self._report is None or self._report.number != committed.number:  # a claim that was missed
            self._amended.add(committed.number)
            return
        self._report = evolve_report(self._report, committed)

    def _hear(self, report: ReportState | None) -> None:
        if report is None or report.voided:
            return
        for claim in report.claims:
            if claim.claim.incident is not None and not claim.voided:
                self.heard.setdefault(claim.claim.incident, []).append(evidence(report, claim))

    def _hear_amended(self, amended: Iterable[ReportState | None]) -> None:
        reports = {report.key: report for report in amended if report is not None}
        for slug, heard in self.heard.items():
            self.heard[slug] = [claim for claim in heard if claim.report not in reports]
        for report in reports.values():
            self._hear(report)
