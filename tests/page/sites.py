"""The service on a port of its own, in a thread beside the tests, for a browser to open."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import uvicorn
from httpx2 import Client

from api.app import create_app
from api.server import SETTINGS
from tests.patience import PATIENCE
from timeline.importers import Files, Replayer
from timeline.service import Timeline

SEEDS = Path(__file__).parents[2] / "seeds"


class Site(NamedTuple):
    """Where a service is served, its ledger, and a client that speaks to it as the page does: over HTTP."""

    url: str
    timeline: Timeline
    client: Client


@contextmanager
def a_site(folder: Path, *, seeded: bool = False) -> Iterator[Site]:
    """Serve a ledger of its own in a folder, empty or with the seeds."""
    with Timeline(f"sqlite:///{folder / 'ledger.db'}") as timeline:
        if seeded:
            assert Replayer(timeline).replay(Files(sorted(map(str, SEEDS.glob("*.yaml"))))).rejected == 0
            timeline.catch_up()
        with _served(timeline) as url, Client(base_url=url, timeout=PATIENCE) as client:
            yield Site(url, timeline, client)


@contextmanager
def _served(timeline: Timeline) -> Iterator[str]:
    app = create_app(timeline)
    server = uvicorn.Server(uvicorn.Config(app, **SETTINGS))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()  # who asks before the server is up waits
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            app.state.stopping.set()  # ends the live feeds, which a browser keeps open
            server.should_exit = True
            thread.join()
