"""Answers to questions: read once, told as JSON or as a table, with all that caches need to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Request, Response
from fastapi.responses import StreamingResponse

from api.caching import address, etag, is_held, keeping
from api.dependencies import PointOfView, Service, page_of_view, point_of_view, table_of_view
from api.middlewares import HEAD
from api.tables import MARK, MEDIA_TYPE, Table, file_name, page_table
from timeline.answers import Answer, AsKnown, ClaimView
from timeline.service import Asked, Found, Page, Timeline, found_body, page_body


class Told(Protocol):
    """An answer that says from which point of view it is given."""

    @property
    def as_of(self) -> AsKnown:
        """The point of view."""


class Paged(Told, Protocol):
    """One page of such an answer."""

    @property
    def next(self) -> str | None:
        """Where the next page begins."""


T = TypeVar("T", bound=Answer)
A = TypeVar("A", bound=Told)
P = TypeVar("P", bound=Paged)
JSON = "application/json"
_ANY = "*"


class Question:
    """One GET: from where it is asked, and how its answer goes out."""

    def __init__(self, request: Request, timeline: Timeline, seen: PointOfView) -> None:
        self._request, self._timeline, self._seen = request, timeline, seen
        self._ledger, self._erasure = "", timeline.erasure  # as of before the answer is read, never of after

    def page(self, read: Callable[[Asked], Page[T]]) -> Response:
        """Answer with the list that *read* finds."""
        return self.paged(read, page_body, page_table)

    def found(self, read: Callable[[Asked], Found[T]]) -> Response:
        """Answer with the one thing that *read* finds; a table holds its claims."""
        asked = self._seen.asked(self._timeline)
        if (held := self._held(asked)) is not None:
            return held
        if self._seen.tabled:
            return self._walked(lambda asked: _claims(read(asked)), asked, page_table, "claims")
        found = read(asked)
        after = found.claims.next if found.claims is not None else None
        return self._told(found.as_of, after, lambda following: found_body(found, following))

    def told(
        self, read: Callable[[Asked], A], body: Callable[[A], bytes], table: Callable[[A], Table] | None = None
    ) -> Response:
        """Answer with what *read* finds, in the words of *body*, or as a *table*; it has no further pages."""
        asked = self._seen.asked(self._timeline)
        if (held := self._held(asked)) is not None:
            return held
        answer = read(asked)
        if self._seen.tabled and table is not None:
            return self._tabled(answer.as_of, table(answer), None)
        return self._told(answer.as_of, None, lambda _: body(answer))

    def paged(
        self, read: Callable[[Asked], P], body: Callable[[P, str | None], bytes], table: Callable[[P], Table]
    ) -> Response:
        """Answer with the page that *read* finds, in the words of *body*, which is told the address of the next one.

        Or as a *table*, and then with all pages that follow.
        """
        asked = self._seen.asked(self._timeline)
        if (held := self._held(asked)) is not None:
            return held
        if self._seen.tabled:
            return self._walked(read, asked, table)
        page = read(asked)
        return self._told(page.as_of, page.next, lambda following: body(page, following))

    def _held(self, asked: Asked) -> Response | None:
        """Answer 304 before anything is read, where the point of view alone tells that nothing is new."""
        if asked.cursor is not None or self._request.headers.get("if-none-match", _ANY).strip() == _ANY:
            return None  # whoever has anything at all must be told first whether there is something
        known = self._timeline.as_known(asked)
        self._erasure = self._timeline.erasure
        return self._unchanged(known) if is_held(self._request.headers, self._tag(known)) else None

    def _told(self, known: AsKnown, after: str | None, body: Callable[[str | None], bytes]) -> Response:
        tag = self._tag(known)
        if is_held(self._request.headers, tag):
            return self._unchanged(known)
        following = None if after is None else address(self._request, [("cursor", after)])
        headers = keeping(self._request, known, tag)
        if following is not None:
            headers["Link"] = f'<{following}>; rel="next"'
        return Response(body(following), headers=headers, media_type=JSON)

    def _walked(self, read: Callable[[Asked], P], asked: Asked, table: Callable[[P], Table], *beneath: str) -> Response:
        """Answer with a table of a page and of all that follow; the cursors between them pin one snapshot."""
        first = read(asked)

        def others() -> Iterator[Table]:
            following = first.next
            while following is not None:
                page = read(Asked(cursor=following))
                yield table(page)
                following = page.next

        return self._tabled(first.as_of, table(first), others() if first.next is not None else None, *beneath)

    def _tabled(self, known: AsKnown, first: Table, others: Iterator[Table] | None, *beneath: str) -> Response:
        """Answer with a table: whole, or in pieces where there are *others*; its path and what is *beneath* name it."""
        tag = self._tag(known)
        if is_held(self._request.headers, tag):
            return self._unchanged(known)
        named = file_name("/".join((self._request.scope["path"], *beneath)), known)
        headers = keeping(self._request, known, tag) | {"Content-Disposition": f'attachment; filename="{named}"'}
        begun = (MARK if self._seen.form == "csv-bom" else b"") + first.text(head=True)
        if others is None:
            return Response(begun, headers=headers, media_type=MEDIA_TYPE)
        pieces = iter(()) if HEAD in self._request.scope else (other.text(head=False) for other in others)
        return StreamingResponse(chain([begun], pieces), headers=headers, media_type=MEDIA_TYPE)

    def _unchanged(self, known: AsKnown) -> Response:
        return Response(status_code=304, headers=keeping(self._request, known, self._tag(known)))

    def _tag(self, known: AsKnown) -> str:
        self._ledger = self._ledger or str(self._timeline.ledger_id())
        return etag(self._request, known, self._ledger, self._erasure)


def _claims(found: Found[T]) -> Page[ClaimView]:
    assert found.claims is not None  # noqa: S101 - only what has claims is asked for page by page
    return found.claims


async def question(
    request: Request, timeline: Service, seen: Annotated[PointOfView, Depends(point_of_view)]
) -> Question:
    """Return the question about one thing."""
    return Question(request, timeline, seen)


async def table_question(
    request: Request, timeline: Service, seen: Annotated[PointOfView, Depends(table_of_view)]
) -> Question:
    """Return the question about what may be told as a table."""
    return Question(request, timeline, seen)


async def list_question(
    request: Request, timeline: Service, seen: Annotated[PointOfView, Depends(page_of_view)]
) -> Question:
    """Return the question for a list."""
    return Question(request, timeline, seen)


ThingQuestion = Annotated[Question, Depends(question)]
TableQuestion = Annotated[Question, Depends(table_question)]
ListQuestion = Annotated[Question, Depends(list_question)]
