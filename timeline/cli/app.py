"""The command `timeline` itself: what every command shares."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated

import typer
from typer.core import TyperGroup

from timeline.service import Timeline

DATABASE = "sqlite:///timeline.db"


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
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version, and exit.")
    ] = False,
) -> None:
    """Record what reports claim, and ask what was known when."""
    del debug  # main() looks for it: an error may come before any command
    context.obj = database


def opened(context: typer.Context) -> Timeline:
    """Return the ledger that the command line names, whatever its views are like."""
    return Timeline(str(context.obj))


@contextmanager
def ledger(context: typer.Context) -> Iterator[Timeline]:
    """Give the ledger that the command line names, its views up to date."""
    with opened(context) as timeline:
        timeline.catch_up()
        yield timeline
