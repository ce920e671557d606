"""The reference as a page to read, made from the OpenAPI description: no script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request, Response

from api.problems import KINDS

Json = dict[str, Any]
_STYLE: Final = files("api").joinpath("reference.css").read_text("utf-8")
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY: Final = f"default-src 'none'; style-src 'sha256-{_HASH}'; frame-ancestors 'none'; base-uri 'none'"
_METHODS: Final = ("get", "post", "patch")


def show_reference(app: FastAPI) -> None:
    """Serve the reference of *app* at /docs and /openapi.json."""

    @cache
    def page() -> bytes:
        return _page(app.openapi()).encode()

    async def docs(_: Request) -> Response:
        return Response(page(), headers={"Content-Security-Policy": POLICY}, media_type="text/html")

    async def openapi(_: Request) -> Response:
        return Response(msgspec.json.encode(app.openapi()), media_type="application/json")

    for path, endpoint in (("/docs", docs), ("/openapi.json", openapi)):
        app.router.add_route(path, endpoint, methods=["GET"], include_in_schema=False)


def _page(reference: Json) -> str:
    told = reference["info"]
    sections = "".join(_section(reference, tag) for tag in reference["tags"])
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(told['title'])}: the HTTP API</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escape(told['title'])} <small>{escape(told['version'])}</small></h1><p>{escape(told['description'])}</p>"
        '<p>The same for machines: <a href="/openapi.json">openapi.json</a>.</p>'
        f"{_contents(reference)}{sections}{_problems()}{_shapes(reference)}</main></body></html>"
    )


def _contents(reference: Json) -> str:
    rows = "".join(
        f'<li><a href="#{operation["operationId"]}"><b>{method.upper()}</b> <code>{escape(path)}</code></a> '
        f"{escape(operation['summary'])}</li>"
        for path, method, operation in _operations(reference)
    )
    return f"<nav><ul>{rows}</ul></nav>"


def _section(reference: Json, tag: Json) -> str:
    inside = "".join(
        _operation(path, method, operation)
        for path, method, operation in _operations(reference)
        if tag["name"] in operation["tags"]
    )
    return f"<section><h2>{escape(tag['name'].title())}</h2><p>{escape(tag['description'])}</p>{inside}</section>"


def _operation(path: str, method: str, operation: Json) -> str:
    return (
        f'<article id="{operation["operationId"]}"><h3><b>{method.upper()}</b> <code>{escape(path)}</code></h3>'
        f"<p>{escape(operation['summary'])}. {escape(operation['description'])}</p>"
        f"{_parameters(operation.get('parameters', []))}"
        f"{_contents_of('Body', operation.get('requestBody', {}))}{_responses(operation['responses'])}</article>"
    )


def _parameters(parameters: list[Json]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{one['in']}</td>"
        f"<td>{escape(one.get('description', ''))}</td></tr>"
        for one in parameters
    )
    return f"<table><tbody>{rows}</tbody></table>" if rows else ""


def _responses(responses: Json) -> str:
    told = "".join(_contents_of(status, response) for status, response in responses.items() if status[0] == "2")
    wrong = " ".join(
        f"<li><b>{status}</b> {escape(response['description'])}</li>"
        for status, response in responses.items()
        if status[0] != "2"
    )
    return f"{told}<details><summary>Other answers</summary><ul>{wrong}</ul></details>"


def _contents_of(name: str, told: Json) -> str:
    return "".join(
        f"<details><summary><b>{name}</b> {escape(told.get('description', ''))} <code>{media_type}</code></summary>"
        f"{_shape_of(content['schema'])}{''.join(map(_example, _examples(content)))}</details>"
        for media_type, content in told.get("content", {}).items()
    )


def _examples(content: Json) -> list[Any]:
    named = [one["value"] for one in content.get("examples", {}).values()]
    return named or ([content["example"]] if "example" in content else [])


def _example(value: Any) -> str:  # noqa: ANN401 - any JSON
    text = value if isinstance(value, str) else msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    return f"<pre>{escape(text)}</pre>"


def _shape_of(schema: Json) -> str:
    name = schema.get("$ref", "").rpartition("/")[2] or schema.get("title", "")
    return f'<p>Shape: <a href="#shape-{name}">{name}</a></p>' if name else ""


def _problems() -> str:
    rows = "".join(f'<tr id="{kind.name}"><td>{kind.status}</td><td>{kind.title}</td></tr>' for kind in KINDS)
    return f"<section><h2>Problems</h2><table><tbody>{rows}</tbody></table></section>"


def _shapes(reference: Json) -> str:
    inside = "".join(
        f'<details id="shape-{name}"><summary><b>{name}</b> {escape(shape.get("description", ""))}</summary>'
        f"{_example(shape)}</details>"
        for name, shape in reference["components"]["schemas"].items()
    )
    return f"<section><h2>Shapes</h2>{inside}</section>"


def _operations(reference: Json) -> list[tuple[str, str, Json]]:
    return [(path, name, item[name]) for path, item in reference["paths"].items() for name in _METHODS if name in item]
