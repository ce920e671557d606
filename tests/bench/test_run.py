"""A whole run on next to nothing: everything that can run does, and what was measured is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.ratio import Ratio
from bench.running import PARTS, Run

CLAIMS = 400


@pytest.mark.slow
def test_a_run_goes_on_from_what_is_kept(tmp_path: Path) -> None:
    said: list[str] = []
    with Run(tmp_path, CLAIMS, 2, say=said.append) as run:
        for part in PARTS[:-2]:  # the last two ask servers thousands of times
            run.measure(part)
        first = run.results

    with Run(tmp_path, CLAIMS, 2, say=said.append) as again:
        kept = again.results
        said.clear()
        again.measure("log")

    ratios = [result for result in first if isinstance(result, Ratio)]
    assert kept == first
    assert not [line for line in said if "import into" in line or "loading" in line]
    assert not [ratio for ratio in ratios if "differ" in ratio.note]
    assert {"Import", "Crowd", "Log", "Rebuild", "Growth"} < {ratio.about for ratio in ratios}
    assert [ratio.what for ratio in ratios if ratio.value is not None and "As Known on SQLite" in ratio.what]
