"""The entry point: runs a command, and turns what went wrong into one line and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import NoReturn

import typer

from timeline.cli import (
    auditing,
    demo,
    erasing,
    exporting,
    importing,
    keeping,
    proving,
    recording,
    sealing,
    serving,
    showing,
    viewing,
    witnessing,
)
from timeline.cli.app import app
from timeline.cli.refusals import sentences
from timeline.errors import TimelineError

REFUSED = 1
_DEBUG = "--debug"

COMMANDS = (
    *(demo, serving, importing, sealing, recording, showing, auditing),
    *(viewing, exporting, erasing, proving, keeping, witnessing),
)
for commands in COMMANDS:
    commands.register(app)


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 refused or not found, 2 wrong usage, 3 a verification failed."""
    sys.exit(_run(lambda: app(prog_name="timeline")))


def _run(command: Callable[[], object]) -> int | str | None:
    try:
        command()
    except SystemExit as done:
        return _flushed(done.code)
    except TimelineError as error:
        _must_not_hide(error)
        for sentence in sentences(error):
            typer.echo(f"error: {sentence}", err=True)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - the outermost loop: a person gets a sentence, not a traceback
        _must_not_hide(error)
        typer.echo(f"error: {type(error).__name__}: {error}", err=True)
        typer.echo(f"This is a fault of ours; {_DEBUG} shows where.", err=True)
        return REFUSED
    return _flushed(0)


def _flushed(code: int | str | None) -> int | str | None:
    """Write out what is left; where the reader of a pipe is gone, let Python's own last flush go nowhere."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return code


def _must_not_hide(error: Exception) -> None:
    if _DEBUG in sys.argv:
        raise error
