"""The command as a whole: help, wrong usage, rebuilding, the demo, and where it may listen."""

from __future__ import annotations

import re
import socket
import sqlite3
from pathlib import Path

import pytest

from tests.cli.command import Command, written
from tests.cli.material import GROUND, a_report
from tests.stores import behind_our_back

ASKING_WHAT_IS_LOADED = """
import atexit, sys
from timeline.cli import main
atexit.register(lambda: print("fastapi" in sys.modules))
main()
"""


def test_help_names_every_command_and_loads_no_server(timeline: Command) -> None:
    result = timeline.run("--help", code=ASKING_WHAT_IS_LOADED)
    commands = {
        "demo",
        "serve",
        "import",
        "seal",
        "record",
        "timelines",
        "show",
        "history",
        "diff",
        "rebuild",
        "follow",
        "migrate",
        "export",
        "verify",
        "receipt",
        "backup",
        "restore",
        "witness",
        "erase",
    }
    assert commands <= set(re.findall(r"^  ([a-z]+)", result.out, re.MULTILINE))
    assert result.out.endswith("False\n")
    assert not timeline.database.exists()


@pytest.mark.parametrize("arguments", [["nothing"], ["show"], ["show", "war", "--colour"], ["serve", "--port", "0"]])
def test_wrong_usage_exits_with_2_and_touches_nothing(timeline: Command, arguments: list[str]) -> None:
    result = timeline(*arguments)
    assert (result.code, "Traceback" in result.err, timeline.database.exists()) == (2, False, False)


def test_the_version_is_shown(timeline: Command) -> None:
    assert re.fullmatch(r"As Known \d+\.\d+\.\d+\n", timeline("--version").out)


def test_debug_shows_where_an_error_comes_from(timeline: Command) -> None:
    assert "Traceback" not in timeline.run("show", "war").err
    assert "Traceback" in timeline.run("--debug", "show", "war").err


def test_a_rebuild_answers_the_same_and_a_difference_is_found(timeline: Command, tmp_path: Path) -> None:
    timeline("import", written(tmp_path / "some.jsonl", [*GROUND, a_report()]))
    shown = timeline("show", "war", "--json").out
    assert timeline("rebuild").code == 0
    assert timeline("show", "war", "--json").out == shown
    assert timeline("rebuild", "--verify").code == 0

    with sqlite3.connect(timeline.database) as views:
        [(table,)] = views.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'view*_incidents'"
        )
        views.execute(f"UPDATE {table} SET p = p - 1")  # noqa: S608 - the name is the schema's
    views.close()
    different = timeline("rebuild", "--verify")
    assert (different.code, "Different: " in different.err) == (3, True)
    assert timeline("rebuild").code == 0
    assert timeline("rebuild", "--verify").code == 0


def test_the_demo_makes_the_views_of_older_software_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tried an earlier version here has its database still, and is not sent away."""
    monkeypatch.chdir(tmp_path)
    demo = Command(tmp_path / "asknown-demo.db")
    assert demo("demo", "--no-serve").code == 0
    behind_our_back(f"sqlite:///{demo.database}", "UPDATE tracking SET format = 1")

    again = demo("demo", "--no-serve")

    assert (again.code, again.err) == (0, "")
    assert "0 reports recorded, 52 known already" in again.out


def test_the_demo_loads_the_seeds_once_and_lets_one_record_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TIMELINE_DATABASE_URL", f"sqlite:///{tmp_path}/mine.db")
    demo = Command(tmp_path / "asknown-demo.db")
    assert "52 reports recorded, 0 known already" in demo("demo", "--no-serve").out
    assert "0 reports recorded, 52 known already" in demo("demo", "--no-serve").out
    demo("import", written(tmp_path / "more.jsonl", GROUND))
    assert demo("demo", "--no-serve").code == 0
    assert not (tmp_path / "mine.db").exists()


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "::"])
def test_nobody_else_may_reach_the_service(timeline: Command, host: str) -> None:
    result = timeline("serve", "--host", host)
    assert result.code == 1
    assert result.err.startswith(f"error: --host: '{host}' ")


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_taken_is_an_error_of_one_line(
    timeline: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = timeline(command, "--port", port)
    assert result.code == 1
    assert result.err.startswith(f"error: --port: {port} ")
    assert result.err.count("\n") == 1
