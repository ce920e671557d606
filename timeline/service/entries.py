"""Finishes entries: most are kept as they go out, those with many claims are joined from their parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from timeline.projections.entries import Heard, SpokenWord, entry
from timeline.service.snapshot import Point, Snapshot


class Kept(NamedTuple):
    """What is kept of an entry: its text is finished, unless it is *parted*."""

    number: int
    parted: int
    doc: str


def entries(snapshot: Snapshot, found: Iterable[tuple[int, int, str]]) -> list[str]:
    """Return the JSON texts of entries, given what is kept of each; hardly one of them is parted."""
    return [
        _joined(snapshot, Kept(number, parted, doc), snapshot.point) if parted else doc for number, parted, doc in found
    ]


def entry_at(snapshot: Snapshot, number: int, point: Point) -> Kept | None:
    """Return an entry finished, as it is at any *point* that the snapshot holds; None where there is none."""
    found = snapshot.one("incident", {"number": number, **point.parameters})
    if found is None:
        return None
    kept = Kept(*found)
    return kept._replace(doc=_joined(snapshot, kept, point)) if kept.parted else kept


def _joined(snapshot: Snapshot, kept: Kept, point: Point) -> str:
    bound = {"number": kept.number, **point.parameters}
    words = [SpokenWord(*word) for word in snapshot.rows("words", bound)]
    figures = [figure for (figure,) in snapshot.rows("figures", bound)]
    return entry(kept.doc, words, figures, Heard(*snapshot.one("heard", bound)))
