"""How long an answer may be kept, and by what name: ETags, pinned addresses, Cache-Control (RFC 9110, RFC 8246)."""

from __future__ import annotations

import re
from hashlib import blake2b
from importlib.metadata import version
from typing import Final
from urllib.parse import quote, urlencode

import msgspec
from fastapi import Request
from starlette.datastructures import Headers

from timeline.answers import AsKnown

FOR_EVER: Final = "public, max-age=86400, immutable"
"""A day, for an answer may lose wording to a lawful erasure."""
ASK_AGAIN: Final = "no-cache"
_SOFTWARE: Final = version("asknown")
_REPLACED: Final = frozenset({"known_on", "recorded_by", "at_position", "min_position"})
_TAG = re.compile(r'(?:W/)?("[^"]*")')


def etag(request: Request, known: AsKnown, ledger: str, erasure: int) -> str:
    """Return the strong ETag of the answer to *request* from the point of view *known*; an *erasure* alters all."""
    asked = sorted(pair for pair in request.query_params.multi_items() if pair[0] != "min_position")
    said = msgspec.json.encode([_SOFTWARE, ledger, erasure, request.scope["path"], asked, known])
    return f'"{known.position}-{known.rules}-{blake2b(said, digest_size=12).hexdigest()}"'


def is_held(asked: Headers, tag: str) -> bool:
    """Tell whether who asked with these headers has this answer already (If-None-Match, compared weakly)."""
    held = ",".join(asked.getlist("if-none-match"))
    return held.strip() == "*" or tag in _TAG.findall(held)


def keeping(request: Request, known: AsKnown, tag: str) -> dict[str, str]:
    """Return the headers that say how long an answer may be kept, and where the same is found for ever."""
    headers = {"ETag": tag, "Timeline-Position": str(known.position)}
    if "at_position" in request.query_params:
        return headers | {"Cache-Control": FOR_EVER}
    if known.settled:
        headers["Content-Location"] = pinned(request, known)
    return headers | {"Cache-Control": ASK_AGAIN}


def pinned(request: Request, known: AsKnown) -> str:
    """Return the address under which this very answer is found for ever; a cursor holds its position already."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] not in _REPLACED]
    if "cursor" not in request.query_params:
        moment = [("known_on", known.known_on)] if known.known_on is not None else []
        kept = [*moment, ("at_position", str(known.position)), *kept]
    return address(request, kept)


def address(request: Request, query: list[tuple[str, str]]) -> str:
    """Return the path of *request* with another query."""
    return f"{quote(request.scope['path'])}?{urlencode(query)}"
