"""Our routes take from a request what FastAPI's take, and say the same of what is wrong; anything else is refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.routing import Route

TIMES: list[str] = []


async def counted(request: Request) -> str:
    TIMES.append(request.url.path)
    return "counted"


async def bounds(begin: Annotated[int, Query(alias="from", ge=1)], to: int = 9) -> tuple[int, int]:
    return begin, to


def plain(known: Annotated[bool, Query()] = False) -> bool:  # noqa: FBT002 - FastAPI calls it by name
    return known


def endpoint(  # noqa: PLR0917 - FastAPI calls it by name
    number: int,
    request: Request,
    first: Annotated[str, Depends(counted)],
    second: Annotated[str, Depends(counted)],
    between: Annotated[tuple[int, int], Depends(bounds)],
    known: Annotated[bool, Depends(plain)],
    word: str | None = None,
) -> Response:
    return Response(repr((number, request.method, first, second, between, known, word)))


async def in_the_loop(number: int, word: Annotated[str, Query(max_length=3)]) -> Response:
    return Response(f"{number} {word}")


def a_client(route: type[APIRoute]) -> TestClient:
    router = APIRouter(route_class=route)
    router.add_api_route("/thread/{number}", endpoint, methods=["GET"])
    router.add_api_route("/loop/{number}", in_the_loop, methods=["GET"])

    async def wrong(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return Response(repr([(one["type"], one["loc"], one["msg"]) for one in error.errors()]), 422)

    app = FastAPI(routes=router.routes)
    app.add_exception_handler(RequestValidationError, wrong)
    return TestClient(app)


OURS, THEIRS = a_client(Route), a_client(APIRoute)


@pytest.mark.parametrize(
    "path",
    [
        "/thread/1?from=2",
        "/thread/1?from=2&to=3&known=yes&word=a%20b",
        "/thread/1?from=2&word=",
        "/thread/1?from=2&from=3",
        "/thread/1",
        "/thread/x?from=0&to=y&known=perhaps",
        "/thread/1?begin=2",
        "/loop/1?word=abc",
        "/loop/x?word=abcd",
        "/loop/1",
    ],
)
def test_a_route_answers_as_fastapi_would(path: str) -> None:
    ours, theirs = OURS.get(path), THEIRS.get(path)

    assert (ours.status_code, ours.text) == (theirs.status_code, theirs.text)


def test_a_function_is_asked_once_a_request() -> None:
    TIMES.clear()
    OURS.get("/thread/7?from=1")

    assert TIMES == ["/thread/7"]


async def with_a_header(accept: Annotated[str, Header()]) -> Response:
    return Response(accept)


async def with_a_body(body: dict[str, int]) -> Response:
    return Response(repr(body))


async def that_yields() -> AsyncIterator[str]:
    yield ""


@pytest.mark.parametrize("function", [with_a_header, with_a_body, that_yields])
def test_what_our_routes_do_not_take_is_refused_at_the_start(function: Callable[..., Any]) -> None:
    with pytest.raises(NotImplementedError, match="allowed: path, query, Request, Depends"):
        Route("/", function, response_model=None)
