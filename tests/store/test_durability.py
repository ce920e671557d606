"""A database that may lose what it has acknowledged is refused at the start, unless told otherwise."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.builders import a_timeline
from tests.cli.command import Command
from tests.patience import PATIENCE
from tests.stores import server_apart
from timeline.errors import NotDurableError
from timeline.service import Timeline


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Give a server of our own: the one that all tests share keeps its settings."""
    with server_apart() as url:
        yield url


@pytest.fixture
def url(server: str) -> Iterator[str]:
    """Give the server with an empty ledger, all settings as they come."""
    yield server
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def set_off(url: str, name: str) -> None:
    """Switch a setting of the server off, and wait until every new session sees it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    told, deadline = None, time.monotonic() + PATIENCE
    while told != ("off",):  # the server reads its settings when it comes to it
        assert time.monotonic() < deadline, f"{name} stays {told}"
        with psycopg.connect(url) as connection:
            told = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_may_forget_is_refused_and_told_how_to_mend_it(url: str, name: str) -> None:
    """Nothing is set up in it, and the error names the setting, the cure and the way around."""
    set_off(url, name)

    with pytest.raises(NotDurableError, match=rf"{name} off.*ALTER SYSTEM SET {name} = on.*--unsafe"):
        Timeline(url)

    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('stored_events')").fetchone() == (None,)


def test_a_server_that_may_forget_is_taken_where_that_is_said(url: str) -> None:
    """For data that may be lost."""
    set_off(url, "fsync")

    with Timeline(url, unsafe=True) as timeline:
        assert timeline.record(a_timeline()).position > 0


def test_every_session_waits_for_the_disk_whatever_the_server_says(url: str) -> None:
    """What a session can set for itself is set, and is no reason to refuse."""
    set_off(url, "synchronous_commit")

    with Timeline(url) as timeline:
        assert timeline.record(a_timeline()).position > 0


def test_the_command_line_refuses_it_too(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the option or the variable, which stand before the command, it goes on."""
    set_off(url, "fsync")
    run = Command(tmp_path / "none.db")

    refused = run("--database", url, "timelines")
    taken = run("--database", url, "--unsafe", "timelines")
    monkeypatch.setenv("TIMELINE_UNSAFE", "1")

    assert (refused.code, refused.err.count("\n"), taken.code) == (1, 1, 0)
    assert "fsync" in refused.err
    assert run("--database", url, "timelines").code == 0
