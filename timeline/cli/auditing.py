"""`timeline history` and `timeline diff`: what changed, when, and on whose word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from rich.text import Text

from timeline.answers import ClaimView, Entry, EntryChange, HistoryStep
from timeline.cli import wording
from timeline.cli.app import ledger
from timeline.cli.changes import changed_lines, status_change
from timeline.cli.options import Json, KnownOn, RecordedBy, Slug
from timeline.cli.showing import must_know, whole
from timeline.cli.terminal import Screen, put, say
from timeline.clocks import Clock
from timeline.service import MOST, Asked, Between, Difference, Timeline, difference_body, page_body

_CLAIMS = 4
"""Claims that are quoted for a step; others are counted."""
Along = Annotated[
    Clock,
    typer.Option(
        "--clock", help="published: how public knowledge moved. recorded: how the answers of this ledger did."
    ),
]
_MOVED = {
    Clock.PUBLISHED: "How public knowledge moved",
    Clock.RECORDED: "How the answers of this ledger moved",
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("history")(history)
    app.command("diff")(diff)


def history(
    context: typer.Context,
    slug: Slug,
    incident: Annotated[str, typer.Argument(metavar="INCIDENT", help="The slug of an incident.")],
    *,
    clock: Along = Clock.PUBLISHED,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    as_json: Json = False,
) -> None:
    """Show every step at which an incident changed: what was before and after, on whose word, and why."""
    with ledger(context) as timeline:
        must_know(timeline, slug)
        timeline.must_know_incident(slug, incident)
        asked = Asked(as_of=timeline.as_of(known_on, recorded_by), limit=MOST)
        page = whole(lambda asked: timeline.history(slug, incident, asked, clock), asked)
        if as_json:
            put(page_body(page))
            return
        say(Text.assemble((incident, "bold"), "  ", (slug, "dim")))
        say(f"{_MOVED[clock]}. {wording.viewpoint(page.as_of)[0]}")
        if not page.docs:
            say("\nNothing was known of it from this point of view.")
            return
        Screen().print(_steps(timeline, page.items, Asked(as_of=asked.as_of)))


def diff(
    context: typer.Context,
    slug: Slug,
    begin: Annotated[str, typer.Argument(metavar="FROM", help="The earlier moment: a day, or an instant.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="The later moment.")],
    *,
    clock: Along = Clock.PUBLISHED,
    as_json: Json = False,
) -> None:
    """Show what came into a timeline between two moments, left it, or changed."""
    with ledger(context) as timeline:
        must_know(timeline, slug)
        between = Between(timeline.moment("/from", begin), timeline.moment("/to", end), clock)
        told = _all_of(timeline, slug, between)
    if as_json:
        put(difference_body(told))
        return
    views = [wording.viewpoint(view)[0] for view in (told.begin, told.end)]
    say(Text.assemble((slug, "bold"), "\n", f"From: {views[0]}\nTo:   {views[1]}\n"))
    for heading, colour, lines in (
        ("Added", "green", [_came(entry) for entry in told.added]),
        ("Removed", "red", [_came(entry) for entry in told.removed]),
        ("Changed", "yellow", [_changed(change) for change in told.changed]),
    ):
        if lines:
            say(Text(f"{heading}: {len(lines):,}", f"bold {colour}"))
            Screen().print(_listed(lines))
    if not (told.added or told.removed or told.changed):
        say("Nothing differs between the two. What changed and changed back is in the history of an incident.")


def _all_of(timeline: Timeline, slug: str, between: Between) -> Difference:
    """Return a difference in one piece."""
    told = timeline.diff(slug, between, Asked(limit=MOST))
    following = told.next
    while following is not None:
        more = timeline.diff(slug, between, Asked(cursor=following))
        told.added_docs += more.added_docs
        told.removed_docs += more.removed_docs
        told.changed_docs += more.changed_docs
        following = more.next
    told.next = None
    return told


def _steps(timeline: Timeline, steps: Iterable[HistoryStep[Entry]], seen: Asked) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    for step in steps:
        lines = [status_change(step.before, step.after), *changed_lines(step.before, step.after)]
        lines += [Text(line) for line in _because(timeline, step, seen)]
        table.add_row("")
        table.add_row(Text(wording.moment(step.at), "bold"), Text("\n").join(lines))
    return table


def _because(timeline: Timeline, step: HistoryStep[Entry], seen: Asked) -> Iterable[str]:
    """Yield the claims that led to a step, and why it was taken, as far as that was said."""
    for claim in step.because[:_CLAIMS]:
        found = timeline.claim(UUID(claim), seen).item
        yield f"• {claim} (does not stand any more)" if found is None else f"• {_said(found)}"
    if len(step.because) > _CLAIMS:
        yield f"• and {len(step.because) - _CLAIMS} more claims"
    if step.reason is not None:
        yield f"Why: {step.reason}"
    yield f"Recorded by {step.by or 'nobody'}, up to position {step.position}."


def _said(claim: ClaimView) -> str:
    chain = " ← ".join(link.slug for link in claim.chain)
    words = claim.statement + wording.mark(claim.erased)
    return f"{claim.voice} {claim.stance.value}, in {claim.report.key} ({chain}): {words}"


def _came(entry: Entry) -> Text:
    slug = entry.incident + wording.mark(entry.erased)
    return Text.assemble(entry.title, "  ", (slug, "dim"), "\n", wording.status(entry))


def _changed(change: EntryChange) -> Text:
    steps = "1 step" if change.steps == 1 else f"{change.steps} steps"
    slug = change.incident + wording.mark(change.after.erased)
    heading = Text.assemble(change.after.title, "  ", (f"{slug}, in {steps}", "dim"))
    lines = [status_change(change.before, change.after), *changed_lines(change.before, change.after)]
    return Text("\n").join([heading, *lines])


def _listed(lines: Iterable[Text]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=1)
    table.add_column(ratio=1, overflow="fold")
    for line in lines:
        table.add_row("", line)
        table.add_row("")
    return table
