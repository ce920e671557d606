"""How a route describes itself in the reference: what it takes, what it answers, what can go wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from api import examples
from api.bodies import JSON, LINES
from api.problems import KINDS, MEDIA_TYPE
from api.retrying import REPLAYED
from api.tables import CSV, Column, Table

Responses = dict[int | str, dict[str, Any]]
_POSITION: Final = {"Timeline-Position": {"description": "As as_of.position.", "schema": {"type": "integer"}}}
_KEPT: Final = {
    **_POSITION,
    "ETag": {"description": "Strong; for If-None-Match.", "schema": {"type": "string"}},
    "Cache-Control": {
        "description": "immutable where at_position was given, else no-cache.",
        "schema": {"type": "string"},
    },
    "Content-Location": {
        "description": "The address that gives this very answer for ever; where it is settled.",
        "schema": {"type": "string"},
    },
    "Link": {"description": 'The next page, as rel="next".', "schema": {"type": "string"}},
}
_FILE: Final = {
    "Content-Disposition": {"description": "Of a table: what the file is called.", "schema": {"type": "string"}}
}
_WRITTEN: Final = {
    **_POSITION,
    REPLAYED: {
        "description": "true where this answer was given before, under the same Idempotency-Key.",
        "schema": {"type": "string"},
    },
}
_LOCATION: Final = {
    **_WRITTEN,
    "Location": {"description": "Where what was created is found.", "schema": {"type": "string"}},
}
_ALWAYS: Final = (400, 403, 503)
_WITH_BODY: Final = (413, 415, 422)


def answers(shape: str, *wrong: int, table: Sequence[Column] = ()) -> Responses:
    """Return the responses of a route that reads, in a *shape* or as a *table*; *wrong* are statuses of its own."""
    ok = {"description": "As known.", "headers": _KEPT, "content": _json(shape)}
    if table:
        ok = {"description": "As known.", "headers": _KEPT | _FILE, "content": _json(shape) | _csv(shape, table)}
    held = {"description": "The client holds this answer already.", "headers": _KEPT}
    return {200: ok, 304: held, **problems(*wrong, 422, *_ALWAYS)}


def takes(*commands: str, path: tuple[str, ...] = (), required: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the request body of a route: one of these *commands*, less what its *path* says."""
    shapes = [{"x-command": name, "x-path": path, "x-required": required} for name in commands]
    told = {name: {"value": examples.TOLD[name]} for name in commands}
    content = {JSON: {"schema": shapes[0] if len(shapes) == 1 else {"oneOf": shapes}, "examples": told}}
    return {"requestBody": {"required": True, "content": content}}


def takes_reports() -> dict[str, Any]:
    """Return the request body of the route that takes one report, or native lines."""
    body = takes("RecordReport", path=("timeline",))
    lines = {"schema": {"type": "string", "description": "Native lines."}, "example": examples.LINES}
    body["requestBody"]["content"] |= dict.fromkeys(LINES, lines)
    return body


def problems(*statuses: int) -> Responses:
    """Return the responses that tell problems."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        status: {"description": "; ".join(kind.title for kind in KINDS if kind.status == status), "content": content}
        for status in sorted(statuses)
    }


def health() -> Responses:
    """Return the responses of the route that tells whether the service is ready."""
    return {200: _told("The views have caught up.", "Health", {}), **problems(403, 422, 503)}


def plain(example: str, *wrong: int) -> Responses:
    """Return the responses of a route that answers in plain text; *wrong* are statuses of its own."""
    content = {"text/plain": {"schema": {"type": "string"}, "example": example}}
    return {200: {"description": "As it is now.", "content": content}, **problems(*wrong, 403, 422, 503)}


def binary(*wrong: int) -> Responses:
    """Return the responses of a route that answers in bytes; *wrong* are statuses of its own."""
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}, "example": "(bytes)"}}
    return {200: {"description": "The same for ever.", "content": content}, **problems(*wrong, 403, 422, 503)}


def proofs(shape: str) -> Responses:
    """Return the responses of a route that proves something about the log."""
    return {200: _told("Under a checkpoint.", shape, {}), **problems(403, 404, 422, 503)}


def _json(shape: str, example: str | None = None) -> dict[str, Any]:
    return {JSON: {"schema": {"$ref": f"#/components/schemas/{shape}"}, "x-example": example or shape}}


def _csv(shape: str, table: Sequence[Column]) -> dict[str, Any]:
    """Return the table that format=csv gives, shown by the items of the example; of some answers by its head alone."""
    example = examples.ANSWERS[shape]
    rows = example.get("claims") or example.get("items") or ()
    text = Table(table, rows).text(head=True).decode()
    return {CSV: {"schema": {"type": "string", "description": "RFC 4180, with a head."}, "example": text}}


def _told(description: str, shape: str, headers: dict[str, Any], example: str | None = None) -> dict[str, Any]:
    return {"description": description, "headers": headers, "content": _json(shape, example)}


def opens(name: str) -> Responses:
    """Return the responses of a route that opens what is called *name*."""
    return {201: _told("Opened.", "Opened", _LOCATION, f"Opened {name}"), **edits(name)}


def edits(name: str) -> Responses:
    """Return the responses of a route that describes what is called *name* anew."""
    changed = _told("Described anew, or known already.", "Opened", _WRITTEN, f"Opened {name}")
    return {200: changed, **problems(404, 409, *_WITH_BODY, *_ALWAYS)}


def adds(name: str) -> Responses:
    """Return the responses of a route that says something about what is called *name*."""
    return {
        201: _told("Recorded.", "Added", _WRITTEN, f"Added {name}"),
        200: _told("It stands so already.", "Added", _WRITTEN, f"Added {name}"),
        **problems(404, 409, *_WITH_BODY, *_ALWAYS),
    }


def erases(name: str) -> Responses:
    """Return the responses of a route that erases the wording of what is called *name*."""
    return {
        201: _told("Erased.", "Erased", _WRITTEN, f"Erased {name}"),
        200: _told("Nothing was left to erase.", "Erased", _WRITTEN, f"Erased {name}"),
        **problems(404, 409, *_WITH_BODY, *_ALWAYS),
    }


_EACH_LINE: Final = {LINES[0]: {"schema": {"type": "string"}, "example": examples.LINE_ANSWERS}}
_KNOWN: Final = _told("Known already; or, to lines, an answer to each.", "RecordedReport", _WRITTEN)
OPENED: Final[Responses] = {
    201: _told("Recorded.", "RecordedReport", _LOCATION),
    200: _told("Known already.", "RecordedReport", _WRITTEN),
    **problems(404, 409, *_WITH_BODY, *_ALWAYS),
}
RECORDED: Final[Responses] = OPENED | {200: {**_KNOWN, "content": _KNOWN["content"] | _EACH_LINE}}
