"""`timeline export`: what the ledger holds about a timeline, for another ledger."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from timeline.cli.app import ledger
from timeline.cli.files import write_whole
from timeline.cli.options import Output, Slug
from timeline.cli.showing import must_know
from timeline.exporters import FORMATS


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    context: typer.Context,
    slug: Slug,
    *,
    format_name: Annotated[str, typer.Option("--format", metavar="NAME", help=f"One of: {', '.join(FORMATS)}.")],
    output: Output = None,
) -> None:
    """Write a timeline's facts; replayed into an empty ledger, they answer every question the same."""
    if format_name not in FORMATS:
        raise typer.BadParameter(f"'{format_name}'; allowed: {', '.join(FORMATS)}", param_hint="--format")
    with ledger(context) as timeline:
        must_know(timeline, slug)
        with closing(timeline.committed(slug)) as committed:
            lines = FORMATS[format_name].lines(committed)
            if output is None:
                sys.stdout.buffer.writelines(line + b"\n" for line in lines)
            else:
                write_whole(Path(output), (line + b"\n" for line in lines))
