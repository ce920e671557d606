"""Requests that may be sent again: the key they carry, and the answer that is kept and given again."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Final

import msgspec
from fastapi import Depends, Header, Request, Response

from timeline.errors import NotAllowedError
from timeline.service import Answered

LONGEST: Final = 200
REPLAYED: Final = "Idempotent-Replayed"
_KEY: Final = "Idempotency-Key"
_ALLOWED: Final = f"allowed: 1 to {LONGEST} printable characters of ASCII, once"

Key = Annotated[
    str | None,
    Header(
        alias=_KEY,
        description="Makes it safe to send this request again: whatever is sent under this key within 7 days has one "
        "effect, and is given the first answer again, byte for byte. Another request under it is refused. A random "
        "UUID will do.",
        examples=["2a3b6c0e-8f57-4b1e-9d64-0c9a7d1f5e20"],
        json_schema_extra={"minLength": 1, "maxLength": LONGEST, "pattern": "^[ -~]+$"},
    ),
]


class Kept(msgspec.Struct, frozen=True):
    """An answer as it is kept: all that went out, but for what every answer carries."""

    status: int
    headers: dict[str, str]
    body: bytes


async def a_key(request: Request, key: Key = None) -> str | None:
    """Return the key of a request, if it has one. Raises NotAllowedError."""
    if key is None:
        return None
    if len(request.headers.getlist(_KEY)) > 1 or not (1 <= len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise NotAllowedError.at(f"/{_KEY}", _ALLOWED)
    return key


RetryKey = Annotated[str | None, Depends(a_key)]


def fingerprint(request: Request, media_type: str, raw: bytes) -> bytes:
    """Return what tells a request from another one: its method, path, kind of body and body, as a digest."""
    return sha256(msgspec.json.encode((request.method, request.url.path, media_type)) + b"\n" + raw).digest()


def as_kept(response: Response) -> bytes:
    """Return an answer as it is kept."""
    return msgspec.msgpack.encode(Kept(response.status_code, dict(response.headers), bytes(response.body)))


def given(answered: Answered) -> Response:
    """Return the answer that is kept, and say whether it was given before."""
    kept = msgspec.msgpack.decode(answered.answer, type=Kept)
    return Response(kept.body, kept.status, kept.headers | again(replayed=answered.replayed))


def again(*, replayed: bool) -> dict[str, str]:
    """Return the header that says that an answer was given before."""
    return {REPLAYED: "true"} if replayed else {}
