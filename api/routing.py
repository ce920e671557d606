"""Routes of FastAPI that work out once, and not anew for every request, what they take from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from inspect import isasyncgenfunction, iscoroutinefunction, isgeneratorfunction
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from api.dependencies import only_documented

Values = dict[str, Any]
Wrong = list[Any]
_NOT_TAKEN = ("header_params", "cookie_params", "body_params", "response_param_name", "background_tasks_param_name")


class _Fields:
    """The parameters of one function that stand in one place of a request: its path, or its query."""

    def __init__(self, fields: Sequence[Any]) -> None:
        self._fields = [
            (field.name, field.alias, field.validate, field.field_info.is_required(), field.default) for field in fields
        ]

    def read(self, place: str, given: Mapping[str, Any], values: Values, wrong: Wrong) -> None:
        """Add what is given to *values*, the defaults of what is not, and to *wrong* what FastAPI would say of it."""
        for name, alias, validate, is_required, default in self._fields:
            if alias in given:
                values[name], also_wrong = validate(given[alias], values, loc=(place, alias))
                wrong += also_wrong
            elif is_required:
                wrong.append({"type": "missing", "loc": (place, alias), "msg": "Field required", "input": None})
            else:
                values[name] = default


class Taken:
    """What a function takes from a request: its parameters, and what other functions return of the same request."""

    def __init__(self, dependant: Dependant) -> None:
        function = dependant.call
        unknown = [name for name in _NOT_TAKEN if getattr(dependant, name)]
        if function is None or unknown or isgeneratorfunction(function) or isasyncgenfunction(function):
            raise NotImplementedError(f"{function} takes {unknown}, or yields; allowed: path, query, Request, Depends")
        self.name, self._request = dependant.name, dependant.request_param_name
        self.call: Callable[..., Awaitable[Any]] = (
            function if iscoroutinefunction(function) else partial(run_in_threadpool, function)
        )
        self.function = function
        self._others = [Taken(other) for other in dependant.dependencies]
        self._path, self._query = _Fields(dependant.path_params), _Fields(dependant.query_params)

    async def values(self, request: Request, query: dict[str, str], returned: dict[Any, Any]) -> tuple[Values, Wrong]:
        """Return the arguments, and what is wrong with the request; *returned* is what functions returned so far."""
        values, wrong = Values(), Wrong()
        for other in self._others:
            if other.function not in returned:
                arguments, also_wrong = await other.values(request, query, returned)
                if also_wrong:
                    wrong += also_wrong
                    continue
                returned[other.function] = await other.call(**arguments)
            if other.name is not None:
                values[other.name] = returned[other.function]
        self._path.read("path", request.path_params, values, wrong)
        self._query.read("query", query, values, wrong)
        if self._request is not None:
            values[self._request] = request
        return values, wrong


class Route(APIRoute):
    """A route whose function answers with a Response, and takes nothing but path, query, Request and Depends."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        taken = Taken(self.dependant)

        async def answer(request: Request) -> Response:
            values, wrong = await taken.values(request, dict(request.query_params.multi_items()), {})
            if wrong:
                raise RequestValidationError(wrong)
            response: Response = await taken.call(**values)
            return response

        return answer


def a_router(prefix: str, *tags: str) -> APIRouter:
    """Return a router of such routes, which refuse what they do not document."""
    return APIRouter(
        prefix=prefix,
        tags=[*tags],
        route_class=Route,
        dependencies=[Depends(only_documented)],
        generate_unique_id_function=lambda route: route.name,
    )
