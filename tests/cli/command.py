"""The command line as a test runs it: in this process, or in one of its own that can be killed."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from timeline.cli import main
from timeline.service import Timeline

SEEDS = sorted(Path(__file__).parents[2].joinpath("seeds").glob("*.yaml"))
SEED = "dprk-in-russia"
_RUN = "from timeline.cli import main; main()"


class Result(NamedTuple):
    """What a command came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - commands print different things
        """What it printed, read as JSON."""
        return json.loads(self.out)


class Command:
    """The command `timeline` on one database."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def __call__(self, *arguments: object, given: bytes = b"") -> Result:
        """Run a command in this process; *given* is its standard input."""
        out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
        stdin = io.TextIOWrapper(io.BytesIO(given))
        code: object = 0
        words = patch.object(sys, "argv", self.line(arguments))
        with words, patch.object(sys, "stdin", stdin), redirect_stdout(out), redirect_stderr(err):
            try:
                main()
            except SystemExit as done:
                code = done.code
        out.flush()
        err.flush()
        return Result(
            code if isinstance(code, int) else 0, out.buffer.getvalue().decode(), err.buffer.getvalue().decode()
        )

    def line(self, arguments: Iterable[object]) -> list[str]:
        """Return the words of a command."""
        return ["timeline", "--database", f"sqlite:///{self.database}", *map(str, arguments)]

    def started(self, *arguments: object, code: str = _RUN) -> subprocess.Popen[str]:
        """Start a command in a process of its own; *code* may prepare it."""
        words = [sys.executable, "-c", code, *self.line(arguments)[1:]]
        return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ours

    def run(self, *arguments: object, code: str = _RUN) -> Result:
        """Run a command in a process of its own."""
        with self.started(*arguments, code=code) as process:
            out, err = process.communicate()
        return Result(process.returncode, out, err)

    def facts(self) -> int:
        """Return the newest position of the ledger, which must be readable."""
        with Timeline(f"sqlite:///{self.database}") as timeline:
            timeline.catch_up()
            return timeline.lag()[1]


def written(file: Path, lines: Sequence[dict[str, Any] | bytes]) -> Path:
    """Write native lines, as objects or as they are, into *file*."""
    texts = [line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode() for line in lines]
    file.write_bytes(b"".join(text + b"\n" for text in texts))
    return file
