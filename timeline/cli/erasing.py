"""`timeline erase`: wording overwritten where it is stored, for law or safety."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Final

import msgspec
import typer

from timeline.cli.app import ledger, opened
from timeline.cli.options import By
from timeline.cli.terminal import say, warn
from timeline.commands import EraseWording, parse_object
from timeline.errors import NotAllowedError
from timeline.service import Timeline

_UNFINISHED: Final = 1
_ELSEWHERE: Final = (
    "Exports, backups, FILE.rejected.jsonl and what caches elsewhere keep are not reached from here: docs/erasure.md."
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("erase")(erase)


def erase(
    context: typer.Context,
    slug: Annotated[str | None, typer.Argument(metavar="TIMELINE", help="Its title and description.")] = None,
    *,
    report: Annotated[str | None, typer.Option("--report", metavar="KEY", help="A report with its claims.")] = None,
    claim: Annotated[str | None, typer.Option("--claim", metavar="REF", help="Of the report, this claim only.")] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="SLUG", help="A source: slug and name.")] = None,
    incident: Annotated[str | None, typer.Option("--incident", metavar="SLUG", help="An incident of TIMELINE.")] = None,
    author: Annotated[str | None, typer.Option("--author", metavar="WHO", help="Who recorded, everywhere.")] = None,
    fields: Annotated[
        str | None, typer.Option("--fields", metavar="A,B", help="Only these, as statement,quote.", show_default="all")
    ] = None,
    basis: Annotated[
        str | None, typer.Option("--basis", metavar="TEXT", help="Why. It stays for all to see: repeat no wording.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would go, and change nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    finish: Annotated[bool, typer.Option("--finish", help="Only finish what an erasure has left to do.")] = False,
    by: By = "local",
) -> None:
    """Erase wording for law or safety: it cannot be brought back. Structure, positions and proofs stay."""
    if finish:
        with opened(context) as timeline:
            raise typer.Exit(_tell_left(timeline.finish_erasing()))
    if basis is None:
        raise typer.BadParameter("an erasure says why", param_hint="--basis")
    named = {"timeline": slug, "report": report, "claim": claim, "source": source, "incident": incident}
    command = _command({**named, "author": author, "basis": basis}, fields)
    with ledger(context) as timeline:
        if not _is_wanted(timeline, command, by=by, dry_run=dry_run, yes=yes):
            return
        erased = timeline.erase(command, by=by)
        say(f"Erased, at position {erased.receipt.position}. {_ELSEWHERE}")
        raise typer.Exit(_tell_left(erased.left))


def _command(told: Mapping[str, str | None], fields: str | None) -> EraseWording:
    """Return the command that options tell. Raises NotAllowedError."""
    inner: dict[str, object] = {name: value for name, value in told.items() if value is not None}
    if fields is not None:
        inner["fields"] = [field.strip() for field in fields.split(",")]
    command = parse_object("erasure", msgspec.json.encode(inner))
    assert isinstance(command, EraseWording)  # noqa: S101 - an erasure line is nothing else
    return command


def _is_wanted(timeline: Timeline, command: EraseWording, *, by: str, dry_run: bool, yes: bool) -> bool:
    """Tell what would go; return whether it shall. Raises NotAllowedError where nobody can be asked."""
    found = timeline.erasable(command, by=by)
    if not found:
        say("Nothing is left to erase.")
        return False
    kinds = Counter(change.stored.topic for change in found)
    say(f"Facts that lose wording: {len(found):,}")
    for topic, number in sorted(kinds.items()):
        say(f"  {topic}: {number:,}")
    if dry_run:
        return False
    if yes:
        return True
    if not sys.stdin.isatty():
        raise NotAllowedError.at("/yes", "there is nobody to ask; it cannot be undone")
    return typer.confirm("Erase this for ever?")


def _tell_left(left: list[str]) -> int:
    """Tell what is left to do; return the exit code."""
    for sentence in left:
        warn(f"Not done yet: {sentence}")
    if left:
        warn("`timeline erase --finish` tries again.")
    return _UNFINISHED if left else 0
