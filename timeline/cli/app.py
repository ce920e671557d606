"""The command `timeline` itself: what every command shares."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from typer.core import TyperGroup

from timeline.cli.terminal import progress, steps, warn
from timeline.errors import TimelineError
from timeline.service import Timeline, must_be_there

DATABASE = "sqlite:///timeline.db"


class Chosen(NamedTuple):
    """Which database, the file of the key that signs its log, and whether it may lose what it has acknowledged."""

    database: str
    key: Path | None
    unsafe: bool


class _Commands(TyperGroup):
    """The commands; where the reader of a pipe has had enough (as `| head`), they end without a fault."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override] # Typer's own is a Click context
        """Run the command that is named."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise typer.Exit from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Record what reports claim, and ask what was known when.",
)


def _show_version(asked: bool) -> None:  # noqa: FBT001 - Typer hands a flag over by position
    if asked:
        typer.echo(f"As Known {version('asknown')}")
        raise typer.Exit


@app.callback()
def settings(
    context: typer.Context,
    database: Annotated[
        str,
        typer.Option(
            envvar="TIMELINE_DATABASE_URL",
            metavar="URL",
            help="The ledger, as sqlite:///path/to/file.db or postgresql://user@host/database.",
        ),
    ] = DATABASE,
    *,
    key: Annotated[
        Path | None,
        typer.Option(
            "--key",
            envvar="TIMELINE_KEY",
            metavar="FILE",
            help="The private key that signs the log, made when first needed; else beside a SQLite file.",
            show_default=False,
        ),
    ] = None,
    unsafe: Annotated[
        bool,
        typer.Option(
            "--unsafe", envvar="TIMELINE_UNSAFE", help="Take a database that may lose what it has acknowledged."
        ),
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version, and exit.")
    ] = False,
) -> None:
    """Record what reports claim, and ask what was known when."""
    del debug  # main() looks for it: an error may come before any command
    context.obj = Chosen(database, key, unsafe=unsafe)


def opened(context: typer.Context) -> Timeline:
    """Return the ledger that the command line names, whatever its views are like."""
    chosen = context.obj
    assert isinstance(chosen, Chosen)  # noqa: S101 - settings() put it there
    return Timeline(chosen.database, key=chosen.key, unsafe=chosen.unsafe)


def must_exist(context: typer.Context) -> None:
    """Refuse a ledger that is not there: to check, prove or keep one that has just been made would say nothing."""
    must_be_there(context.obj.database)


@contextmanager
def ledger(context: typer.Context) -> Iterator[Timeline]:
    """Give the ledger that the command line names, its views up to date; what was recorded is sealed at the end."""
    with opened(context) as timeline:
        timeline.catch_up()
        before = timeline.newest()
        try:
            yield timeline
        finally:
            if timeline.seals and timeline.newest() > before:
                with progress("Sealing", timeline.newest() - before, "positions") as step:
                    timeline.seal_before_end(_not_sealed, steps(step, before))


def _not_sealed(error: TimelineError) -> None:
    warn(f"Not sealed: {error.detail}")
