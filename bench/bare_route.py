"""A bare Starlette route that returns finished bytes: `python -m bench.bare_route PORT FILE`, run by the bench."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.server import SETTINGS


def app(bodies: dict[str, bytes]) -> Starlette:
    """Return an application that answers with the body of each address."""

    async def answer(request: Request) -> Response:
        return Response(bodies[f"{request.url.path}?{request.url.query}"], media_type="application/json")

    return Starlette(routes=[Route("/{path:path}", answer)])


def main() -> None:
    """Serve on the loopback, until stopped."""
    port, file = int(sys.argv[1]), Path(sys.argv[2])
    bodies = msgspec.msgpack.decode(file.read_bytes(), type=dict[str, bytes])
    uvicorn.run(app(bodies), host="127.0.0.1", port=port, log_level="warning", **SETTINGS)


if __name__ == "__main__":
    main()
