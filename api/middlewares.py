"""What holds for every request, whatever it asks: hosts, HEAD, and headers that keep browsers careful."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import HostError
from api.problems import kind_of, problem_of, response

OUR_HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
CAREFUL: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_CAREFUL: Final = [(name.lower().encode(), value.encode()) for name, value in CAREFUL.items()]


class OurHosts:
    """Refuses requests to other names: a foreign name that leads here is an attack (DNS rebinding)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and _name(host := Headers(scope=scope).get("host", "")) not in OUR_HOSTS:
            refusal = HostError(f"'{host[:100]}'; allowed: {', '.join(sorted(OUR_HOSTS))}, with any port")
            return await CarefulHeaders(response(kind_of(refusal), problem_of(refusal)))(scope, receive, send)
        return await self._app(scope, receive, send)


HEAD: Final = "asknown.head"
"""In the scope of a request that is answered as GET, and was none: its answer must end."""


class HeadAsGet:
    """Answers HEAD as GET (RFC 9110, section 9.3.2); the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self._app({**scope, "method": "GET", HEAD: True} if is_head else scope, receive, send)


class CarefulHeaders:
    """Adds the headers that every answer carries, where the answer itself says nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back."""

        async def careful(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name for name, _ in message["headers"]}
                added = [header for header in _CAREFUL if header[0] not in said]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._app(scope, receive, careful)


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    name, colon, port = host.lower().rpartition(":")
    return name if colon and port.isdecimal() else host.lower()
