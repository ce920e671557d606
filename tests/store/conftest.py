"""Databases of every kind: for most tests in this process too, for some only those that others may open as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.stores import SHARED, STORES, database


@pytest.fixture(params=STORES)
def anywhere(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an empty database, which is in memory, in a file or on PostgreSQL."""
    with database(request.param) as address:
        yield address


@pytest.fixture(params=SHARED)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of an empty database that may be opened more than once."""
    with database(request.param) as address:
        yield address
