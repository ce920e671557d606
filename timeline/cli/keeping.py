"""`timeline backup` and `timeline restore`: a whole ledger as one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from timeline.cli.app import ledger, must_exist, opened
from timeline.cli.options import By
from timeline.cli.terminal import progress, say, steps, warn
from timeline.cli.wording import counted
from timeline.errors import LedgerError

_WRONG = 3


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("backup")(backup)
    app.command("restore")(restore)


def backup(
    context: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to; a new file.")]
) -> None:
    """Write the whole ledger into one file, beside running services, and verify it. Exit code 3: it is not sound."""
    must_exist(context)
    with ledger(context) as timeline:
        timeline.seal_before_end(_not_sealed)
        with progress("Copying", timeline.newest(), "facts") as step:
            verdict = timeline.backup(file, step)
    for finding in verdict.findings:
        warn(f"WRONG {finding.place}: {finding.detail}")
    under = counted(verdict.checkpoints, "checkpoint")
    say(f"{file}: {counted(verdict.facts, 'fact')}, {verdict.sealed:,} of them under {under}.")
    if verdict.findings:
        raise typer.Exit(_WRONG)
    say("Read back and verified: nothing is wrong.")


def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `timeline backup` wrote.")],
    *,
    new_log: Annotated[
        bool,
        typer.Option("--new-log", help="Go on under a new name, where more was signed than the backup holds."),
    ] = False,
    by: By = "local",
) -> None:
    """Bring a backup back into an empty database, make its views, and verify it. Exit code 3: it is not sound."""
    with opened(context) as timeline:
        with progress("Restoring", None, "facts") as step:
            restored = timeline.restore(file, new_log=new_log, by=by, on_facts=step)
        with progress("Making the views anew", timeline.newest(), "positions") as step:
            timeline.rebuild(on_batch=steps(step))
        timeline.seal_before_end(_not_sealed)
        with progress("Checking facts", timeline.newest(), "facts") as step:
            verification = timeline.verify(on_facts=step)
    for finding in verification.findings:
        warn(f"WRONG {finding.place}: {finding.detail}")
    say(f"{verification.facts:,} facts restored.")
    if restored.lost:
        warn(f"{restored.lost:,} facts that were signed are lost; the log goes on under another name.")
    if verification.findings:
        raise typer.Exit(_WRONG)
    say("Verified: nothing is wrong.")


def _not_sealed(error: LedgerError) -> None:
    warn(f"Not sealed: {error.detail}")
