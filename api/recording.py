"""Telling the ledger something: from the body of a request to a command, and from its receipt to an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

import msgspec
from fastapi import Depends, Request, Response

from api.answering import JSON
from api.bodies import Body, ObjectOrLines, OneObject, media_type_of
from api.dependencies import Service
from api.retrying import RetryKey, as_kept, fingerprint, given
from timeline import service
from timeline.clocks import instant_text
from timeline.commands import Command, EraseWording, OpenIncident, OpenTimeline, RegisterSource, parse_object
from timeline.service import Receipt, Timeline

CREATED: Final = 201
DONE: Final = 200
Names = dict[str, object]


class Writing:
    """One request that writes: its body, and under which key it may be sent again."""

    def __init__(self, timeline: Timeline, body: Body, key: str | None, asked: bytes) -> None:
        self.timeline, self.body = timeline, body
        self._key, self._asked = key, asked

    def request(self, part: int = 0) -> service.Request | None:
        """Return what a *part* of the request is kept under; None where it carries no key."""
        return None if self._key is None else service.Request(self._key, self._asked, part)

    def open(self, name: str, /, *, under: str, **path_fields: str) -> Response:
        """Open what is called *name* below a path, or describe it anew; the path says *path_fields*."""
        command = parse_object(name, self.body.raw, **path_fields)
        return self._record(command, lambda receipt: _opened(name, command, receipt, under))

    def record(self, name: str, tell: Callable[[Receipt], Response], /, **path_fields: str) -> Response:
        """Record the inner object of a *name* line, of which the path says *path_fields*. Raises TimelineError."""
        return self._record(parse_object(name, self.body.raw, **path_fields), tell)

    def _record(self, command: Command, tell: Callable[[Receipt], Response]) -> Response:
        request = self.request()
        if request is None:
            return tell(self.timeline.record(command))
        return given(self.timeline.record_once(command, request, answer=lambda receipt: as_kept(tell(receipt))))


async def one_write(request: Request, timeline: Service, raw: OneObject, key: RetryKey) -> Writing:
    """Return a request that writes one thing."""
    return _writing(request, timeline, Body(raw, is_lines=False), key)


async def one_write_or_lines(request: Request, timeline: Service, body: ObjectOrLines, key: RetryKey) -> Writing:
    """Return a request that writes one thing, or lines."""
    return _writing(request, timeline, body, key)


def erase(request: Request, writing: Writing, names: Names, /, **path: str) -> Response:
    """Erase what the body names, and forget the answers in memory. Sent again, it finds nothing left to erase."""
    command = parse_object("erasure", writing.body.raw, **path)
    assert isinstance(command, EraseWording)  # noqa: S101 - such a line is nothing else
    erased = writing.timeline.erase(command)
    request.app.state.forget()
    receipt = erased.receipt
    return told(receipt, {**names, "left": erased.left}, status=DONE if receipt.already_known else CREATED)


OneWrite = Annotated[Writing, Depends(one_write)]
OneWriteOrLines = Annotated[Writing, Depends(one_write_or_lines)]


def told(receipt: Receipt, names: Names, *, created: str | None = None, status: int = DONE) -> Response:
    """Tell what was recorded, by its *names*; 201 with a Location where something was *created*."""
    recorded = None if receipt.recorded is None else instant_text(receipt.recorded)
    body = {**names, "position": receipt.position, "recorded": recorded}
    if receipt.already_known:
        body["already_known"] = True
    headers = {"Cache-Control": "no-store", "Timeline-Position": str(receipt.position)}
    if created is not None:
        headers["Location"], status = created, CREATED
    return Response(msgspec.json.encode(body), status, headers, JSON)


def added(receipt: Receipt, names: Names) -> Response:
    """Tell that something was said about a recorded thing; 200 where it had been said before."""
    return told(receipt, names, status=DONE if receipt.already_known else CREATED)


def _opened(name: str, command: Command, receipt: Receipt, under: str) -> Response:
    """Tell that a thing with a slug was opened below a path, or described anew."""
    assert isinstance(command, OpenTimeline | RegisterSource | OpenIncident)  # noqa: S101 - nothing else has a slug
    location = f"{under}/{command.slug}"
    return told(receipt, {name: command.slug}, created=location if receipt.opened else None)


def _writing(request: Request, timeline: Timeline, body: Body, key: str | None) -> Writing:
    asked = b"" if key is None else fingerprint(request, media_type_of(request), body.raw)
    return Writing(timeline, body, key, asked)
