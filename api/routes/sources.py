"""Sources over HTTP."""

from __future__ import annotations

from fastapi import Request, Response

from api.answering import ListQuestion, ThingQuestion
from api.dependencies import Service, SourceSlug
from api.documented import answers, edits, erases, opens, takes
from api.recording import OneWrite, erase
from api.routing import a_router
from api.tables import columns_of
from timeline.answers import HistoryStep, SourceView
from timeline.service import record_body

router = a_router("/v1/sources", "sources")


@router.get(
    "", name="list_sources", summary="All sources", responses=answers("SourcePage", table=columns_of(SourceView))
)
def list_sources(question: ListQuestion, timelines: Service) -> Response:
    """List the sources by slug, each with the voice it speaks with, as known."""
    return question.page(timelines.sources)


@router.get("/{slug}", name="get_source", summary="A source", responses=answers("SourceFound", 404))
def get_source(question: ThingQuestion, timelines: Service, slug: SourceSlug) -> Response:
    """Tell about one source; null where it was not registered yet."""
    return question.found(lambda asked: timelines.source(slug, asked))


@router.get(
    "/{slug}/history",
    name="get_source_history",
    summary="How a source came to be as it is",
    responses=answers("SourceHistory", 404, table=columns_of(HistoryStep[SourceView])),
)
def get_source_history(question: ListQuestion, timelines: Service, slug: SourceSlug) -> Response:
    """Tell every step at which our word on a source changed along the recorded clock, who recorded it, and why.

    On the published clock a source is what it is on every day.
    """
    return question.page(lambda asked: timelines.source_history(slug, asked))


@router.get(
    "/{slug}/record",
    name="get_source_record",
    summary="What became of what a source said",
    responses=answers("RecordTold", 404),
)
def get_source_record(question: ThingQuestion, timelines: Service, slug: SourceSlug) -> Response:
    """Count the claims of a source by what became of them, as known: counts, and never a score."""
    return question.told(lambda asked: timelines.source_record(slug, asked.as_of), record_body)


@router.post(
    "",
    name="register_source",
    summary="Register a source",
    status_code=201,
    responses=opens("source"),
    openapi_extra=takes("RegisterSource", required=("slug", "name", "kind")),
)
def register_source(writing: OneWrite) -> Response:
    """Make a source known or, where its slug is known, change it: the fields given count."""
    return writing.open("source", under="/v1/sources")


@router.patch(
    "/{slug}",
    name="change_source",
    summary="Change a source",
    responses=edits("source"),
    openapi_extra=takes("RegisterSource", path=("slug",)),
)
def change_source(writing: OneWrite, slug: SourceSlug) -> Response:
    """Change the fields given; null clears one."""
    writing.timeline.must_know_source(slug)
    return writing.open("source", under="/v1/sources", slug=slug)


@router.post(
    "/{slug}/erasures",
    name="erase_source",
    summary="Erase wording",
    status_code=201,
    responses=erases("source"),
    openapi_extra=takes("EraseWording", path=("source",)),
)
def erase_source(request: Request, writing: OneWrite, slug: SourceSlug) -> Response:
    """Overwrite the wording of a source where it is stored, for law or safety: it cannot be brought back.

    The answer comes when the views were made anew without it; until then, nothing is answered. What is *left* to do
    for its files to hold nothing of it, the operator does.
    """
    writing.timeline.must_know_source(slug)
    return erase(request, writing, {"source": slug}, source=slug)
