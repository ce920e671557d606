"""Telling the ledger something: from the body of a request to a command, and from its receipt to an answer."""

from __future__ import annotations

from typing import Final

import msgspec
from fastapi import Response

from api.answering import JSON
from timeline.clocks import instant_text
from timeline.commands import Command, OpenIncident, OpenTimeline, RegisterSource, parse_object
from timeline.service import Receipt, Timeline

CREATED: Final = 201
DONE: Final = 200


def record(timeline: Timeline, name: str, raw: bytes, /, **path_fields: str) -> tuple[Command, Receipt]:
    """Record the inner object of a *name* line, of which the path says *path_fields*. Raises TimelineError."""
    command = parse_object(name, raw, **path_fields)
    return command, timeline.record(command)


def opened(name: str, command: Command, receipt: Receipt, *, under: str) -> Response:
    """Tell that a thing with a slug was opened below a path, or described anew."""
    assert isinstance(command, OpenTimeline | RegisterSource | OpenIncident)  # noqa: S101 - nothing else has a slug
    location = f"{under}/{command.slug}"
    return told(receipt, {name: command.slug}, created=location if receipt.opened else None)


def told(receipt: Receipt, names: dict[str, object], *, created: str | None = None, status: int = DONE) -> Response:
    """Tell what was recorded, by its *names*; 201 with a Location where something was *created*."""
    recorded = None if receipt.recorded is None else instant_text(receipt.recorded)
    body = {**names, "position": receipt.position, "recorded": recorded}
    if receipt.already_known:
        body["already_known"] = True
    headers = {"Cache-Control": "no-store", "Timeline-Position": str(receipt.position)}
    if created is not None:
        headers["Location"], status = created, CREATED
    return Response(msgspec.json.encode(body), status, headers, JSON)


def added(receipt: Receipt, names: dict[str, object]) -> Response:
    """Tell that something was said about a recorded thing; 200 where it had been said before."""
    return told(receipt, names, status=DONE if receipt.already_known else CREATED)
