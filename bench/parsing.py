"""Whether anything parses JSON while a page is made: documents are stored finished, and go out as they are."""

from __future__ import annotations

import asyncio
import sys
import threading
from types import FrameType
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from api.app import create_app
from timeline.service import Timeline

_JSON: Final = ("/json/decoder.py", "/json/scanner.py")


def parsed_on_the_way(timeline: Timeline, paths: list[str]) -> int:
    """Return how often JSON was parsed, in whichever thread, while the pages of *paths* were made."""
    app, found = create_app(timeline), _Found()
    asyncio.run(_get(app, paths[0]))  # what is read once, when it is first needed, is not on the way
    threading.setprofile(found.look)
    sys.setprofile(found.look)
    try:
        for path in paths:
            asyncio.run(_get(app, path))
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return found.count


class _Found:
    """Looks at every call, and counts those that parse JSON: msgspec's, and the standard library's."""

    def __init__(self) -> None:
        self.count = 0

    def look(self, frame: FrameType, event: str, called: Any) -> None:  # noqa: ANN401 - as sys.setprofile has it
        """Take note of a call."""
        if event == "c_call":
            decoder = isinstance(getattr(called, "__self__", None), msgspec.json.Decoder)
            self.count += decoder or called is msgspec.json.decode
        elif event == "call":
            self.count += frame.f_code.co_filename.endswith(_JSON)


async def _get(app: Any, path: str) -> None:  # noqa: ANN401 - an ASGI application
    """Ask for a page, as a server would. Raises AssertionError where it is not there."""
    address = urlsplit(path)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": address.path,
        "raw_path": address.path.encode(),
        "query_string": address.query.encode(),
        "headers": [(b"host", b"127.0.0.1")],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    await app(scope, receive, send)
    if said[0]["status"] != 200:  # noqa: PLR2004 - OK
        raise AssertionError(said)
