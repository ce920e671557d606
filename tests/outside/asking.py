"""Real ledgers for outsiders to check: one with the seeds, and what it says to prove itself."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.docs.pages import ROOT
from tests.outside.verifying import Bundle
from timeline.importers import Files, Replayer
from timeline.service import MOST, Asked, Timeline, page_body

SEED = "dprk-in-russia"


def replayed(url: str, folder: Path) -> Timeline:
    """Return a ledger that holds the seeds, sealed; its key lies in *folder*."""
    timeline = Timeline(url, key=folder / "log.key")
    assert Replayer(timeline).replay(Files([str(path) for path in sorted(ROOT.glob("seeds/*.yaml"))])).rejected == 0
    timeline.catch_up()
    timeline.seal()
    return timeline


def receipt(timeline: Timeline, known_on: str | None = None, slug: str = SEED) -> Bundle:
    """Return the receipt for a timeline as known on a day."""
    page = timeline.incidents(slug, Asked(as_of=timeline.as_of(known_on), limit=MOST))
    path = f"/v1/timelines/{slug}/incidents?known_on={known_on}"
    return _as_others_get_it(timeline.receipt(slug, path, page.as_of.position, page_body(page)))


def proof(timeline: Timeline, position: int, size: int | None = None) -> Bundle:
    """Return the proof of a fact, under the checkpoint of *size* facts or the newest."""
    return _as_others_get_it(timeline.fact_proof(position, size))


def _as_others_get_it(bundle: msgspec.Struct) -> Bundle:
    told: Bundle = msgspec.json.decode(msgspec.json.encode(bundle))
    return told
