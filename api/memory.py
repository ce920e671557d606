"""Answers that never change, kept in the memory of this process and given again before anything is read."""

from __future__ import annotations

from collections import OrderedDict
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.caching import FOR_EVER, is_held

MIB: Final = 2**20
ROOM: Final = 32 * MIB
"""Bytes that kept answers may take, where nothing else is said."""
_AROUND: Final = 2048  # bytes of the objects around one answer; 1,730 were measured
_PINNED: Final = b"at_position="
_KEPT_FOR_EVER: Final = (b"cache-control", FOR_EVER.encode())
_NOT_IN_304: Final = frozenset({b"link", b"content-length", b"content-type"})

Address = tuple[str, bytes]
"""A path, and a query as it was sent."""


class Kept(NamedTuple):
    """An answer as it goes out, and the route that gave it, by which it is counted."""

    route: Any  # what the router put into the scope
    headers: list[tuple[bytes, bytes]]
    body: bytes

    def messages(self, asked: Headers) -> tuple[Message, Message]:
        """Return the answer to a request with these headers: 304 to who holds it."""
        tag = next(value for name, value in self.headers if name == b"etag").decode()
        if is_held(asked, tag):
            return _messages(HTTPStatus.NOT_MODIFIED, [one for one in self.headers if one[0] not in _NOT_IN_304], b"")
        return _messages(HTTPStatus.OK, self.headers, self.body)


class Shelf:
    """Answers by address, within so many bytes: the one that was asked for least recently goes first."""

    def __init__(self, room: int) -> None:
        self._room, self._taken = room, 0
        self._kept: OrderedDict[Address, Kept] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, address: Address) -> Kept | None:
        """Return an answer, if it is here."""
        found = self._kept.get(address)
        if found is not None:
            self._kept.move_to_end(address)
        return found

    def put(self, address: Address, kept: Kept) -> None:
        """Keep an answer, and let others go for it."""
        size = _size(address, kept)
        if address in self._kept or size > self._room:
            return
        self._kept[address] = kept
        self._taken += size
        while self._taken > self._room:
            self._taken -= _size(*self._kept.popitem(last=False))


class Memory:
    """What one app keeps of one ledger; each worker process keeps its own."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self.shelf = Shelf(room)

    def forget(self) -> None:
        """Forget all answers, and those being made, which go to the old shelf: for erasure, which changes the past."""
        self.shelf = Shelf(self._room)


class FromMemory:
    """Gives answers from memory, and keeps those that any cache may keep for ever, as their query pins the position.

    Path and query make such an answer, and nothing else of a request; one that says that it varies is not kept.
    """

    def __init__(self, app: ASGIApp, memory: Memory) -> None:
        self._app, self._memory = app, memory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http" or scope["method"] != "GET" or _PINNED not in scope["query_string"]:
            return await self._app(scope, receive, send)
        shelf, address = self._memory.shelf, (scope["path"], scope["query_string"])
        kept = shelf.get(address)
        if kept is None:
            return await self._app(scope, receive, _keeping(send, scope, shelf, address))
        scope["route"] = kept.route
        for message in kept.messages(Headers(scope=scope)):
            await send(message)
        return None


def _keeping(send: Send, scope: Scope, shelf: Shelf, address: Address) -> Send:
    """Return what sends an answer, and keeps it where it is whole, and may be kept for ever."""
    start: Message = {}

    async def keeping(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
        elif _never_changes(start) and not message.get("more_body"):
            shelf.put(address, Kept(scope["route"], start["headers"], message["body"]))
        else:
            start = {}  # what comes in pieces is not kept
        await send(message)

    return keeping


def _never_changes(start: Message) -> bool:
    headers = start.get("headers", ())
    return (
        start.get("status") == HTTPStatus.OK
        and _KEPT_FOR_EVER in headers
        and not any(name == b"vary" for name, _ in headers)
    )


def _messages(status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> tuple[Message, Message]:
    return (
        {"type": "http.response.start", "status": status, "headers": headers},
        {"type": "http.response.body", "body": body},
    )


def _size(address: Address, kept: Kept) -> int:
    path, query = address
    said = sum(len(name) + len(value) for name, value in kept.headers)
    return _AROUND + len(path) + len(query) + said + len(kept.body)
