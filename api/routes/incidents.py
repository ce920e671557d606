"""Incidents over HTTP: the timeline as known."""

from __future__ import annotations

from fastapi import Request, Response

from api.answering import ListQuestion, ThingQuestion
from api.auditing import Along
from api.dependencies import IncidentSlug, Service, TimelineSlug
from api.documented import adds, answers, edits, erases, opens, takes
from api.filtering import IncidentsWanted
from api.recording import Names, OneWrite, Writing, added, erase
from api.routing import a_router
from api.tables import columns_of
from timeline.answers import ClaimView, Entry, HistoryStep
from timeline.service import voices_body

router = a_router("/v1/timelines/{timeline}/incidents", "incidents")


@router.get(
    "",
    name="list_incidents",
    summary="The timeline as known",
    responses=answers("EntryPage", 404, table=columns_of(Entry)),
)
def list_incidents(
    question: ListQuestion, timelines: Service, timeline: TimelineSlug, wanted: IncidentsWanted
) -> Response:
    """List the incidents of a timeline with their status as known, oldest occurrence first."""
    return question.page(lambda asked: timelines.incidents(timeline, asked, wanted))


@router.get(
    "/{incident}",
    name="get_incident",
    summary="An incident as known",
    responses=answers("IncidentFound", 404, table=columns_of(ClaimView)),
)
def get_incident(
    question: ListQuestion, timelines: Service, timeline: TimelineSlug, incident: IncidentSlug
) -> Response:
    """Tell about one incident with the claims that count for it; a merged one answers with its target.

    The entry is null where nothing was known yet.
    """
    return question.found(lambda asked: timelines.incident(timeline, incident, asked))


@router.get(
    "/{incident}/history",
    name="get_incident_history",
    summary="How an incident came to be known",
    responses=answers("EntryHistory", 404, table=columns_of(HistoryStep[Entry])),
)
def get_incident_history(  # noqa: PLR0917 - FastAPI calls it by name
    question: ListQuestion,
    timelines: Service,
    timeline: TimelineSlug,
    incident: IncidentSlug,
    clock: Along,
) -> Response:
    """Tell every step at which the entry changed along a clock: the claims that led to it, who recorded it, and why.

    A merged incident has its own history, which ends when it is merged.
    """
    return question.page(lambda asked: timelines.history(timeline, incident, asked, clock))


@router.get(
    "/{incident}/voices",
    name="get_incident_voices",
    summary="Who says what, and why it counts",
    responses=answers("VoicesTold", 404),
)
def get_incident_voices(
    question: ThingQuestion, timelines: Service, timeline: TimelineSlug, incident: IncidentSlug
) -> Response:
    """Tell what every voice said on an incident, office by office, and why each claim counts as another voice or not.

    Echoes are numbers that another voice gave not long before: a hint, which joins nobody.
    """
    return question.told(lambda asked: timelines.voices(timeline, incident, asked), voices_body)


@router.post(
    "",
    name="open_incident",
    summary="Open an incident",
    status_code=201,
    responses=opens("incident"),
    openapi_extra=takes("OpenIncident", path=("timeline",), required=("slug", "title")),
)
def open_incident(writing: OneWrite, timeline: TimelineSlug) -> Response:
    """Open an incident or, where its slug is known, describe it anew: the fields given count."""
    writing.timeline.must_know_timeline(timeline)
    return writing.open("incident", under=_path(timeline), timeline=timeline)


@router.patch(
    "/{incident}",
    name="describe_incident",
    summary="Describe an incident anew",
    responses=edits("incident"),
    openapi_extra=takes("OpenIncident", path=("timeline", "slug")),
)
def describe_incident(writing: OneWrite, timeline: TimelineSlug, incident: IncidentSlug) -> Response:
    """Change the fields given; null clears one."""
    writing.timeline.must_know_incident(timeline, incident)
    return writing.open("incident", under=_path(timeline), timeline=timeline, slug=incident)


@router.post(
    "/{incident}/merge",
    name="merge_incident",
    summary="Merge an incident into another",
    status_code=201,
    responses=adds("incident"),
    openapi_extra=takes("MergeIncidents", path=("timeline", "incident")),
)
def merge_incident(writing: OneWrite, timeline: TimelineSlug, incident: IncidentSlug) -> Response:
    """Let the claims of this incident count for another; into null undoes it."""
    return _say(writing, "merge", timeline, incident)


@router.post(
    "/{incident}/sign-off",
    name="sign_off_incident",
    summary="Sign an incident off",
    status_code=201,
    responses=adds("incident"),
    openapi_extra=takes("SignOff", path=("timeline", "incident")),
)
def sign_off_incident(writing: OneWrite, timeline: TimelineSlug, incident: IncidentSlug) -> Response:
    """Vouch for an incident as an editor or, signed being false, take that back."""
    return _say(writing, "sign_off", timeline, incident)


def _say(writing: Writing, name: str, timeline: str, incident: str) -> Response:
    """Record something about an incident."""
    writing.timeline.must_know_incident(timeline, incident)
    names: Names = {"incident": incident}
    return writing.record(name, lambda receipt: added(receipt, names), timeline=timeline, incident=incident)


@router.post(
    "/{incident}/erasures",
    name="erase_incident",
    summary="Erase wording",
    status_code=201,
    responses=erases("incident"),
    openapi_extra=takes("EraseWording", path=("timeline", "incident")),
)
def erase_incident(request: Request, writing: OneWrite, timeline: TimelineSlug, incident: IncidentSlug) -> Response:
    """Overwrite the wording of an incident itself where it is stored, for law or safety: it cannot be brought back.

    The answer comes when the views were made anew without it; until then, nothing is answered. What is *left* to do
    for its files to hold nothing of it, the operator does.
    """
    writing.timeline.must_know_incident(timeline, incident)
    return erase(request, writing, {"incident": incident}, timeline=timeline, incident=incident)


def _path(timeline: str) -> str:
    return f"/v1/timelines/{timeline}/incidents"
