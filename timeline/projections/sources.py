"""Sources and timelines: what is known of them now holds for every day."""

from __future__ import annotations

from timeline.answers import SourceView, TimelineView
from timeline.bitemporal import Span
from timeline.clocks import ALWAYS, EVER
from timeline.projections.kept import Kept, erasure_view, text
from timeline.states import SourceState, TimelineState


def source_spans(source: SourceState) -> list[Span[Kept]]:
    """Return the one state of a source."""
    view = SourceView(
        slug=source.slug,
        name=source.name,
        kind=source.kind,
        voice=source.speaker.voice,
        speaks_for=source.speaks_for,
        linked_to=tuple(sorted(source.linked_to)),
        reliability=source.reliability,
        erased=erasure_view(source.erased),
    )
    return [Span(ALWAYS, EVER, Kept(text(view), columns=(source.slug,)))]


def timeline_spans(timeline: TimelineState) -> list[Span[Kept]]:
    """Return the one state of a timeline; what is on it is counted when asked."""
    view = TimelineView(
        timeline=timeline.slug,
        title=timeline.title,
        description=timeline.description,
        erased=erasure_view(timeline.erased),
    )
    return [Span(ALWAYS, EVER, Kept(text(view), columns=(timeline.slug,)))]
