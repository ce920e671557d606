"""What the documents show is what comes out: every session, program and request is run."""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from tests.docs.pages import PAGES, Example, examples
from timeline.service import Timeline

BIN = Path(sys.executable).parent
DEMO = "asknown-demo.db"
SEED = "dprk-in-russia"
MARK = "\x1e"
WITH_SHELL = [page for page in PAGES if any(one.language == "console" for one in examples(page))]
WITH_PYTHON = [page for page in PAGES if any(one.language == "python" for one in examples(page))]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the demo's ledger by its own command, once."""
    folder = tmp_path_factory.mktemp("demo")
    _run(folder, "timeline demo --no-serve")
    return folder / DEMO


@pytest.mark.parametrize("page", WITH_SHELL)
def test_what_a_shell_session_shows_comes_out(page: str, tmp_path: Path, demo: Path) -> None:
    told = list(_commands(page))
    commands = [(command, shown) for command, shown in told if not command.startswith("curl")]
    requests = [(command, shown) for command, shown in told if command.startswith("curl")]
    for example in examples(page):
        if example.file:
            (tmp_path / example.file).write_text(example.text, "utf-8")

    if commands:
        script = f"printf '{MARK}'\n".join(f"{command}\n" for command, _ in commands)
        printed = _run(tmp_path, script).split(MARK)
        for (command, shown), came in zip(commands, printed, strict=True):
            assert _same(shown, came), f"{page}: {command}\n{came}"
    if not (tmp_path / DEMO).exists():
        shutil.copy(demo, tmp_path)
    with Timeline(f"sqlite:///{tmp_path / DEMO}") as timeline, TestClient(create_app(timeline)) as client:
        for command, shown in requests:
            answer = _asked(client, command)
            wanted = shown if isinstance(answer, str) else json.loads(shown)
            assert _holds(answer, wanted), f"{page}: {command}\n{json.dumps(answer, indent=1)}"


@pytest.mark.parametrize("page", WITH_PYTHON)
def test_what_a_python_session_shows_comes_out(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    program = "\n".join(one.text for one in examples(page) if one.language == "python")
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    told: list[str] = []

    runner.run(doctest.DocTestParser().get_doctest(program, {}, page, page, 0), out=told.append)

    assert runner.tries > 0
    assert "".join(told) == ""


def _commands(page: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a page with what it shows: below it, or for a request in the block that follows."""
    found = examples(page)
    for example, following in zip(found, [*found[1:], Example("", "", "")], strict=True):
        if example.language == "console":
            for command in re.split(r"(?m)^\$ ", example.text)[1:]:
                said, _, shown = re.sub(r"\n> ", "\x00", command).partition("\n")
                yield said.replace("\x00", "\n"), following.text if said.startswith("curl") else shown


def _run(folder: Path, script: str) -> str:
    """Run a script as a person would on a terminal 100 columns wide, and return what it printed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIMELINE_")}
    settings = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(  # noqa: S603 - the script is a page of ours
        ["/bin/sh", "-c", f"exec 2>&1\n{script}"],
        cwd=folder,
        env=kept | settings,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    return done.stdout


def _same(shown: str, came: str) -> bool:
    """Compare what is shown with what came; `…` alone on a line stands for any lines, within one for any text."""
    lines = [line.rstrip() for line in shown.splitlines()]
    patterns = [r"(?:.*\n)*?" if line == "…" else ".*?".join(map(re.escape, line.split("…"))) + r"\n" for line in lines]
    return re.fullmatch("".join(patterns), "".join(f"{line.rstrip()}\n" for line in came.splitlines())) is not None


def _asked(client: TestClient, command: str) -> object:
    """Send what a curl command would, and return the JSON that comes, or the table."""
    parser = ArgumentParser()
    parser.add_argument("url")
    for option in ("-X", "-d"):
        parser.add_argument(option)
    parser.add_argument("-H", action="append", default=[])
    asked = parser.parse_args(shlex.split(command)[1:])
    headers = dict(header.split(": ", 1) for header in asked.H)
    answer = client.request(asked.X or "GET", asked.url, headers=headers, content=asked.d)
    told: object = answer.text if answer.headers["content-type"].startswith("text/csv") else answer.json()
    return told


def _holds(came: object, shown: object) -> bool:
    """Tell whether an answer holds what is shown; fields may be left out, and `…` stands for any text."""
    match shown:
        case dict():
            return isinstance(came, dict) and all(name in came and _holds(came[name], shown[name]) for name in shown)
        case list():
            return isinstance(came, list) and len(came) == len(shown) and all(map(_holds, came, shown))
        case str():
            return isinstance(came, str) and _same(shown, came)
        case _:
            return came == shown
