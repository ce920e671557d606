"""Reading request bodies: of the right kind, plain, and never more than is taken."""

from __future__ import annotations

from typing import Annotated, Final, NamedTuple

from fastapi import Depends, Request
from starlette.requests import ClientDisconnect

from api.errors import ClientGoneError, MediaTypeError, TooLargeError

JSON: Final = "application/json"
LINES: Final = ("application/jsonl", "application/x-ndjson")
MIB: Final = 2**20
LARGEST_OBJECT: Final = 16 * MIB
LARGEST_LINES: Final = 64 * MIB
"""All lines together; so no line is longer than a line of a file may be."""


class Body(NamedTuple):
    """The bytes of a request, and whether they are lines of JSON or one object."""

    raw: bytes
    is_lines: bool


async def one_object(request: Request) -> bytes:
    """Read one JSON object. Raises MediaTypeError, TooLargeError."""
    _must_be(media_type_of(request), (JSON,))
    return await _read(request, LARGEST_OBJECT)


async def object_or_lines(request: Request) -> Body:
    """Read one JSON object, or lines of them. Raises MediaTypeError, TooLargeError."""
    media_type = media_type_of(request)
    _must_be(media_type, (JSON, *LINES))
    is_lines = media_type in LINES
    return Body(await _read(request, LARGEST_LINES if is_lines else LARGEST_OBJECT), is_lines)


OneObject = Annotated[bytes, Depends(one_object)]
ObjectOrLines = Annotated[Body, Depends(object_or_lines)]


def media_type_of(request: Request) -> str:
    """Return the kind of a body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _must_be(media_type: str, allowed: tuple[str, ...]) -> None:
    """Refuse other kinds. A page of another origin can send none of ours without asking first (CORS)."""
    if media_type not in allowed:
        raise MediaTypeError(f"'{media_type}'; allowed: {', '.join(allowed)}")


async def _read(request: Request, most: int) -> bytes:
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise MediaTypeError(f"it is encoded as '{coding}'; allowed: no encoding")
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > most:
        raise TooLargeError(f"{announced} bytes; allowed: {most}")
    read = bytearray()
    try:
        async for chunk in request.stream():
            read += chunk
            if len(read) > most:
                raise TooLargeError(f"more than {most} bytes; allowed: {most}")
    except ClientDisconnect:
        raise ClientGoneError from None
    return bytes(read)
