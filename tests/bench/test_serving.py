"""Pages that are said to be asked for the first time are."""

from __future__ import annotations

from bench.serving import _drawn


def test_no_new_page_was_asked_before() -> None:
    pages = _drawn(1_000)
    drawn = [*pages.again, *(path for some in pages.new for path in some)]

    assert len(set(drawn)) == len(drawn) == 40 + 10 * 120
    assert pages == _drawn(1_000)
