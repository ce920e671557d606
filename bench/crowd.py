"""A hot incident: whether its last claims take longer to import than its first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.aside import Aside
from bench.importing import GROUND, TOLD, Importing, write_lines
from bench.ratio import Head, Ratio, at_most
from bench.stores import Store
from bench.workload import DAYS, Workload

ABOUT: Final = "Crowd"
CLAIMS: Final = 10_000
TOGETHER: Final = 100
"""Lines a transaction: as an incident that goes on is heard of, rather than in bulk."""
_SEED: Final = 1
_SLICES: Final = 5
"""Parts of either half, so that there is a spread."""


def measure(store: Store, folder: Path, claims: int = CLAIMS) -> Iterator[Ratio]:
    """Import so many claims on one incident, spread over all the time, some late; compare the halves of that."""
    store.create("crowd")
    with TemporaryDirectory(prefix="crowd-", dir=folder) as inside:
        made = Workload(_SEED, claims, incidents=1, fading=DAYS * 100)
        ground, told = write_lines(Path(inside), made)
        files = [str(Path(inside) / name) for name in (GROUND, TOLD)]
        size = told // (2 * _SLICES)
        with Aside(partial(Importing, store.address("crowd"), files, TOGETHER)) as importing:
            importing(ground)
            taken = [importing(size).seconds for _ in range(2 * _SLICES)]
    store.remove("crowd")
    first, second = taken[:_SLICES], taken[_SLICES:]
    speeds = " / ".join(f"{size * _SLICES / sum(half):,.0f}" for half in (second, first))
    what = f"{store.name}: second half of {claims:,} claims on one incident / first half, {TOGETHER} a transaction"
    yield Head(ABOUT, what, at_most(1.5)).of_sums(list(zip(second, first, strict=True)), f"{speeds} lines a second")
