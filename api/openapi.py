"""The reference as OpenAPI 3.1: FastAPI's routes, and the shapes that the service itself checks and tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.examples import ANSWERS
from api.schemas import ALL, RENAMED

Json = dict[str, Any]
_REF: Final = "#/components/schemas/"
_REFUSED: Final = "recorded"
"""A field of every native line that HTTP does not take."""

TAGS: Final = [
    {"name": "timelines", "description": "Named collections of incidents."},
    {"name": "sources", "description": "Who speaks: outlets, persons, organisations, officials, unnamed ones."},
    {
        "name": "incidents",
        "description": "What is said to have happened, with the status that follows from who says what: as known on "
        "any day, by what was recorded by any day.",
    },
    {
        "name": "reports",
        "description": "Published items with their claims: recording them, and what is said of them afterwards.",
    },
    {"name": "claims", "description": "Single statements inside reports."},
    {
        "name": "audits",
        "description": "How a timeline as a whole came to be known: counts, moments, differences, figures.",
    },
    {"name": "log", "description": "The signed log of all facts, and what proves that nothing in it was changed."},
    {"name": "operations", "description": "Whether the service lives, is ready, and how it does."},
]
DESCRIPTION: Final = (
    "As Known records what reports claim, and tells what could be known on any day. Every answer names its point of "
    "view in as_of: known_on (the published clock), recorded_by and position (the recorded clock). An answer at a "
    "position never changes. Unknown fields and parameters are refused. Errors are problem documents (RFC 9457)."
)


def described(app: FastAPI) -> Callable[[], Json]:
    """Return the function that gives the reference of *app*, made once."""

    def reference() -> Json:
        if app.openapi_schema is None:
            app.openapi_schema = _reference(app)
        return app.openapi_schema

    return reference


def _reference(app: FastAPI) -> Json:
    schema = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=app.openapi_tags
    )
    shapes = components()
    schema["components"] = {"schemas": shapes}
    resolved = _resolved(schema["paths"], shapes)
    assert isinstance(resolved, dict)  # noqa: S101 - a dict stays one
    return schema | {"paths": resolved}


def components() -> Json:
    """Return the schema of everything that goes in or out as JSON, by name."""
    _, shapes = msgspec.json.schema_components(ALL, ref_template=_REF + "{name}")
    renamed = {RENAMED.get(name, name): _plain(shape) for name, shape in shapes.items()}
    return dict(sorted(renamed.items()))


def _plain(node: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return a schema as tools of any language read it: our names, and patterns of ECMA 262."""
    match node:
        case dict():
            return {name: _plain_field(name, value) for name, value in node.items() if not _is_ours(name, value)}
        case list():
            return [_plain(item) for item in node]
        case _:
            return node


def _plain_field(name: str, value: Any) -> Any:  # noqa: ANN401 - any JSON
    match name, value:
        case "pattern", str():
            return value.replace(r"\A", "^").replace(r"\Z", "$")
        case "$ref", str():
            told = value.removeprefix(_REF)
            return _REF + RENAMED.get(told, told)
        case _:
            return _plain(value)


def _is_ours(name: str, value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Tell whether this is a pattern that only Python reads: with flags inside."""
    return name == "pattern" and isinstance(value, str) and "(?i" in value


def _resolved(node: Any, shapes: Json) -> Any:  # noqa: ANN401 - any JSON
    """Return *node* with the commands that routes name replaced by their schemas, and examples filled in."""
    match node:
        case {"x-command": name, "x-path": path, "x-required": required}:
            return _command(shapes[name], path, required)
        case {"x-example": name, **rest}:  # FastAPI would leave its nulls out
            return {**rest, "example": ANSWERS[name]}
        case dict():
            return {name: _resolved(value, shapes) for name, value in node.items()}
        case list():
            return [_resolved(item, shapes) for item in node]
        case _:
            return node


def _command(shape: Json, path: tuple[str, ...], required: tuple[str, ...]) -> Json:
    """Return the schema of a command as a body: without what the path says, and without recorded."""
    left_out = {*path, _REFUSED}
    fields = {name: field for name, field in shape["properties"].items() if name not in left_out}
    needed = [name for name in fields if name in required or name in shape["required"]]
    return shape | {"properties": fields, "required": needed}
