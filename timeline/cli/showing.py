"""`timeline show` and `timeline timelines`: what was known, as a table or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from timeline.answers import Answer, AsKnown, Entry, TimelineView
from timeline.cli import wording
from timeline.cli.app import ledger
from timeline.cli.options import Json, KnownOn, RecordedBy, Slug
from timeline.cli.terminal import Screen, put, say
from timeline.errors import NotAllowedError
from timeline.service import MOST, Asked, IncidentFilters, Page, Timeline, page_body

T = TypeVar("T", bound=Answer)
_HAPPENED, _SLUG, _STATUS, _COUNT, _GAPS = 11, 26, 14, 7, 9
"""Widths: of a day with its mark, of most slugs, of a status, of a count's heading, and of all the gaps."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("timelines")(list_timelines)
    app.command("show")(show)


def list_timelines(context: typer.Context, *, as_json: Json = False) -> None:
    """List the timelines of the ledger."""
    with ledger(context) as timeline:
        page = whole(timeline.timelines, Asked(limit=MOST))
    if as_json:
        put(page_body(page))
    elif not page.docs:
        say("There is no timeline yet. To open one, import a file: timeline import FILE")
    else:
        Screen().print(_timelines(page.items))


def show(
    context: typer.Context,
    slug: Slug,
    *,
    known_on: KnownOn = None,
    recorded_by: RecordedBy = None,
    status: Annotated[str | None, typer.Option("--status", metavar="S", help="Only entries of this status.")] = None,
    as_json: Json = False,
) -> None:
    """Show a timeline as it was known: what happened, how well it is established, and on whose word."""
    with ledger(context) as timeline:
        must_know(timeline, slug)
        asked = Asked(as_of=timeline.as_of(known_on, recorded_by), limit=MOST)
        filters = IncidentFilters(status=status)
        page = whole(lambda asked: timeline.incidents(slug, asked, filters), asked)
        [title] = [_title(view) for view in whole(timeline.timelines, Asked(limit=MOST)) if view.timeline == slug]
    if as_json:
        put(page_body(page))
        return
    say(_header(slug, title, page.as_of))
    if page.docs:
        console = Screen()
        console.print(_entries(page.items, console.width))
        incidents = wording.counted(len(page), "incident")
        say(f"{incidents}. Independence is an upper bound: a chain can refute it, never prove it.")
    else:
        say(f"\n{_nothing(page.as_of, status)}")


def whole(read: Callable[[Asked], Page[T]], asked: Asked) -> Page[T]:
    """Return a list in one piece: all pages, from one point of view."""
    page = read(asked)
    docs, following = list(page.docs), page.next
    while following is not None:
        more = read(Asked(cursor=following))
        docs, following = docs + more.docs, more.next
    page.docs, page.next = docs, None
    return page


def must_know(timeline: Timeline, slug: str) -> None:
    """Refuse a timeline that is not there, and name those that are. Raises NotAllowedError."""
    known = [view.timeline for view in whole(timeline.timelines, Asked(limit=MOST))]
    if slug not in known:
        names = f"known: {', '.join(known)}" if known else "the ledger holds none yet"
        raise NotAllowedError.at("", f"there is no timeline '{slug}'; {names}")


def _title(view: TimelineView) -> str:
    return view.title + wording.mark(view.erased)


def _header(slug: str, title: str, as_of: AsKnown) -> Text:
    heading = Text.assemble((title, "bold"), "  ", (slug, "dim"))
    notes = [Text(note, style="" if number == 0 else "dim") for number, note in enumerate(wording.viewpoint(as_of))]
    return Text("\n").join([heading, *notes])


def _entries(entries: list[Entry], width: int) -> Table:
    room = width - _HAPPENED - 2 * _COUNT - _GAPS
    what = min(max(room * 4 // 7, _SLUG), room - _STATUS)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("\nHappened", width=_HAPPENED, overflow="fold")
    table.add_column("\nWhat", width=what, overflow="fold")
    table.add_column("\nStatus", width=room - what, overflow="fold")
    table.add_column("Voices,\nat most", width=_COUNT, justify="right")
    table.add_column("\nReports", width=_COUNT, justify="right")
    for entry in entries:
        table.add_row(
            wording.occurred(entry),
            Text.assemble(entry.title, "\n", (entry.incident + wording.mark(entry.erased), "dim")),
            wording.status(entry),
            f"{entry.independent_voices}",
            f"{entry.reports:,}",
        )
    return table


def _timelines(views: list[TimelineView]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Timeline", no_wrap=True)
    table.add_column("Title", ratio=1)
    table.add_column("Incidents", justify="right")
    table.add_column("Reports", justify="right")
    for view in views:
        table.add_row(Text(view.timeline), Text(_title(view)), f"{view.incidents:,}", f"{view.reports:,}")
    return table


def _nothing(as_of: AsKnown, status: str | None) -> str:
    if status is not None:
        return f"No entry is {status} from this point of view. Leave out --status to see all."
    if as_of.known_on is not None:
        return "Nothing was public yet. Try a later --known-on, or leave it out to see all that is recorded."
    return "Nothing is recorded here yet. Add reports with `timeline import FILE` or `timeline record`."
