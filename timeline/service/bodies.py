"""Answers as JSON text, joined from texts that are ready: nothing is parsed on the way out."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from timeline.answers import Answer
from timeline.service.found import Found
from timeline.service.lists import Page

T = TypeVar("T", bound=Answer)


def page_body(page: Page[T], next_page: str | None = None) -> bytes:
    """Return a list as HTTP gives it (docs/http.md); *next_page* is the address of the next page."""
    return _object(as_of=_json(page.as_of), items=_array(page.docs), next=_json(next_page))


def found_body(found: Found[T], next_page: str | None = None) -> bytes:
    """Return one thing as HTTP gives it (docs/http.md), with the page of its claims, where it has some."""
    fields = {"as_of": _json(found.as_of), found.name: found.doc or "null"}
    if found.claims is not None:
        fields |= {"claims": _array(found.claims.docs), "next": _json(next_page)}
    if found.merged_into is not None:
        fields["merged_into"] = _json(found.merged_into)
    return _object(**fields)


def _object(**fields: str) -> bytes:
    return ("{" + ",".join(f'"{name}":{text}' for name, text in fields.items()) + "}").encode()


def _array(docs: list[str]) -> str:
    return "[" + ",".join(docs) + "]"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
