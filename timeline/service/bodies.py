"""Answers as JSON text, joined from texts that are ready: nothing is parsed on the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

import msgspec

from timeline.answers import Answer
from timeline.service.auditing import Summary, SummaryRow
from timeline.service.differences import Difference
from timeline.service.figures import Figures
from timeline.service.found import Found
from timeline.service.hearings import Voices
from timeline.service.lists import Page
from timeline.service.moments import Moments
from timeline.service.records import Record
from timeline.service.similar import Alike, Similar
from timeline.service.summaries import By, Group

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


def difference_body(told: Difference, next_page: str | None = None) -> bytes:
    """Return a difference as HTTP gives it (docs/http.md)."""
    return _object(
        **{"from": _json(told.begin), "to": _json(told.end)},
        added=_array(told.added_docs),
        removed=_array(told.removed_docs),
        changed=_array(told.changed_docs),
        next=_json(next_page),
    )


def figures_body(figures: Figures, next_page: str | None = None) -> bytes:
    """Return a page of figures as HTTP gives it (docs/http.md)."""
    fields = {"as_of": figures.as_of, "items": figures.items, "next": next_page}
    if figures.envelopes is not None:
        fields["envelopes"] = figures.envelopes
    return msgspec.json.encode(fields)


def voices_body(voices: Voices) -> bytes:
    """Return who says what on an incident as HTTP gives it (docs/http.md)."""
    return msgspec.json.encode(voices._asdict())


def similar_body(similar: Similar) -> bytes:
    """Return what a new report may repeat as HTTP gives it (docs/http.md)."""
    return _object(
        as_of=_json(similar.as_of),
        incidents=_array([_alike("entry", one) for one in similar.incidents]),
        reports=_array([_alike("report", one) for one in similar.reports]),
    )


def _alike(name: str, alike: Alike) -> str:
    return f'{{"{name}":{alike.doc},"because":{_json(alike.because)}}}'


def record_body(record: Record) -> bytes:
    """Return what became of what a source said as HTTP gives it (docs/http.md)."""
    return msgspec.json.encode(record._asdict())


def moments_body(moments: Moments) -> bytes:
    """Return moments of change as HTTP gives them (docs/http.md)."""
    return msgspec.json.encode(moments._asdict())


def summary_body(summary: Summary) -> bytes:
    """Return counts as HTTP gives them (docs/http.md); null is what is not known."""
    return msgspec.json.encode({"as_of": summary.as_of, "items": _counts(summary.by, summary.groups)})


def summaries_body(row: SummaryRow) -> bytes:
    """Return the counts at a row of points as HTTP gives them (docs/http.md)."""
    points = [
        {"at": point.at, "position": point.position, "items": _counts(row.by, point.groups)} for point in row.points
    ]
    return msgspec.json.encode({"as_of": row.as_of, "points": points})


def _counts(by: Sequence[By], groups: Mapping[Group, int]) -> list[dict[str, object]]:
    return [
        {**{what: value or None for what, value in zip(by, group, strict=True)}, "incidents": number}
        for group, number in groups.items()
    ]


def _object(**fields: str) -> bytes:
    return ("{" + ",".join(f'"{name}":{text}' for name, text in fields.items()) + "}").encode()


def _array(docs: list[str]) -> str:
    return "[" + ",".join(docs) + "]"


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
