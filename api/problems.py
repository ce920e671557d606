"""What is wrong, as HTTP says it: one table from errors to problem documents (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Final, NamedTuple

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.errors import BehindError, ClientGoneError, HostError, MediaTypeError, StoppingError, TooLargeError
from timeline.errors import (
    BackupError,
    ConflictError,
    ErasedError,
    ErasingError,
    FieldProblem,
    LedgerError,
    NotAllowedError,
    NotReadyError,
    NotSealedError,
    NotSignedError,
    TimelineError,
    UnknownError,
    UnreadableError,
)

MEDIA_TYPE: Final = "application/problem+json"
_log = logging.getLogger("api")


class Pointed(msgspec.Struct, frozen=True):
    """What is wrong with one field: *pointer* (RFC 6901, '' is the whole) names the place, *detail* what is allowed."""

    pointer: str
    detail: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was wrong with a request, or why it could not be answered (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[Pointed, ...] = ()


class Kind(NamedTuple):
    """A kind of problem: its place in the reference, its HTTP status, its title, and when to try again (seconds)."""

    name: str
    status: int
    title: str
    retry_after: int | None = None


UNREADABLE: Final = Kind("unreadable", 400, "The request cannot be read")
FOREIGN_HOST: Final = Kind("foreign-host", 403, "Not a name of this service")
UNKNOWN: Final = Kind("unknown", 404, "Not known")
NO_METHOD: Final = Kind("no-method", 405, "Not a method of this path")
ERASED: Final = Kind("erased", 409, "Erased, and not to come back")
CONFLICT: Final = Kind("conflict", 409, "Recorded already, with other content")
TOO_LARGE: Final = Kind("too-large", 413, "Too large")
MEDIA: Final = Kind("media-type", 415, "Not a media type taken here")
NOT_ALLOWED: Final = Kind("not-allowed", 422, "Not allowed")
FAILED: Final = Kind("failed", 500, "The service failed")
NOT_READY: Final = Kind("not-ready", 503, "Not ready", 1)
NO_LEDGER: Final = Kind("no-ledger", 503, "The ledger cannot be used", 5)

KINDS: Final = (
    UNREADABLE,
    FOREIGN_HOST,
    UNKNOWN,
    NO_METHOD,
    CONFLICT,
    ERASED,
    TOO_LARGE,
    MEDIA,
    NOT_ALLOWED,
    FAILED,
    NOT_READY,
    NO_LEDGER,
)
_OF_ERROR: Final[dict[type[TimelineError], Kind]] = {
    UnreadableError: UNREADABLE,
    ClientGoneError: UNREADABLE,
    HostError: FOREIGN_HOST,
    UnknownError: UNKNOWN,
    ConflictError: CONFLICT,
    ErasedError: ERASED,
    TooLargeError: TOO_LARGE,
    MediaTypeError: MEDIA,
    NotAllowedError: NOT_ALLOWED,
    NotReadyError: NOT_READY,
    NotSealedError: NOT_READY,
    ErasingError: NOT_READY,
    BehindError: NOT_READY,
    StoppingError: NOT_READY,
    LedgerError: NO_LEDGER,
    NotSignedError: NO_LEDGER,  # what the database holds as a checkpoint is none
    BackupError: NO_LEDGER,
    TimelineError: FAILED,
}
"""Each error's kind; a class that is not here is of its parent's."""


def kind_of(error: TimelineError) -> Kind:
    """Return what kind of problem *error* is."""
    return next(_OF_ERROR[parent] for parent in type(error).__mro__ if parent in _OF_ERROR)


def problem_of(error: TimelineError) -> Problem:
    """Return *error* as a problem document."""
    pointed: Sequence[FieldProblem] = ()
    match error:
        case NotAllowedError():
            pointed = error.problems
        case ConflictError():
            pointed = (FieldProblem(error.pointer, "it differs from what is recorded"),)
        case _:
            pass
    return problem(kind_of(error), error.detail, pointed)


def problem(kind: Kind, detail: str, pointed: Sequence[FieldProblem] = ()) -> Problem:
    """Return a problem document of a *kind*; its type leads into the reference."""
    return Problem(
        type=f"/docs#{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=detail,
        errors=tuple(Pointed(*one) for one in pointed),
    )


def response(kind: Kind, told: Problem, headers: dict[str, str] | None = None) -> Response:
    """Return the answer that tells a problem; nobody may keep it."""
    kept = {"Cache-Control": "no-store"} | ({"Retry-After": str(kind.retry_after)} if kind.retry_after else {})
    return Response(msgspec.json.encode(told), told.status, kept | (headers or {}), MEDIA_TYPE)


async def refused(_: Request, error: Exception) -> Response:
    """Answer an error of ours."""
    assert isinstance(error, TimelineError)  # noqa: S101 - it is registered for these only
    kind = kind_of(error)
    if kind.status >= HTTPStatus.INTERNAL_SERVER_ERROR and kind is not NOT_READY:
        _log.error("%s", error.detail, exc_info=error)
    return response(kind, problem_of(error))


async def no_such_route(request: Request, error: Exception) -> Response:
    """Answer where the router found nothing, or nothing for this method."""
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these only
    named = f"{request.method} {request.url.path}"
    match error.status_code:
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = _methods(request)
            return response(NO_METHOD, problem(NO_METHOD, f"{named}; allowed: {allowed}"), {"Allow": allowed})
        case HTTPStatus.NOT_FOUND:
            return response(UNKNOWN, problem(UNKNOWN, f"{named}: there is no such path; /docs lists all."))
        case _:
            return response(UNREADABLE, problem(UNREADABLE, f"{named}: {error.detail}"))


async def unread_parameters(_: Request, error: Exception) -> Response:
    """Answer parameters that are not what their types say."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - it is registered for these only
    pointed = [FieldProblem(f"/{wrong['loc'][-1]}", str(wrong["msg"])) for wrong in error.errors()]
    return await refused(_, NotAllowedError(*pointed))


async def failed(_: Request, __: Exception) -> Response:
    """Answer what nobody foresaw; the server logs it with its trace."""
    return response(FAILED, problem(FAILED, "This should not have happened. The log of the service says more."))


def _methods(request: Request) -> str:
    """Return what a path takes; the router knows of the first of its routes only."""
    path = getattr(request.scope.get("route"), "path", "")
    methods = [method.upper() for method in request.app.openapi()["paths"].get(path, {"get": None})]
    return ", ".join([*methods, "HEAD"] if "GET" in methods else methods)


def tell_problems(app: FastAPI) -> None:
    """Let *app* answer every error as a problem document."""
    app.add_exception_handler(TimelineError, refused)
    app.add_exception_handler(HTTPException, no_such_route)
    app.add_exception_handler(RequestValidationError, unread_parameters)
    app.add_exception_handler(Exception, failed)
