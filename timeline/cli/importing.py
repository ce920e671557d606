"""`timeline import`: files into the ledger."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import msgspec
import typer

from timeline.cli.app import ledger
from timeline.cli.options import By, Json
from timeline.cli.terminal import progress, put, say, warn
from timeline.errors import TimelineError
from timeline.importers import FORMATS, Carrier, Counts, Files, Line, Rejected, Replayer, sentences
from timeline.service import Timeline

_SHOWN: Final = 20
_INTERRUPTED: Final = 130


class OnError(StrEnum):
    """What to do about a line that is refused."""

    STOP = "stop"
    SKIP = "skip"


class How(msgspec.Struct, frozen=True, kw_only=True):
    """How an import is wanted."""

    by: str = "local"
    skip: bool = False
    dry_run: bool = False
    replay: bool = False


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_files)


def import_files(
    context: typer.Context,
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="Files of the native format; - is the standard input.")
    ],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, record nothing.")] = False,
    on_error: Annotated[OnError, typer.Option(help="Whether a bad line ends the import.")] = OnError.STOP,
    replay: Annotated[
        bool, typer.Option("--replay-recorded", help="Keep the recorded times that the lines carry; all or nothing.")
    ] = False,
    by: By = "local",
    format_name: Annotated[
        str | None, typer.Option("--format", metavar="NAME", help=f"{' or '.join(FORMATS)}; else by the file's name.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Record the lines of files, passing over what is known already."""
    if replay and on_error is OnError.SKIP:
        raise typer.BadParameter("a replay is taken whole or not at all; allowed: stop", param_hint="--on-error")
    how = How(by=by, skip=on_error is OnError.SKIP, dry_run=dry_run, replay=replay)
    with Files(files, format_name=format_name) as chosen, ledger(context) as timeline:
        counts = carried(timeline, chosen, how)
    if as_json:
        put(msgspec.json.encode(counts))
    else:
        say(_summary(counts, how))
    raise typer.Exit(1 if counts.rejected else 0)


def carried(timeline: Timeline, files: Files, how: How) -> Counts:
    """Take *files* into a ledger, and say on the way what is refused."""
    passes = 2 if how.replay and not how.dry_run else 1
    size = None if files.size is None else files.size * passes
    with progress("Checking" if how.dry_run else "Importing", size, "bytes") as step:
        told = _Refusals(how)
        carrier = (Replayer if how.replay else Carrier)(timeline, by=how.by, refused=told.take, passed=step)
        try:
            return _carry(carrier, files, how)
        except KeyboardInterrupt:
            warn(_interrupted(carrier.counts))
            raise typer.Exit(_INTERRUPTED) from None
        finally:
            told.close()


def _carry(carrier: Carrier, files: Files, how: How) -> Counts:
    if isinstance(carrier, Replayer):
        files.keep_input()
        return carrier.replay(files, dry_run=how.dry_run)
    if how.dry_run:
        return carrier.check(files.lines())
    return carrier.carry(files.lines(), stop=not how.skip)


class _Refusals:
    """Tells of the first refused lines, and writes all of them down where the import goes on."""

    def __init__(self, how: How) -> None:
        self._written = Rejected() if how.skip else None
        self._left = _SHOWN
        self._more = 0

    def take(self, line: Line, error: TimelineError) -> None:
        """Take in a line that was refused."""
        if self._written is not None:
            self._written.write(line, error)
        if self._left:
            self._left -= 1
            for sentence in sentences(line, error):
                warn(sentence)
        else:
            self._more += 1

    def close(self) -> None:
        """Say what was left unsaid."""
        if self._more:
            warn(f"… and {self._more:,} more lines")
        if self._written is not None:
            self._written.close()
            for name in self._written.names:
                warn(f"The refused lines, with the reasons, are in {name}")


def _summary(counts: Counts, how: How) -> str:
    would = "would be " if how.dry_run else ""
    known = f", {counts.already_known:,} known already" if counts.already_known else ""
    refused = f", {_lines(counts.rejected)} refused" if counts.rejected else ""
    ended = " The import stopped there." if counts.rejected and not (how.skip or how.dry_run or how.replay) else ""
    nothing = " Nothing was recorded." if how.dry_run or (how.replay and counts.rejected) else ""
    if not (counts.recorded or counts.already_known or counts.rejected):
        return f"No report was in it; what else it says {would or 'is '}recorded (position {counts.position}).{nothing}"
    return f"{_reports(counts.recorded)} {would}recorded{known}{refused} (position {counts.position}).{ended}{nothing}"


def _interrupted(counts: Counts) -> str:
    return (
        f"Interrupted: {_reports(counts.recorded)} recorded so far, and kept. "
        "Run the same command again to go on; what is there is passed over."
    )


def _reports(number: int) -> str:
    return "1 report" if number == 1 else f"{number:,} reports"


def _lines(number: int) -> str:
    return "1 line" if number == 1 else f"{number:,} lines"
