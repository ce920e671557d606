"""`timeline export`: what the ledger holds about a timeline, for another ledger."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from timeline.cli.app import ledger
from timeline.cli.options import Slug
from timeline.cli.showing import must_know
from timeline.exporters import FORMATS
from timeline.importers import UnreadableFileError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    context: typer.Context,
    slug: Slug,
    *,
    format_name: Annotated[str, typer.Option("--format", metavar="NAME", help=f"One of: {', '.join(FORMATS)}.")],
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to; else the standard output.")
    ] = None,
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
                _write(Path(output), lines)


def _write(file: Path, lines: Iterable[bytes]) -> None:
    """Write *file* whole or not at all: under another name first, then put in its place. Raises UnreadableFileError."""
    try:
        with NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as stream:
            unfinished = Path(stream.name)
            try:
                stream.writelines(line + b"\n" for line in lines)
                stream.flush()
                os.fsync(stream.fileno())
                unfinished.chmod(0o666 & ~_umask())
                unfinished.replace(file)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
    except OSError as error:
        raise UnreadableFileError(f"{file}: {error.strerror}") from error


def _umask() -> int:
    """Return the process's mask, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
