"""Every law is held to 2,000 histories: four times 500, so that all cores share them."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", params=range(4))
def quarter(request: pytest.FixtureRequest) -> object:
    """Run a test four times, each time with other examples."""
    return request.param
