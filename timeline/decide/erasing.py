"""Erasing wording: what a command is about, and whether it may be."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from timeline.commands import EraseWording
from timeline.decide.past import (
    Decision,
    Past,
    must_know_incident,
    must_know_report,
    must_know_sources,
    must_know_timeline,
)
from timeline.erasing import FIELDS
from timeline.errors import FieldProblem, NotAllowedError
from timeline.facts import LEDGER_STREAM, Erasable


class Target(NamedTuple):
    """What loses its wording: a thing by its stream and *name*, and which of its fields."""

    what: Erasable
    stream: UUID
    name: str
    fields: frozenset[str]


def erase_wording(past: Past, command: EraseWording) -> Decision:
    """Refuse what cannot be erased; what it comes to, the ledger finds where it is stored."""
    target(past, command)
    return Decision()


def target(past: Past, command: EraseWording) -> Target:
    """Return what is to be erased. Raises NotAllowedError."""
    what, stream, name = _named(past, command)
    fields = frozenset(command.fields) or frozenset(FIELDS[what])
    if unknown := sorted(fields.difference(FIELDS[what])):
        allowed = ", ".join(FIELDS[what])
        raise NotAllowedError.at("/fields", f"'{unknown[0]}' is no wording of a {what}; allowed: {allowed}")
    if what is Erasable.REPORT and fields & {"key", "url"}:
        report = past.report(name)
        if report is not None and report.first.url == name:  # the one would tell the other
            fields |= {"key", "url"}
    if name.casefold() in command.basis.casefold():
        raise NotAllowedError.at("/basis", "it repeats what is to be erased; allowed: a basis without it")
    return Target(what, stream, name, fields)


def _named(past: Past, command: EraseWording) -> tuple[Erasable, UUID, str]:
    match command:
        case EraseWording(report=str(key)):
            report = must_know_report(past, key)
            if command.claim is None:
                return Erasable.REPORT, report.stream, key
            if report.find(command.claim) is None:
                raise NotAllowedError(FieldProblem("/claim", f"'{command.claim}' is no claim of report '{key}'"))
            return Erasable.CLAIM, report.stream, key
        case EraseWording(source=str(slug)):
            must_know_sources(past, [slug], "/source")
            return Erasable.SOURCE, past.ids.source(slug), slug
        case EraseWording(timeline=str(slug), incident=None):
            must_know_timeline(past, slug)
            return Erasable.TIMELINE, past.ids.timeline(slug), slug
        case EraseWording(timeline=str(slug), incident=str(incident)):
            must_know_timeline(past, slug)
            must_know_incident(past, slug, incident, "/incident")
            return Erasable.INCIDENT, past.ids.incident(slug, incident), incident
        case _:
            return Erasable.AUTHOR, LEDGER_STREAM, command.author or ""
