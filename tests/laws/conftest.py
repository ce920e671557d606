"""Every law is held to 2,000 histories, four times 500 for all cores to share, and counted in small blocks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from timeline.views import counting


@pytest.fixture(scope="session", params=range(4))
def quarter(request: pytest.FixtureRequest) -> object:
    """Run a test four times, each time with other examples."""
    return request.param


@pytest.fixture(scope="module", autouse=True)
def _small_blocks() -> Iterator[None]:
    """Let a history of some dozen positions have several long blocks, and a few short ones in each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "BLOCKS", {counting.Layer.LONG: 12, counting.Layer.SHORT: 3})
        yield
