"""Servers for a witness to look at: the real API at a real address, before a ledger that can be changed for another."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from starlette.testclient import TestClient

from api.app import create_app
from tests.builders import a_timeline
from timeline.service import Timeline


class Site:
    """An address, and the ledger behind it."""

    def __init__(self, address: str, client: TestClient) -> None:
        self.address, self._client, self.fails = address, client, False

    def fail(self) -> None:
        """Answer with trouble, until there is something to show again."""
        self.fails = True

    def show(self, ledger: Timeline) -> None:
        """Answer from this ledger from now on."""
        self.fails = False
        self._client.app.state.timeline = ledger  # type: ignore[attr-defined] # Starlette's
        self._client.app.state.memory.forget()  # type: ignore[attr-defined]


@contextmanager
def a_site(ledger: Timeline) -> Iterator[Site]:
    """Serve a ledger on a port of this machine."""
    client = TestClient(create_app(ledger), base_url="http://localhost")
    site = Site("", client)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = client.get(self.path)
            self.send_response(502 if site.fails else answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            site.address = f"http://127.0.0.1:{server.server_port}"
            yield site
        finally:
            server.shutdown()


def a_ledger(folder: Path) -> Timeline:
    """Return the ledger in a folder, with its key beside it."""
    folder.mkdir(exist_ok=True)
    return Timeline(f"sqlite:///{folder / 'ledger.db'}")


def grown(ledger: Timeline, *slugs: str) -> None:
    """Record facts, and sign to each."""
    for slug in slugs:
        ledger.record(a_timeline(slug))
        ledger.seal()


@contextmanager
def copied(folder: Path, to: Path) -> Iterator[Timeline]:
    """Give what a ledger was like before it went on: a copy with the same key, of a database that nobody has open."""
    shutil.copytree(folder, to)
    with closing(a_ledger(to)) as copy:
        yield copy
