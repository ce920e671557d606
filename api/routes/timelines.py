"""Timelines over HTTP."""

from __future__ import annotations

from fastapi import Response

from api.answering import ListQuestion, ThingQuestion
from api.dependencies import Service, TimelineSlug
from api.documented import answers, edits, opens, takes
from api.recording import OneWrite
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
