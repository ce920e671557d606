"""Finishes entries: most are kept as they go out, those with many claims are joined from their parts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from timeline.projections.entries import Heard, SpokenWord, entry
from timeline.service.snapshot import Snapshot


class Kept(NamedTuple):
    """What is kept of an entry: its text is finished, unless it is *parted*."""

    number: int
    parted: int
    doc: str


def entries(snapshot: Snapshot, found: Iterable[Kept]) -> list[str]:
    """Return the JSON texts of entries."""
    return [_joined(snapshot, kept) if kept.parted else kept.doc for kept in found]


def _joined(snapshot: Snapshot, kept: Kept) -> str:
    number = {"number": kept.number}
    words = [SpokenWord(*word) for word in snapshot.rows("words", number)]
    figures = [figure for (figure,) in snapshot.rows("figures", number)]
    return entry(kept.doc, words, figures, Heard(*snapshot.one("heard", number)))
