"""The page, as static files: built from web/, and allowed to load nothing but what this service serves."""

from __future__ import annotations

import gzip
import mimetypes
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from fastapi import FastAPI, HTTPException, Request, Response

from api.caching import ASK_AGAIN, is_held

BUILT: Final = files("api").joinpath("_page")
"""Where `make setup` puts it; a wheel carries it."""
NAMED_BY_CONTENT: Final = "public, max-age=31536000, immutable"
POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types svelte-trusted-html",
    )
)
"""No script, style or picture from elsewhere or written into the page; markup is made by the page's own templates only."""
_NOT_BUILT: Final = (
    '<!doctype html><html lang="en"><title>As Known</title><main><h1>As Known</h1><p>The page is not built here: run '
    '<code>make setup</code>. The HTTP API answers all the same: <a href="/docs">its reference</a>.</p></main></html>'
)
_WORTH_PACKING: Final = 1_000  # bytes


def show_page(app: FastAPI) -> None:
    """Serve the page at /, and what it loads below /assets/."""

    async def page(request: Request) -> Response:
        index = BUILT.joinpath("index.html")
        if not index.is_file():
            return Response(_NOT_BUILT, media_type="text/html", headers={"Cache-Control": "no-store"})
        return _file(request, index, ASK_AGAIN, {"Content-Security-Policy": POLICY})

    async def asset(request: Request) -> Response:
        name = request.path_params["name"]
        found = BUILT.joinpath("assets", name)
        if "\\" in name or name.startswith(".") or not found.is_file():
            raise HTTPException(404)
        return _file(request, found, NAMED_BY_CONTENT, {})

    for path, endpoint in (("/", page), ("/assets/{name}", asset)):
        app.router.add_route(path, endpoint, methods=["GET"], include_in_schema=False)


def _file(request: Request, file: Traversable, keep: str, headers: dict[str, str]) -> Response:
    packs = "gzip" in request.headers.get("accept-encoding", "")
    body, tag, packed = _contents(file, packs=packs)
    said = {"Cache-Control": keep, "ETag": tag, "Vary": "Accept-Encoding"} | headers
    if is_held(request.headers, tag):
        return Response(status_code=304, headers=said)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Response(body, media_type=kind, headers=said | ({"Content-Encoding": "gzip"} if packed else {}))


@cache
def _contents(file: Traversable, *, packs: bool) -> tuple[bytes, str, bool]:
    """Return the bytes of a file, packed where that is worth it, with their ETag; read once, as long as we run."""
    plain = file.read_bytes()
    packed = packs and len(plain) > _WORTH_PACKING
    body = gzip.compress(plain, mtime=0) if packed else plain
    return body, f'"{blake2b(body, digest_size=12).hexdigest()}"', packed
