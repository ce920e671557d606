"""Registering sources, and what we learn about them later."""

from __future__ import annotations

from typing import TypeVar

from msgspec import UNSET, UnsetType

from timeline.commands import RegisterSource
from timeline.decide.past import Author, Decision, Past, drafts
from timeline.errors import NotAllowedError
from timeline.facts import Fact, SourceAffiliated, SourceDescribed, SourceGraded, SourceRegistered
from timeline.sources import SourceKind
from timeline.states import SourceState

T = TypeVar("T")


def register_source(past: Past, command: RegisterSource, by: str) -> Decision:
    """Register a source, or change one: the fields that are given count."""
    known = past.source(command.slug)
    facts: list[Fact] = []
    if known is None:
        if command.name is UNSET or command.kind is UNSET:
            missing = "name" if command.name is UNSET else "kind"
            raise NotAllowedError.at(f"/{missing}", "required, as no source of this slug is known yet")
        facts.append(SourceRegistered(slug=command.slug, name=command.name, kind=command.kind))
        known = SourceState(number=0, slug=command.slug, name=command.name, kind=command.kind)
    facts.extend(_changes(known, command))
    return Decision(drafts(past, past.ids.source(command.slug), facts, Author(by)), changes=bool(facts))


def _changes(known: SourceState, command: RegisterSource) -> list[Fact]:
    speaks_for, linked_to = command.speaks_for, command.linked_to
    linked_to = () if linked_to is None else linked_to
    kind = known.kind if command.kind is UNSET else command.kind
    if kind is SourceKind.UNNAMED and (known.speaks_for if speaks_for is UNSET else speaks_for) is not None:
        raise NotAllowedError.at("/speaks_for", "an unnamed source speaks for nobody: a leak is not its office's word")
    facts = [
        SourceDescribed(name=_new(command.name, known.name), kind=_new(command.kind, known.kind)),
        SourceAffiliated(speaks_for=_new(speaks_for, known.speaks_for), linked_to=_new(linked_to, known.linked_to)),
    ]
    changed: list[Fact] = [fact for fact in facts if fact != type(fact)()]
    if command.reliability is not UNSET and command.reliability != known.reliability:
        changed.append(SourceGraded(reliability=command.reliability))
    return changed


def _new(given: T | UnsetType, present: T) -> T | UnsetType:
    return UNSET if given == present else given
