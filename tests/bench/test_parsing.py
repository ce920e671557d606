"""The count of what parses JSON sees what it should."""

from __future__ import annotations

import json
import sys

import msgspec

from bench.parsing import _Found, parsed_on_the_way
from bench.serving import pinned_pages
from bench.workload import Workload
from timeline.importers import Carrier, Line
from timeline.service import Asked, Timeline


def test_both_parsers_are_seen() -> None:
    found, decoder = _Found(), msgspec.json.Decoder()
    sys.setprofile(found.look)
    try:
        json.loads("[1]")
        seen = found.count
        decoder.decode(b"[1]")
        msgspec.json.decode(b"[1]")
        b"[1]".decode()
        msgspec.json.encode([1])
    finally:
        sys.setprofile(None)

    assert seen > 0
    assert found.count == seen + 2


def test_a_page_is_made_without_parsing() -> None:
    made = Workload(1, 100)
    told = [*made.ground(), *made.told()]
    with Timeline.in_memory() as timeline:
        Carrier(timeline).carry(Line("made-up", number, raw, len(raw)) for number, raw in enumerate(told))

        assert parsed_on_the_way(timeline, pinned_pages(timeline.as_known(Asked()).position)) == 0
