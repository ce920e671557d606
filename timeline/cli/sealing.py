"""`timeline seal`: shows later that reports were known now, and nothing of them before."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import typer

from timeline.cli.app import ledger
from timeline.cli.options import By, Slug
from timeline.cli.showing import must_know
from timeline.cli.terminal import say, warn
from timeline.errors import NotAllowedError, TimelineError
from timeline.importers import Files, Line, sentences
from timeline.importers import sealed as importing

_SALT = 16  # bytes


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("seal")(seal)


def seal(
    context: typer.Context,
    slug: Slug,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Native lines; - is the standard input.")],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="OPENINGS", help="A new file, for what opens the reports.")
    ],
    by: By = "local",
) -> None:
    """Record commitments to the reports of FILE, which show later that they were known now, and nothing before."""
    with Files([file]) as files, ledger(context) as timeline:
        must_know(timeline, slug)
        commands = importing.check(timeline, slug, files.lines(), _refuse)
        told = importing.sealed(commands, lambda: secrets.token_hex(_SALT))
        if not commands:
            say("Nothing was sealed.")
            raise typer.Exit(1)
        if not told.seals:
            raise NotAllowedError.at("", f"{file} holds no report; allowed: at least one report line")
        importing.keep(output, told.openings)  # first: what is sealed and cannot be opened is lost
        position = importing.record(timeline, told.seals, by)
    number = "1 report" if len(told.seals) == 1 else f"{len(told.seals):,} reports"
    say(f"{number} sealed on {slug} (position {position}).")
    say(f"Keep {output} safe and secret: nothing else opens them. When they may be told: timeline import {output}")


def _refuse(line: Line, error: TimelineError) -> None:
    for sentence in sentences(line, error):
        warn(sentence)
