"""What all routes have in common: they refuse what they do not document, and are called by their functions' names."""

from __future__ import annotations

from fastapi import APIRouter, Depends

from api.dependencies import only_documented


def a_router(prefix: str, *tags: str) -> APIRouter:
    """Return a router whose routes are given to the app as they are: those of an included one are matched twice."""
    return APIRouter(
        prefix=prefix,
        tags=[*tags],
        dependencies=[Depends(only_documented)],
        generate_unique_id_function=lambda route: route.name,
    )
