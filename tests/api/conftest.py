"""Clients that speak HTTP to an app in this process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from tests.api.telling import OUR_HOST, a_client, a_small_world
from timeline.importers import Files, Replayer
from timeline.service import Timeline

SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def app() -> Iterator[FastAPI]:
    """Give one app for many ledgers: to make its routes ready takes longer than most tests do."""
    with Timeline.in_memory() as timeline:
        yield create_app(timeline)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """Give a client of an empty ledger in memory."""
    with Timeline.in_memory() as timeline:
        app.state.timeline = timeline
        app.state.memory.forget()
        yield TestClient(app, base_url=OUR_HOST)


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
