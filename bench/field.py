"""Who is compared: every peer that can run here, loaded, each in its default and in its best form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from bench.history import History
from bench.peers.numpy_floor import NumpyFloor
from bench.peers.sqlite_table import SqliteTable
from bench.questions import Engine, Peer
from bench.servers import NotRunError, mariadb

_FORMS: Final = (False, True)
Say = Callable[[str], object]


def loaded_peers(
    stack: ExitStack, home: Path, server: str | None, *, missing: dict[str, str], say: Say
) -> list[Engine]:
    """Return the peers, loaded unless they are already; *missing* is told who cannot run, and why."""
    peers: list[Engine] = [stack.enter_context(closing(NumpyFloor(History(home))))]
    for name, begin in _PEERS.items():
        try:
            found = [stack.enter_context(closing(peer)) for peer in begin(stack, home, server)]
        except NotRunError as error:
            missing[name] = str(error)
            continue
        for peer in found:
            _load(peer, home, say)
        peers += found
    return peers


def _load(peer: Peer, home: Path, say: Say) -> None:
    done = home / f"loaded-{peer.name.replace(' ', '-')}"
    if done.exists():
        return
    say(f"loading: {peer.name}")
    with closing(History(home)) as history:
        peer.load(history.batches())
    done.touch()


def _sqlite(_stack: ExitStack, home: Path, _server: str | None) -> Iterator[Peer]:
    for best in _FORMS:
        yield SqliteTable(home, best=best)


def _duckdb(_stack: ExitStack, home: Path, _server: str | None) -> Iterator[Peer]:
    module = _imported("bench.peers.duckdb_table", "duckdb")
    for best in _FORMS:
        yield module.DuckdbTable(home, best=best)


def _gist(_stack: ExitStack, _home: Path, server: str | None) -> Iterator[Peer]:
    if server is None:
        raise NotRunError("PostgreSQL did not start")
    module = _imported("bench.peers.postgres_gist", "psycopg")
    for best in _FORMS:
        yield module.PostgresGist(server, best=best)


def _mariadb(stack: ExitStack, home: Path, _server: str | None) -> Iterator[Peer]:
    module = _imported("bench.peers.mariadb", "mysql-connector-python")
    socket = stack.enter_context(mariadb(home / "mariadb"))
    for best in _FORMS:
        yield module.Mariadb(socket, best=best)


def _imported(module: str, distribution: str) -> Any:  # noqa: ANN401 - a module
    try:
        return import_module(module)
    except ImportError:
        raise NotRunError(f"needs {distribution}, which `make setup` installs") from None


_PEERS: Final = {"SQLite table": _sqlite, "DuckDB": _duckdb, "PostgreSQL GiST": _gist, "MariaDB": _mariadb}
