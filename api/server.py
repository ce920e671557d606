"""Runs the HTTP API on this machine: one process or several on one ledger, stopped cleanly."""

from __future__ import annotations

import ipaddress
import logging
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.app import create_app
from api.errors import ListenError, SettingError
from api.memory import MIB, ROOM
from timeline.service import Timeline

DATABASE: Final = "TIMELINE_DATABASE_URL"
KEY: Final = "TIMELINE_KEY"
UNSAFE: Final = "TIMELINE_UNSAFE"
KEEP: Final = "TIMELINE_KEEP_MIB"
"""How much each process keeps in memory of answers that never change."""
LOG_REQUESTS: Final = "TIMELINE_LOG_REQUESTS"
"""Set to anything, a line in the log for every request: it costs about as much as a kept answer does."""
IN_MEMORY: Final = "sqlite:///:memory:"
GRACE: Final = 1
"""Seconds that requests under way get to end, once the server is told to stop."""
BACKLOG: Final = 2048
SETTINGS: Final[dict[str, Any]] = {
    "loop": "auto",
    "http": "httptools",
    "ws": "none",
    "access_log": False,
    "log_config": None,
    "proxy_headers": False,
    "server_header": False,
    "timeout_graceful_shutdown": GRACE,
}
_log = logging.getLogger("api")


def serve(timeline: Timeline, *, host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Serve *timeline* until told to stop (SIGINT, SIGTERM). Raises ListenError, SettingError.

    Several *workers* are processes that each open the database anew.
    """
    _room()
    listening = _listen(host, port)
    with listening, _stopped_in_peace():
        _set_up_log()
        _log.info("listening url=http://%s:%d workers=%d", _shown(host), listening.getsockname()[1], workers)
        if workers == 1:
            uvicorn.Server(uvicorn.Config(create_app(timeline, room=_room()), **SETTINGS)).run(sockets=[listening])
        else:
            _serve_with(timeline, workers, listening)


def app_of_worker() -> FastAPI:
    """Return the app of a worker process, on the database that its parent named."""
    _set_up_log()
    key, unsafe = os.environ.get(KEY) or None, bool(os.environ.get(UNSAFE))
    return create_app(Timeline(os.environ[DATABASE], key=key, unsafe=unsafe), room=_room())


def _serve_with(timeline: Timeline, workers: int, listening: socket.socket) -> None:
    if timeline.database == IN_MEMORY:
        raise ListenError("a ledger in memory has one process; allowed: workers=1")
    os.environ[DATABASE], os.environ[KEY] = timeline.database, str(timeline.key_file or "")
    os.environ[UNSAFE] = "1" if timeline.unsafe else ""
    config = uvicorn.Config("api.server:app_of_worker", factory=True, workers=workers, **SETTINGS)
    Multiprocess(config, sockets=[listening]).run()


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket on an address of this machine. Raises ListenError."""
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise ListenError(f"'{host}' is no address; allowed: 127.0.0.1, ::1, localhost") from None
    if not address.is_loopback:
        raise ListenError(
            f"{host} would show an unprotected ledger to the network; allowed: 127.0.0.1, ::1, localhost, "
            "behind a proxy of your own that knows who may write"
        )
    listening = socket.socket(socket.AF_INET6 if address.version == 6 else socket.AF_INET)  # noqa: PLR2004 - IPv6
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((str(address), port))
        listening.listen(BACKLOG)  # who comes before the workers are up waits, and is not turned away
    except (OSError, OverflowError) as error:
        listening.close()
        raise ListenError(f"{host} port {port}: {error}") from error
    return listening


@contextmanager
def _stopped_in_peace() -> Iterator[None]:
    """Let a signal stop the server, and then nothing more: uvicorn raises it once again behind itself."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _room() -> int:
    """Return how many bytes of answers each process keeps. Raises SettingError."""
    said = os.environ.get(KEEP, "")
    if not said:
        return ROOM
    if not (said.isascii() and said.isdecimal()):
        raise SettingError(f"{KEEP}={said}; allowed: a whole number of MiB, 0 to keep nothing")
    return int(said) * MIB


def _set_up_log() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s level=%(levelname)s logger=%(name)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    logging.getLogger("api.requests").setLevel(logging.INFO if os.environ.get(LOG_REQUESTS) else logging.WARNING)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
