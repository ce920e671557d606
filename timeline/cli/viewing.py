"""`timeline rebuild`, `migrate` and `follow`: the views made anew, compared with new ones, and kept up."""

from __future__ import annotations

import signal
from threading import Event
from typing import Annotated

import typer

from timeline.cli.app import opened
from timeline.cli.terminal import progress, say, steps, warn
from timeline.errors import UnreadableFactError
from timeline.service import Timeline

_DIFFERENT = 3


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("rebuild")(rebuild)
    app.command("migrate")(migrate)
    app.command("follow")(follow)


def rebuild(
    context: typer.Context,
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only compare; change nothing. Exit code 3: different.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(min=1, help="How many processes share the work.", show_default="one for each processor, up to 4"),
    ] = None,
) -> None:
    """Make the views anew from the ledger alone, beside the old ones, and let them answer."""
    with opened(context) as timeline:
        raise typer.Exit(_verified(timeline) if verify else _rebuilt(timeline, processes))


def migrate(context: typer.Context) -> None:
    """Set an empty database up, or bring one of older software up to date."""
    with opened(context) as timeline:
        with progress("Making the views anew", timeline.newest(), "positions") as step:
            position = timeline.migrate(on_batch=steps(step))
        if position is None:
            say("The database is up to date.")
        else:
            say(f"The views were made anew up to position {position}.")


def follow(context: typer.Context) -> None:
    """Keep the views up with what other processes write, until stopped."""
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with opened(context) as timeline:
        warn("Following (Ctrl-C ends it)")
        timeline.follow(stop, lambda error: warn(f"error: {error.detail}"))


def _rebuilt(timeline: Timeline, processes: int | None) -> int:
    with progress("Rebuilding", timeline.newest(), "positions") as step:
        position = timeline.rebuild(processes=processes, on_batch=steps(step))
    say(f"The views were rebuilt up to position {position}.")
    return 0


def _verified(timeline: Timeline) -> int:
    try:
        timeline.catch_up()
        with progress("Comparing", timeline.newest(), "positions") as step:
            found = timeline.compare(on_batch=steps(step))
    except UnreadableFactError as error:
        warn(f"error: {error.detail}")
        return _DIFFERENT
    if not found.different:
        say(f"Equal: {found.rows:,} rows at position {found.position}.")
        return 0
    warn(f"Different: {found.different:,} of {found.rows:,} rows at position {found.position}; the first of them:")
    for difference in found.first:
        warn(f"  {difference.table}\n    stored:  {difference.live}\n    rebuilt: {difference.rebuilt}")
    warn("`timeline rebuild` puts the views right; the ledger is untouched.")
    return _DIFFERENT
