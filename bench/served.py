"""A server of HTTP in a process of its own, and a connection to it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import msgspec

from bench.servers import PATIENCE, NotRunError, free_port, stopping


class Served:
    """A server in a process of its own, and a connection to it that stays open."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.pid, self.port = process.pid, port
        self._process = process
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def get(self, path: str) -> bytes:
        """Return the body of an answer. Raises NotRunError for any but 200."""
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:  # noqa: PLR2004 - OK
            raise NotRunError(f"{path} was answered with {answer.status}: {body[:200]!r}")
        return body

    def wait(self) -> None:
        """Wait until it answers at all. Raises NotRunError."""
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < deadline:
            try:
                with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as probe:
                    probe.connect()
                    return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise NotRunError(f"the server on port {self.port} did not start")

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


@contextmanager
def timeline_served(address: str, folder: Path) -> Iterator[Served]:
    """Let `timeline serve` run on a database, by one process."""
    port = free_port()
    options = ["--database", address, "serve", "--port", str(port)]
    with _running([sys.executable, "-m", "timeline", *options], port, folder / "serve.log") as served:
        yield served


@contextmanager
def bare_served(bodies: dict[str, bytes], folder: Path) -> Iterator[Served]:
    """Let a bare route answer with the body of each address."""
    port, file = free_port(), folder / "bodies"
    file.write_bytes(msgspec.msgpack.encode(bodies))
    command = [sys.executable, "-m", "bench.bare_route", str(port), str(file)]
    with _running(command, port, folder / "bare.log") as served:
        yield served
    file.unlink()


@contextmanager
def _running(command: list[str], port: int, log: Path) -> Iterator[Served]:
    with (
        log.open("ab") as lines,
        stopping(subprocess.Popen(command, stdout=lines, stderr=lines)) as process,  # noqa: S603 - our own
        closing(Served(process, port)) as served,
    ):
        served.wait()
        yield served
