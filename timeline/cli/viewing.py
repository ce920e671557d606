"""`timeline rebuild`: the views made anew, or compared with new ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from timeline.cli.app import ledger
from timeline.cli.terminal import Step, progress, say, warn
from timeline.errors import UnreadableFactError
from timeline.service import Timeline

_DIFFERENT = 3


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("rebuild")(rebuild)


def rebuild(
    context: typer.Context,
    *,
    verify: Annotated[
        bool, typer.Option("--verify", help="Only compare; change nothing. Exit code 3: different.")
    ] = False,
) -> None:
    """Make the views anew from the ledger alone, beside the old ones, and let them answer."""
    with ledger(context) as timeline:
        raise typer.Exit(_verified(timeline) if verify else _rebuilt(timeline))


def _rebuilt(timeline: Timeline) -> int:
    with progress("Rebuilding", timeline.lag()[1], "positions") as step:
        position = timeline.rebuild(on_batch=_steps(step))
    say(f"The views were rebuilt up to position {position}.")
    return 0


def _verified(timeline: Timeline) -> int:
    try:
        with progress("Comparing", timeline.lag()[1], "positions") as step:
            found = timeline.compare(on_batch=_steps(step))
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


def _steps(step: Step) -> Callable[[int], None]:
    """Return what turns positions reached into steps."""
    reached = 0

    def on_batch(position: int) -> None:
        nonlocal reached
        step(position - reached)
        reached = position

    return on_batch
