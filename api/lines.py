"""Many native lines in one request: each is answered by a line, and a bad one stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

import msgspec
from fastapi import Response

from api.bodies import LINES
from api.problems import problem_of
from api.recording import Writing
from api.retrying import again
from timeline.commands import Command, OpenReport, OpenTimeline, parse_line
from timeline.errors import NotAllowedError, TimelineError, UnknownError, quoted
from timeline.service import Answered, Outcome, Request, Timeline, Told

LOCAL: Final = "local"
"""Who says a line that does not say so itself."""
TOGETHER: Final = 1000
"""Lines recorded in one transaction."""
Numbered = tuple[int, bytes]
Parsed = tuple[int, Command | TimelineError]
_STATUS: Final = {"recorded": 201, "already_known": 200}


class Recorded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a line that was taken; *report* and *claims* are the ids of what it told."""

    line: int
    status: int
    position: int | None = None
    already_known: bool = False
    report: str | None = None
    claims: tuple[str, ...] = ()


def record_lines(writing: Writing, slug: str) -> Response:
    """Record the lines of a request, which may name no other timeline than *slug*, and answer each.

    Under a key, each transaction keeps its own answers: sent again, a request goes on where it broke off. Raises
    UnknownError where neither the ledger nor a line knows the timeline, and KeyTakenError.
    """
    timeline, raw = writing.timeline, writing.body.raw
    try:
        timeline.must_know_timeline(slug)
    except UnknownError:
        if not any(_opens(line, slug) for _, line in _numbered(raw)):
            raise
    lines = _numbered(raw)
    answers: list[Answered] = []
    while batch := list(islice(lines, TOGETHER)):
        parsed = [(number, _parsed(line, slug)) for number, line in batch]
        answers.append(_batch(timeline, parsed, writing.request(len(answers))))
    timeline.show_recorded()
    headers = {"Cache-Control": "no-store"} | again(
        replayed=bool(answers) and all(answered.replayed for answered in answers)
    )
    return Response(b"".join(answered.answer for answered in answers), headers=headers, media_type=LINES[0])


def _batch(timeline: Timeline, parsed: list[Parsed], request: Request | None) -> Answered:
    """Record what can be told to the ledger in one transaction, unless that was done under this *request*."""
    commands = [Told(read, LOCAL) for _, read in parsed if not isinstance(read, TimelineError)]
    if request is None:
        return Answered(_answers(parsed, timeline.import_batch(commands, stop=False)))
    return timeline.import_once(commands, request, answer=lambda outcomes: _answers(parsed, outcomes))


def _answers(parsed: list[Parsed], outcomes: Sequence[Outcome]) -> bytes:
    told = iter(outcomes)
    return b"".join(
        (_refusal(number, read) if isinstance(read, TimelineError) else _answer(number, next(told))) + b"\n"
        for number, read in parsed
    )


def _answer(number: int, outcome: Outcome) -> bytes:
    if outcome.error is not None:
        return _refusal(number, outcome.error)
    report, claims = outcome.named
    return msgspec.json.encode(
        Recorded(
            line=number,
            status=_STATUS[outcome.result],
            position=outcome.position or None,
            already_known=outcome.result == "already_known",
            report=report,
            claims=claims,
        )
    )


def _refusal(number: int, error: TimelineError) -> bytes:
    return msgspec.json.encode({"line": number, **msgspec.to_builtins(problem_of(error))})


def _numbered(raw: bytes) -> Iterator[Numbered]:
    """Yield the lines that are not blank, counted from 1."""
    start = number = 0
    while start < len(raw):
        end = raw.find(b"\n", start)
        end, number = (len(raw) if end < 0 else end), number + 1
        line, start = raw[start:end], end + 1
        if line.strip():
            yield number, line


def _parsed(raw: bytes, slug: str) -> Command | TimelineError:
    try:
        command = parse_line(raw)
        _must_be_on(command, slug)
    except TimelineError as error:
        return error
    return command


def _must_be_on(command: Command, slug: str) -> None:
    match command:
        case OpenTimeline():
            named, field = command.slug, "/slug"
        case OpenReport():
            named, field = getattr(command.report, "timeline", slug), "/report/timeline"
        case _:
            named, field = getattr(command, "timeline", slug), "/timeline"
    if named != slug:
        raise NotAllowedError.at(field, f"the path says {quoted(slug)}; allowed: lines of this timeline")


def _opens(raw: bytes, slug: str) -> bool:
    return isinstance(read := _parsed(raw, slug), OpenTimeline) and read.slug == slug
