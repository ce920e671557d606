"""Databases that outlive the process: the log is for those."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stores import SHARED, database


@pytest.fixture(params=SHARED)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an empty database, in a file or on PostgreSQL."""
    with database(request.param) as address:
        yield address
