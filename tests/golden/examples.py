"""The facts that the golden files hold: one of every class in full, and those that can be told with less."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from timeline import facts
from timeline.claims import Actor, Basis, Claim, ClaimChanges, Modality, Quote, Role, Stance
from timeline.facts import Fact
from timeline.figures import Figure, Scope
from timeline.places import Place, Precision
from timeline.reports import Entered, PublishedBasis, Report, ReportChanges
from timeline.sources import Reliability, SourceKind

PLACE = Place(name="Kursk Oblast", country="RU", admin1="RU-KRS", lat=51.7, lon=36.2, precision=Precision.REGION)
FIGURE = Figure(
    measure="killed", low=3, best=5, high=40, scope=Scope.WINDOW, qualifier="at least", includes=("wounded",)
)
CLAIM = Claim(
    ref="c1",
    kind="clash_reported",
    incident="clash-2024-10-25",
    stance=Stance.DENIES,
    statement="Není pravda, že…",
    quote=Quote(exact="We deny “it”.", prefix="He said: ", suffix=" He left."),
    chain=("lrt", "ohman", "unnamed-ohman"),
    occurred="2024-10-25?",
    place=PLACE,
    actors=(Actor(name="103rd Airborne Brigade", role=Role.OPPONENT),),
    figures=(FIGURE, Figure(measure="x-tanks", best=0, scope=Scope.PLANNED)),
    modality=Modality.ALLEGED,
    likelihood="likely",
    basis=Basis.IMAGERY,
    derived_from=("nis", "lrt"),
)
REPORT = Report(
    source="lrt",
    published="2024-10-28",
    published_basis=PublishedBasis.METADATA,
    title="A headline",
    url="https://example.org/a?b=c",
    language="lt",
    sha256="0f" * 32,
    archive_url="https://archive.example/1",
    accessed="2024-10-29T08:00:00Z",
    chain=("lrt", "ohman"),
    place=PLACE,
    occurred="2024-10-24/2024-10-25",
    entered=Entered(on="2024-10-29", by="ana", system="old spreadsheet"),
)


def changes_of(kind: type[msgspec.Struct], value: msgspec.Struct, *cleared: str) -> dict[str, Any]:
    """Return the fields that *kind* can change, as *value* has them, or null where *cleared*."""
    return {name: None if name in cleared else getattr(value, name) for name in kind.__struct_fields__}


FULL: list[Fact] = [
    facts.LedgerOpened(namespace=UUID(int=0x1234_5678_1234_5678_1234_5678_1234_5678)),
    facts.RulesAdopted(rules=1),
    facts.LogRestarted(origin="asknown/0123456789abcdef", before="asknown/fedcba9876543210", signed=1204, kept=1100),
    facts.TimelineOpened(slug="dprk-in-russia", title="North Koreans in Russia", description="What is claimed."),
    facts.TimelineDescribed(title="DPRK in Russia", description=None),
    facts.IncidentsMerged(incident="a", into="b"),
    facts.SourceRegistered(slug="lrt", name="LRT", kind=SourceKind.OUTLET),
    facts.SourceDescribed(name="Lietuvos radijas ir televizija", kind=SourceKind.ORGANISATION),
    facts.SourceAffiliated(speaks_for="LT", linked_to=("UA", "blue-yellow")),
    facts.SourceGraded(reliability=Reliability.B),
    facts.IncidentOpened(
        timeline="dprk-in-russia",
        slug="clash-2024-10-25",
        title="A first clash",
        adverse_to=("DPRK", "RU"),
        occurred="2024-10-25?",
        place=PLACE,
    ),
    facts.IncidentDescribed(title="The first clash", adverse_to=(), occurred=None, place=PLACE),
    facts.IncidentSignedOff(signed=True, rationale="Two videos.", published="2025-05-01"),
    facts.ReportRecorded(timeline="dprk-in-russia", key="dprk/r15", report=REPORT, claims=2),
    facts.ClaimCorrected(
        ref="c1", changes=ClaimChanges(**changes_of(ClaimChanges, CLAIM, "incident", "quote", "likelihood"))
    ),
    facts.ReportCorrected(changes=ReportChanges(**changes_of(ReportChanges, REPORT, "title", "sha256"))),
    facts.ClaimVoided(ref="c1", duplicate_of="dprk/r11"),
    facts.ReportVoided(duplicate_of="dprk/r11"),
    facts.ReportWithdrawn(published="2024-11-02T10:00:00+02:00"),
    facts.ClaimGraded(ref="c1", credibility=3, rationale="Seen on one video.", published="2024-11-02"),
    facts.KINDS["observation_reported"](claim=msgspec.structs.replace(CLAIM, kind="x-rumour")),
    facts.ReportSealed(timeline="dprk-in-russia", commitment="3b" * 32),
    facts.ReportOpened(commitment="3b" * 32, salt="0f" * 16),
    *(
        fact(claim=msgspec.structs.replace(CLAIM, kind=kind))
        for kind, fact in facts.KINDS.items()
        if fact is not facts.KINDS["observation_reported"]
    ),
    facts.WordingErased(
        what=facts.Erasable.CLAIM,
        fields=("quote", "statement"),
        basis="GDPR Art. 17, request of 2026-11-02",
        ref="c1",
        blanked=(facts.Blanked(412, "0f" * 32),),
    ),
]
"""New facts join at the end; what stands here never changes, for the golden files do not."""

BARE: list[Fact] = [
    facts.LogRestarted(origin="asknown/0123456789abcdef"),
    facts.TimelineOpened(slug="t", title="T"),
    facts.TimelineDescribed(description="D"),
    facts.IncidentsMerged(incident="a", into=None),
    facts.SourceDescribed(kind=SourceKind.UNNAMED),
    facts.SourceAffiliated(linked_to=()),
    facts.SourceGraded(reliability=None),
    facts.IncidentOpened(timeline="t", slug="i", title="I"),
    facts.IncidentDescribed(place=None),
    facts.IncidentSignedOff(signed=False, rationale="No."),
    facts.ReportRecorded(timeline="t", key="r", report=Report(source="s", published="2024-10-28"), claims=1),
    facts.KINDS["clash_reported"](claim=Claim(ref="c1", kind="clash_reported", statement="S")),
    facts.ClaimCorrected(ref="c1", changes=ClaimChanges(occurred=None)),
    facts.ReportCorrected(changes=ReportChanges(url=None)),
    facts.ClaimVoided(ref="c1"),
    facts.ReportVoided(),
    facts.ReportWithdrawn(),
    facts.ClaimGraded(ref="c1", credibility=6),
    facts.ReportOpened(commitment="3b" * 32),
    facts.WordingErased(what=facts.Erasable.AUTHOR, fields=("by",), basis="B"),
]
"""What a field means that is not stored may not change either."""
