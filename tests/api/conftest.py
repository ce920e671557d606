"""Clients that speak HTTP to an app in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.api.telling import a_client, a_small_world
from timeline.importers import Files, Replayer
from timeline.service import Timeline

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture
def client() -> Iterator[TestClient]:
    """Give a client of an empty ledger in memory."""
    with Timeline.in_memory() as timeline:
        yield a_client(timeline)


@pytest.fixture
def world(client: TestClient) -> TestClient:
    """Give a client of a ledger with one timeline, a few sources and incidents, and no report."""
    a_small_world(client)
    return client


@pytest.fixture(scope="session")
def seeded() -> Iterator[TestClient]:
    """Give a client of the replayed seed timeline; tests only read it."""
    with Timeline.in_memory() as timeline:
        files = Files(sorted(str(file) for file in SEEDS.glob("*.yaml")))
        assert Replayer(timeline).replay(files).rejected == 0
        timeline.catch_up()
        yield a_client(timeline)
