"""Timelines over HTTP."""

from __future__ import annotations

from fastapi import Request, Response

from api.answering import ListQuestion, ThingQuestion
from api.dependencies import Service, TimelineSlug
from api.documented import answers, edits, erases, opens, takes
from api.recording import OneWrite, erase
from api.routing import a_router
from api.tables import columns_of
from timeline.answers import TimelineView

router = a_router("/v1/timelines", "timelines")


@router.get(
    "",
    name="list_timelines",
    summary="All timelines",
    responses=answers("TimelinePage", table=columns_of(TimelineView)),
)
def list_timelines(question: ListQuestion, timelines: Service) -> Response:
    """List the timelines by slug, each with how many incidents and reports are on it, as known."""
    return question.page(timelines.timelines)


@router.get("/{timeline}", name="get_timeline", summary="A timeline", responses=answers("TimelineFound", 404))
def get_timeline(question: ThingQuestion, timelines: Service, timeline: TimelineSlug) -> Response:
    """Tell about one timeline; null where it was not opened yet."""
    return question.found(lambda asked: timelines.timeline(timeline, asked))


@router.post(
    "",
    name="open_timeline",
    summary="Open a timeline",
    status_code=201,
    responses=opens("timeline"),
    openapi_extra=takes("OpenTimeline", required=("slug", "title")),
)
def open_timeline(writing: OneWrite) -> Response:
    """Open a timeline or, where its slug is known, describe it anew: the fields given count."""
    return writing.open("timeline", under="/v1/timelines")


@router.patch(
    "/{timeline}",
    name="describe_timeline",
    summary="Describe a timeline anew",
    responses=edits("timeline"),
    openapi_extra=takes("OpenTimeline", path=("slug",)),
)
def describe_timeline(writing: OneWrite, timeline: TimelineSlug) -> Response:
    """Change the fields given; null clears one."""
    writing.timeline.must_know_timeline(timeline)
    return writing.open("timeline", under="/v1/timelines", slug=timeline)


@router.post(
    "/{timeline}/erasures",
    name="erase_timeline",
    summary="Erase wording",
    status_code=201,
    responses=erases("timeline"),
    openapi_extra=takes("EraseWording", path=("timeline",)),
)
def erase_timeline(request: Request, writing: OneWrite, timeline: TimelineSlug) -> Response:
    """Overwrite the wording of a timeline itself where it is stored, for law or safety: it cannot be brought back.

    The answer comes when the views were made anew without it; until then, nothing is answered. What is *left* to do
    for its files to hold nothing of it, the operator does.
    """
    writing.timeline.must_know_timeline(timeline)
    return erase(request, writing, {"timeline": timeline}, timeline=timeline)
