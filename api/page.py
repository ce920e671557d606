"""The page, as static files: built from web/, and allowed to load nothing but what this service serves."""

from __future__ import annotations

import gzip
from functools import cache
from hashlib import blake2b
from pathlib import Path, PurePath
from typing import Final

from fastapi import FastAPI, HTTPException, Request, Response

from api.caching import ASK_AGAIN, is_held

BUILT: Final = Path(__file__).with_name("_page")
"""Where `make setup` puts it; a wheel carries it."""
INDEX, ASSETS = "index.html", "assets"
NAMED_BY_CONTENT: Final = "public, max-age=31536000, immutable"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types svelte-trusted-html"
)
"""Nothing from elsewhere, nothing written into the page; markup is made by the page's own templates only."""
_NOT_BUILT: Final = (
    '<!doctype html><html lang="en"><title>As Known</title><main><h1>As Known</h1><p>The page is not built here: run '
    '<code>make setup</code>. The HTTP API answers all the same: <a href="/docs">its reference</a>.</p></main></html>'
)
_WORTH_PACKING: Final = 1_000  # bytes
_KINDS: Final = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""Said here, since what a system's own table says differs, and browsers run no script of another kind."""

Contents = tuple[bytes, str, bool]


def show_page(app: FastAPI) -> None:
    """Serve the page at /, and what it loads below /assets/.

    All of it is read here, once: a page that is built anew meanwhile would not fit to what was handed out before.
    """
    files = _read(BUILT)

    @cache
    def contents(name: str, *, packs: bool) -> Contents:
        return _contents(files[name], packs=packs)

    def answer(request: Request, name: str, headers: dict[str, str]) -> Response:
        body, tag, packed = contents(name, packs=_takes_gzip(request.headers.get("accept-encoding", "")))
        said = {"ETag": tag, "Vary": "Accept-Encoding"} | headers
        if is_held(request.headers, tag):
            return Response(status_code=304, headers=said)
        kind = _KINDS.get(PurePath(name).suffix, "application/octet-stream")
        return Response(body, media_type=kind, headers=said | ({"Content-Encoding": "gzip"} if packed else {}))

    async def page(request: Request) -> Response:
        if INDEX not in files:
            return Response(_NOT_BUILT, media_type="text/html", headers={"Cache-Control": "no-store"})
        return answer(request, INDEX, {"Cache-Control": ASK_AGAIN, "Content-Security-Policy": POLICY})

    async def asset(request: Request) -> Response:
        name = f"{ASSETS}/{request.path_params['name']}"
        if name not in files:
            raise HTTPException(404)
        return answer(request, name, {"Cache-Control": NAMED_BY_CONTENT})

    for path, endpoint in (("/", page), ("/assets/{name}", asset)):
        app.router.add_route(path, endpoint, methods=["GET"], include_in_schema=False)


def _read(folder: Path) -> dict[str, bytes]:
    """Return the files of the page by their names below a folder; none where it is not built."""
    found = [folder / INDEX, *(folder / ASSETS).glob("*")]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found if file.is_file()}


def _takes_gzip(encodings: str) -> bool:
    """Tell whether gzip is among the accepted encodings (RFC 9110, section 12.5.3); a weight of 0 says no."""
    offers = (one.replace(" ", "").lower().partition(";q=") for one in encodings.split(","))
    return any(name == "gzip" and (not weight or weight.strip("0.") != "") for name, _, weight in offers)


def _contents(plain: bytes, *, packs: bool) -> Contents:
    """Return the bytes of a file, packed where that is worth it, with their ETag and whether they are packed."""
    packed = packs and len(plain) > _WORTH_PACKING
    body = gzip.compress(plain, mtime=0) if packed else plain
    return body, f'"{blake2b(body, digest_size=12).hexdigest()}"', packed
