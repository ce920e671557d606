"""What a report says about an incident, in one statement."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

import msgspec
from msgspec import UNSET, Meta, UnsetType

from timeline import edtf
from timeline.errors import NotAllowedError
from timeline.figures import Figure
from timeline.places import Place
from timeline.text import Fragment, Kind, Moment, Name, Ref, Short, Slug, Statement, must_parse

T = TypeVar("T")


class Stance(StrEnum):
    """What a claim does to its incident."""

    ASSERTS = "asserts"
    DENIES = "denies"
    WITHHOLDS = "withholds"
    RETRACTS = "retracts"
    MENTIONS = "mentions"


class Modality(StrEnum):
    """How the source puts it: as a fact, a judgement, an accusation, a prediction, or an if."""

    ASSERTED = "asserted"
    ASSESSED = "assessed"
    ALLEGED = "alleged"
    FORECAST = "forecast"
    CONDITIONAL = "conditional"


class Basis(StrEnum):
    """What the source says it rests on."""

    TESTIMONY = "testimony"
    DOCUMENT = "document"
    IMAGERY = "imagery"
    INFERENCE = "inference"


class Role(StrEnum):
    """What part an actor has in it."""

    SUBJECT = "subject"
    OPPONENT = "opponent"
    HOST = "host"
    PARTNER = "partner"


class Quote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The words of the report itself, anchored by what stands around them (W3C TextQuoteSelector)."""

    exact: Statement
    prefix: Fragment | None = None
    suffix: Fragment | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Somebody who takes part in what is claimed."""

    name: Name
    role: Role | None = None


_LIST = "a list of at most 100"
Chain = Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=6, description="a list of 1 to 6 sources")]
"""How a claim travelled: sources, publisher first, origin last."""
Actors = Annotated[tuple[Actor, ...], Meta(max_length=100, description=_LIST)]
Figures = Annotated[tuple[Figure, ...], Meta(max_length=100, description=_LIST)]
Slugs = Annotated[tuple[Slug, ...], Meta(max_length=100, description=_LIST)]


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One statement. A chain, place or occurred that is None is the report's; without incident it is unfiled."""

    ref: Ref | None = None
    kind: Kind
    incident: Slug | None = None
    stance: Stance = Stance.ASSERTS
    statement: Statement
    quote: Quote | None = None
    chain: Chain | None = None
    occurred: Moment | None = None
    place: Place | None = None
    actors: Actors = ()
    figures: Figures = ()
    modality: Modality = Modality.ASSERTED
    likelihood: Short | None = None
    basis: Basis | None = None
    derived_from: Slugs = ()

    def __post_init__(self) -> None:
        """Refuse what no single field can tell. Raises NotAllowedError."""
        if self.chain is not None:
            must_not_repeat(self.chain)
        if self.occurred is not None:
            must_parse(edtf.parse, self.occurred, "/occurred")
        if len(self.figures) > 1:
            must_count_once(self.figures)


class ClaimChanges(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a correction puts in place of a claim's fields: unset leaves a field, None clears it."""

    kind: Kind | UnsetType = UNSET
    incident: Slug | UnsetType | None = UNSET
    stance: Stance | UnsetType | None = UNSET
    statement: Statement | UnsetType = UNSET
    quote: Quote | UnsetType | None = UNSET
    chain: Chain | UnsetType | None = UNSET
    occurred: Moment | UnsetType | None = UNSET
    place: Place | UnsetType | None = UNSET
    actors: Actors | UnsetType | None = UNSET
    figures: Figures | UnsetType | None = UNSET
    modality: Modality | UnsetType | None = UNSET
    likelihood: Short | UnsetType | None = UNSET
    basis: Basis | UnsetType | None = UNSET
    derived_from: Slugs | UnsetType | None = UNSET

    def __post_init__(self) -> None:
        """Refuse what a claim could not hold either, and a correction of nothing. Raises NotAllowedError."""
        must_change_something(self)
        must_not_repeat(given(self.chain))
        must_parse(edtf.parse, given(self.occurred), "/occurred")
        must_count_once(given(self.figures) or ())


def given(value: T | UnsetType | None) -> T | None:
    """Return what a change puts in a field's place, None where it leaves or clears it."""
    return None if value is UNSET else value


def must_not_repeat(chain: tuple[str, ...] | None) -> None:
    """Refuse a chain that comes back to a source. Raises NotAllowedError."""
    if chain is not None and len(set(chain)) < len(chain):
        raise NotAllowedError.at("/chain", "a source stands in it twice; allowed: 1 to 6 sources, each once")


def must_change_something(changes: msgspec.Struct) -> None:
    """Refuse changes that change no field. Raises NotAllowedError."""
    if all(getattr(changes, name) is UNSET for name in changes.__struct_fields__):
        raise NotAllowedError.at("", "it changes nothing; allowed: at least one field")


def must_count_once(figures: tuple[Figure, ...]) -> None:
    """Refuse a second figure of a measure and scope. Raises NotAllowedError."""
    seen: set[tuple[str, str]] = set()
    for number, figure in enumerate(figures):
        if (figure.measure, figure.scope) in seen:
            problem = f"{figure.measure}, {figure.scope} was given before; allowed: a measure and scope once a claim"
            raise NotAllowedError.at(f"/figures/{number}", problem)
        seen.add((figure.measure, figure.scope))
