"""How a timeline as a whole came to be known: counts, moments, differences, figures."""

from __future__ import annotations

from fastapi import Response

from api.answering import ListQuestion, TableQuestion, ThingQuestion
from api.auditing import AnyEnds, Counted, MomentsWanted
from api.dependencies import Service, TimelineSlug
from api.documented import answers
from api.filtering import FiguresWanted, IncidentsWanted, SimilarWanted
from api.routing import a_router
from api.tables import (
    DIFFERENCE,
    columns_of,
    difference_table,
    figures_table,
    summaries_table,
    summary_columns,
    summary_table,
)
from timeline.answers import FigureSaid
from timeline.service import (
    Asked,
    Between,
    By,
    Difference,
    difference_body,
    figures_body,
    moments_body,
    similar_body,
    summaries_body,
    summary_body,
)

router = a_router("/v1/timelines/{timeline}", "audits")
_ANY = Between(0, 0)  # a cursor holds the moments


@router.get(
    "/summary",
    name="summarize",
    summary="How many incidents",
    responses=answers("SummaryTold", 404, table=summary_columns((By.STATUS, By.MONTH))),
)
def summarize(question: TableQuestion, timelines: Service, timeline: TimelineSlug, wanted: Counted) -> Response:
    """Count the incidents as known by some of their properties; or, given points, at each of them along a clock.

    The filters are those of the list of incidents: what they let through is counted. Points have none, and none goes
    beyond the point of view.
    """
    by, row, filters = wanted
    if row is None:
        return question.told(
            lambda asked: timelines.summary(timeline, by, asked.as_of, filters=filters), summary_body, summary_table
        )
    return question.told(
        lambda asked: timelines.summaries(timeline, row.points, by, clock=row.clock, as_of=asked.as_of),
        summaries_body,
        summaries_table,
    )


@router.get("/moments", name="list_moments", summary="When something changed", responses=answers("MomentsTold", 404))
def list_moments(
    question: ThingQuestion, timelines: Service, timeline: TimelineSlug, wanted: MomentsWanted
) -> Response:
    """List the moments at which something changed along a clock, oldest first; none goes beyond the point of view.

    Published: when a report came out, or an entry began to be otherwise. Recorded: the commits by which entries began
    to be otherwise. Where there are more than limit, the time between the first and the last is cut in as many equal
    stretches, and the last moment of each is told.
    """
    return question.told(lambda asked: timelines.moments(timeline, wanted.window(timelines), asked.as_of), moments_body)


@router.get(
    "/diff",
    name="diff",
    summary="What differs between two moments",
    responses=answers("DifferenceTold", 404, table=DIFFERENCE),
)
def diff(  # noqa: PLR0917 - FastAPI calls it by name
    question: ListQuestion, timelines: Service, timeline: TimelineSlug, wanted: IncidentsWanted, ends: AnyEnds
) -> Response:
    """Tell which entries were added, removed or changed between two moments of a clock, with both end states.

    What changed and changed back is not told; steps counts how often a changed entry changed on the way. Filters narrow
    both lists.
    """

    def read(asked: Asked) -> Difference:
        between = _ANY if ends is None else ends.between(timelines)
        return timelines.diff(timeline, between, asked, wanted)

    return question.paged(read, difference_body, difference_table)


@router.get(
    "/figures",
    name="list_figures",
    summary="What was said of numbers",
    responses=answers("FigurePage", 404, table=columns_of(FigureSaid)),
)
def list_figures(question: ListQuestion, timelines: Service, timeline: TimelineSlug, wanted: FiguresWanted) -> Response:
    """List every voice's words on numbers over the published clock, incident by incident; without bounds: silence.

    Figures of different measures or scopes are never compared or added up.
    """
    return question.paged(lambda asked: timelines.figures(timeline, asked, wanted), figures_body, figures_table)


@router.get(
    "/similar", name="find_similar", summary="What a new report may repeat", responses=answers("SimilarFound", 404)
)
def find_similar(
    question: ThingQuestion, timelines: Service, timeline: TimelineSlug, wanted: SimilarWanted
) -> Response:
    """Find reports with the same address or content, and incidents that fit in all that is given; a human decides."""
    return question.told(lambda asked: timelines.similar(timeline, wanted, asked.as_of), similar_body)
