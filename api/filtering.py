"""What lists can be narrowed by, as query parameters."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from timeline.claims import Stance
from timeline.service import ClaimFilters, FigureFilters, IncidentFilters, ReportFilters, SimilarFilters
from timeline.status import Status

Kind = Annotated[str | None, Query(description="Of this kind; a free one begins with x-.", examples=["clash_reported"])]
Voice = Annotated[str | None, Query(description="In which this voice has a word.", examples=["ROK"])]
Words = Annotated[
    str | None,
    Query(description="With all of these words in title or claims, upper or lower case.", examples=["Kursk"]),
]
FuzzyDate = Annotated[
    str | None,
    Query(
        description="An EDTF date. Entries whose span reaches beyond this bound match; an unknown date matches none.",
        examples=["2024-10"],
    ),
]
StatusName = Annotated[str | None, Query(description=f"With this status: {', '.join(Status)}.", examples=["disputed"])]
StanceName = Annotated[str | None, Query(description=f"With this stance: {', '.join(Stance)}.", examples=["denies"])]
PlaceCode = Annotated[
    str | None,
    Query(description="In this country (ISO 3166-1) or region (ISO 3166-2).", examples=["RU", "RU-KRS"]),
]


async def incidents_wanted(  # noqa: PLR0917 - FastAPI calls it by name
    occurred_from: FuzzyDate = None,
    occurred_to: FuzzyDate = None,
    status: StatusName = None,
    kind: Kind = None,
    place: PlaceCode = None,
    voice: Voice = None,
    q: Words = None,
) -> IncidentFilters:
    """Return which entries are wanted."""
    return IncidentFilters(
        occurred_from=occurred_from,
        occurred_to=occurred_to,
        status=status,
        kind=kind,
        place=place,
        voice=voice,
        q=q,
    )


async def claims_wanted(  # noqa: PLR0917 - FastAPI calls it by name
    incident: Annotated[
        str | None, Query(description="That count for this incident.", examples=["clash-2024-10-25"])
    ] = None,
    kind: Kind = None,
    stance: StanceName = None,
    voice: Voice = None,
    q: Words = None,
    unfiled: Annotated[bool, Query(description="Those that wait for an incident, in place of the others.")] = False,  # noqa: FBT002 - FastAPI calls it by name
) -> ClaimFilters:
    """Return which claims are wanted."""
    return ClaimFilters(incident=incident, kind=kind, stance=stance, voice=voice, q=q, unfiled=unfiled)


async def reports_wanted(
    source: Annotated[str | None, Query(description="Published by this source.", examples=["lrt"])] = None,
    url: Annotated[
        str | None, Query(description="With exactly this address.", examples=["https://example.org/1"])
    ] = None,
    sha256: Annotated[str | None, Query(description="Whose content has this hash, in hex.")] = None,
    q: Words = None,
) -> ReportFilters:
    """Return which reports are wanted."""
    return ReportFilters(source=source, url=url, sha256=sha256, q=q)


async def figures_wanted(
    incident: Annotated[
        str | None, Query(description="On this incident; then with envelopes.", examples=["troops-in-russia"])
    ] = None,
    measure: Annotated[str | None, Query(description="Of this measure.", examples=["personnel_present"])] = None,
) -> FigureFilters:
    """Return which figures are wanted."""
    return FigureFilters(incident=incident, measure=measure)


async def similar_wanted(  # noqa: PLR0917 - FastAPI calls it by name
    kind: Kind = None,
    occurred: Annotated[
        str | None,
        Query(description="That may have happened within three days of it: an EDTF date.", examples=["2024-10-25"]),
    ] = None,
    place: Annotated[
        str | None, Query(description="There, or in the country that it lies in: a code.", examples=["RU-KRS"])
    ] = None,
    actor: Annotated[
        str | None, Query(description="In which this actor takes part.", examples=["94th Brigade"])
    ] = None,
    url: Annotated[
        str | None, Query(description="Reports with this address.", examples=["https://example.org/1"])
    ] = None,
    sha256: Annotated[str | None, Query(description="Reports whose content has this hash, in hex.")] = None,
) -> SimilarFilters:
    """Return what a new report is about."""
    return SimilarFilters(kind=kind, occurred=occurred, place=place, actor=actor, url=url, sha256=sha256)


SimilarWanted = Annotated[SimilarFilters, Depends(similar_wanted)]
FiguresWanted = Annotated[FigureFilters, Depends(figures_wanted)]
IncidentsWanted = Annotated[IncidentFilters, Depends(incidents_wanted)]
ClaimsWanted = Annotated[ClaimFilters, Depends(claims_wanted)]
ReportsWanted = Annotated[ReportFilters, Depends(reports_wanted)]
