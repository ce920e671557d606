"""`timeline verify` and `timeline receipt`: whether a ledger is as it was written, and what shows it to others."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlencode

import msgspec
import typer

from timeline.cli.app import ledger, must_exist, opened
from timeline.cli.files import write_whole
from timeline.cli.options import Json, KnownOn, Output, RecordedBy, Slug
from timeline.cli.showing import must_know, whole
from timeline.cli.terminal import progress, put, say, steps, warn
from timeline.cli.wording import counted
from timeline.errors import UnreadableFactError
from timeline.service import MOST, Asked, Finding, IncidentFilters, Timeline, Verification, page_body

_WRONG = 3
_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("verify")(verify)
    app.command("receipt")(receipt)


def verify(
    context: typer.Context,
    *,
    log_key: Annotated[
        str | None,
        typer.Option("--log-key", metavar="VKEY", help="The log's public key as you have it from elsewhere."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Check every fact, its order and leaf, the tree, all signatures, and the views. Exit code 3: it is wrong."""
    must_exist(context)
    with opened(context) as timeline:
        with progress("Checking facts", timeline.newest(), "facts") as step:
            verification = timeline.verify(log_key, on_facts=step)
        rows, findings = _views(timeline)
        findings = [*verification.findings, *findings]
        if as_json:
            put(_body(verification, rows, findings))
        else:
            _tell(verification, rows, findings)
    raise typer.Exit(_WRONG if findings else 0)


def receipt(
    context: typer.Context,
    slug: Slug,
    *,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    occurred_from: Annotated[str | None, typer.Option("--occurred-from", metavar="E", help="Only later ones.")] = None,
    occurred_to: Annotated[str | None, typer.Option("--occurred-to", metavar="E", help="Only earlier ones.")] = None,
    status: Annotated[str | None, typer.Option("--status", metavar="S", help="Only entries of this status.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="K", help="Only entries of this kind.")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="P", help="A country or region code.")] = None,
    voice: Annotated[str | None, typer.Option("--voice", metavar="V", help="Only what this voice speaks on.")] = None,
    q: Annotated[str | None, typer.Option("--q", metavar="WORDS", help="Words that must be found.")] = None,
    output: Output = None,
) -> None:
    """Write what the ledger answers, signed, with all that shows that nothing was left out."""
    filters = IncidentFilters(
        occurred_from=occurred_from,
        occurred_to=occurred_to,
        status=status,
        kind=kind,
        place=place,
        voice=voice,
        q=q,
    )
    must_exist(context)
    with ledger(context) as timeline:
        must_know(timeline, slug)
        position = timeline.as_known(Asked(as_of=timeline.as_of(known_on, recorded_by))).position
        timeline.seal()  # and only now: what others record meanwhile lies behind the answer
        asked = Asked(as_of=timeline.as_of(known_on, at_position=position), limit=MOST)
        page = whole(lambda asked: timeline.incidents(slug, asked, filters), asked)
        point = {"known_on": page.as_of.known_on, "at_position": position}
        query = point | msgspec.to_builtins(filters) | {"limit": MOST}
        told = timeline.receipt(slug, _address(slug, query), position, page_body(page))
    content = msgspec.json.encode(told)
    if output is None:
        put(content)
    else:
        write_whole(Path(output), [content, b"\n"])
        where = f"{output}: {len(page):,} entries at position {position}, {len(told.facts):,} facts"
        warn(f"{where} of {len(told.headers):,}. Its key is {told.key}")


def _address(slug: str, query: Mapping[str, object]) -> str:
    asked = {name: value for name, value in query.items() if value is not None}
    return f"/v1/timelines/{quote(slug)}/incidents?{urlencode(asked)}"


def _views(timeline: Timeline) -> tuple[int, list[Finding]]:
    """Compare the views with new ones; return how many rows were compared, and what is wrong with them."""
    try:
        timeline.catch_up()
        with progress("Comparing views", timeline.newest(), "positions") as step:
            found = timeline.compare(on_batch=steps(step))
    except UnreadableFactError as error:
        return 0, [Finding("views", error.detail)]
    if not found.different:
        return found.rows, []
    tables = ", ".join(sorted({difference.table for difference in found.first}))
    detail = f"{found.different:,} of {found.rows:,} rows differ from new ones, first in {tables}: timeline rebuild"
    return found.rows, [Finding("views", detail)]


def _body(verification: Verification, rows: int, findings: list[Finding]) -> bytes:
    told = verification._asdict() | {"rows": rows, "findings": [finding._asdict() for finding in findings]}
    return msgspec.json.encode(told)


def _tell(verification: Verification, rows: int, findings: list[Finding]) -> None:
    say(f"Facts:       {verification.facts:,} read, {verification.sealed:,} of them sealed.")
    say(f"Checkpoints: {verification.checkpoints:,}, signed by {verification.signer or 'nobody yet'}.")
    say(f"             {verification.trust}")
    if verification.unsealed:
        say(f"Not sealed:  {verification.unsealed:,} facts; whoever could write here could change them unseen.")
    say(f"Views:       {rows:,} rows compared with new ones.")
    sys.stdout.flush()
    for place, detail in findings[:_SHOWN]:
        warn(f"WRONG {place}: {detail}")
    if len(findings) > _SHOWN:
        warn(f"… and {len(findings) - _SHOWN:,} more.")
    say("Nothing is wrong." if not findings else f"Wrong: {counted(len(findings), 'finding')}.")
