"""The live feed: server-sent events in ledger order, for any number of clients, as soon as the views have a fact.

The format is that of the HTML standard: the id of an event is its position, and who comes back with it goes on there.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Hashable
from contextlib import suppress
from threading import Event
from typing import Final, NamedTuple

import msgspec
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import format_sse_event

from timeline.answers import LedgerChange
from timeline.clocks import AsOf
from timeline.errors import LedgerError
from timeline.service import MOST, Asked, ChangeFilters, Page, Timeline

_log = logging.getLogger("api")
HEARTBEAT: Final = 15.0
"""Seconds after which a quiet feed says that it is still there."""
RETRY: Final = 1_000
"""Milliseconds after which a client that was cut off shall come back."""
_LOOKING: Final = 0.5  # seconds between two looks whether the server is being stopped
_SHARED: Final = 64
"""Pages that are kept for clients that are at the same place."""


class Live(NamedTuple):
    """What one client wants to hear: of which timeline, seen from where, narrowed how."""

    timeline: str
    known_on: int | None
    filters: ChangeFilters


class _Placed(msgspec.Struct, frozen=True):
    """What the text of a change tells of its place."""

    position: int


_PLACED: Final = msgspec.json.Decoder(_Placed)


class Feed:
    """Knows how far the views are, and wakes who waits for more.

    Each client reads for itself from where it is: there are no queues, so a slow one costs nothing, and loses nothing.
    Those at the same place share what was read.
    """

    def __init__(self) -> None:
        self.position = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._bell = asyncio.Event()
        self._pages: OrderedDict[Hashable, asyncio.Future[Page[LedgerChange]]] = OrderedDict()

    def open(self) -> None:
        """Begin to wake clients of the event loop that runs."""
        self._loop = asyncio.get_running_loop()

    def reached(self, position: int) -> None:
        """Take in that the views have reached a position; any thread may call this."""
        if position > self.position:
            self.position = position
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(self._ring)

    def forget(self) -> None:
        """Let go of the pages that clients share; any thread may call this."""
        self._pages = OrderedDict()

    def _ring(self) -> None:
        self._bell.set()
        self._bell = asyncio.Event()

    async def events(self, timeline: Timeline, live: Live, after: int, stopping: Event) -> AsyncIterator[bytes]:
        """Yield what is recorded behind a position, for ever; ends when the server is *stopping*."""
        yield format_sse_event(retry=RETRY, comment="As Known", id=str(after))
        told = time.monotonic()
        while not stopping.is_set():
            if after < (upto := self.position):
                try:
                    async for page in self._told(timeline, live, after, upto):
                        for doc in page.docs:
                            yield format_sse_event(data_str=doc, id=str(_PLACED.decode(doc).position))
                            told = time.monotonic()
                        if stopping.is_set():
                            return
                except LedgerError as error:
                    _log.warning("A feed of changes ends, and shall be asked for again: %s", error.detail)
                    return
                after = upto
            else:
                await self._ring_behind(after)
            if time.monotonic() - told >= HEARTBEAT:
                yield format_sse_event(comment="still there", id=str(after))  # without data, it only tells the place
                told = time.monotonic()

    async def _told(self, timeline: Timeline, live: Live, after: int, upto: int) -> AsyncIterator[Page[LedgerChange]]:
        """Yield the pages of what was recorded behind a position, up to another."""
        asked = Asked(as_of=AsOf(known_on=live.known_on, at_position=upto), limit=MOST)
        filters: ChangeFilters = msgspec.structs.replace(live.filters, after=after)
        while True:
            page = await self._page(timeline, live.timeline, asked, filters)
            yield page
            if page.next is None:
                return
            asked = Asked(cursor=page.next)

    async def _page(self, timeline: Timeline, slug: str, asked: Asked, filters: ChangeFilters) -> Page[LedgerChange]:
        """Read a page, once for all who want it; what is pinned stays as it is."""
        key = (slug, asked, filters)
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = asyncio.ensure_future(run_in_threadpool(timeline.changes, slug, asked, filters))
            while len(self._pages) > _SHARED:
                self._pages.popitem(last=False)
        try:
            return await asyncio.shield(page)
        except Exception:
            if self._pages.get(key) is page:
                del self._pages[key]  # whoever comes next may try again
            raise

    async def _ring_behind(self, position: int) -> None:
        """Wait a little until there may be more than a *position*."""
        if self.position <= position:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._bell.wait(), _LOOKING)
