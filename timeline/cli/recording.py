"""`timeline record`: one claim, told on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from typing import Annotated, Final, NamedTuple

import msgspec
import typer
from rich.text import Text

from timeline.cli import wording
from timeline.cli.app import ledger
from timeline.cli.options import By, Slug
from timeline.cli.showing import must_know
from timeline.cli.terminal import say
from timeline.commands import RecordReport, parse_object
from timeline.errors import ConflictError, FieldProblem, NotAllowedError
from timeline.service import Receipt, Timeline

_OPTIONS: Final = {"/claims/0/": "/", "/key": "/url"}
_HINTS: Final = {
    "/source": '`timeline import` takes a line as {"source": {"slug": "…", "name": "…", "kind": "outlet"}}',
    "/chain": '`timeline import` takes a line as {"source": {"slug": "…", "name": "…", "kind": "official"}}',
    "/incident": '`timeline import` takes a line as {"incident": {"timeline": "…", "slug": "…", "title": "…"}}',
}
"""How to make known what is not."""


class Told(NamedTuple):
    """Where a report was filed, and under which key."""

    timeline: str
    incident: str
    key: str


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("record")(record)


def record(
    context: typer.Context,
    slug: Slug,
    *,
    source: Annotated[str, typer.Option("--source", metavar="S", help="Who published it.")],
    published: Annotated[str, typer.Option("--published", metavar="D", help="When: a day, or an instant with offset.")],
    kind: Annotated[str, typer.Option("--kind", metavar="K", help="What kind of claim, as clash_reported.")],
    incident: Annotated[str, typer.Option("--incident", metavar="I", help="What it is about.")],
    statement: Annotated[str, typer.Option("--statement", metavar="TEXT", help="What is said, in a sentence.")],
    stance: Annotated[
        str, typer.Option("--stance", metavar="S", help="asserts, denies, withholds, retracts, mentions.")
    ] = "asserts",
    chain: Annotated[
        str | None, typer.Option("--chain", metavar="A,B,C", help="How it travelled, publisher first.")
    ] = None,
    occurred: Annotated[str | None, typer.Option("--occurred", metavar="E", help="When it happened (EDTF).")] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="U", help="Where it was published.")] = None,
    by: By = "local",
) -> None:
    """Record a report with one claim. Its key is the url or, without one, made from what it says."""
    claim = {"kind": kind, "incident": incident, "statement": statement, "stance": stance, "occurred": occurred}
    links = None if chain is None else [link.strip() for link in chain.split(",")]
    report = {"source": source, "published": published, "url": url, "claims": [{**claim, "chain": links}]}
    with ledger(context) as timeline:
        must_know(timeline, slug)
        try:
            command = _command(report, slug)
            receipt = timeline.record(command, by=by)
        except NotAllowedError as error:
            raise NotAllowedError(*map(_as_option, error.problems)) from None
        except ConflictError as error:
            more = f'as {{"claim": {{"report": "{error.key}", …}}}}: `timeline import` takes such a line'
            raise NotAllowedError.at("/url", f"{error.detail}. Another claim of that report is added {more}") from None
        _tell(timeline, Told(slug, incident, command.report_key), receipt)


def _command(report: Mapping[str, object], slug: str) -> RecordReport:
    """Return the command for a report, with a key that the same words always give. Raises NotAllowedError."""
    whole = {name: value for name, value in report.items() if value is not None} | {"timeline": slug}
    if "url" not in whole:
        whole["key"] = f"said-{blake2b(msgspec.json.encode(whole, order='sorted'), digest_size=8).hexdigest()}"
    command = parse_object("report", msgspec.json.encode(whole))
    assert isinstance(command, RecordReport)  # noqa: S101 - a report line is nothing else
    return command


def _as_option(problem: FieldProblem) -> FieldProblem:
    """Name an option rather than a place in a report; say how to make known what is not."""
    pointer = problem.pointer
    for place, option in _OPTIONS.items():
        pointer = pointer.replace(place, option)
    option = "/" + pointer.split("/")[1] if pointer else ""
    hint = _HINTS.get(option) if "is not known" in problem.detail else None
    return FieldProblem(option, f"{problem.detail}. To make it known: {hint}" if hint else problem.detail)


def _tell(timeline: Timeline, told: Told, receipt: Receipt) -> None:
    known = "Known already" if receipt.already_known else "Recorded"
    say(f"{known}: report {told.key} with its claim, at position {receipt.position}.")
    entry = timeline.incident(told.timeline, told.incident).item
    if entry is not None:
        say(Text.assemble(f"{entry.title}: ", wording.status(entry), "."))
        say(f"Reports: {entry.reports:,}. Independent voices: at most {entry.independent_voices}.")
