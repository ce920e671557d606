"""Pages of histories: every step with what was before and after, what changed, and what led to it."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import msgspec

from timeline.answers import HistoryStep
from timeline.clocks import Clock, instant_text
from timeline.service.causes import Cause, causes
from timeline.service.histories import State, Thing, states
from timeline.service.lists import Listing, Page, Question, T, cursor_behind
from timeline.service.snapshot import Snapshot

_UNKNOWN: Final = State(0, None)
_FIELDS = msgspec.json.Decoder(dict[str, msgspec.Raw])


def step_page(
    snapshot: Snapshot, listing: Listing, asked: Question, thing: Thing, *, clock: Clock, kind: type[T]
) -> Page[HistoryStep[T]]:
    """Return one page of a thing's history, whose states are of a *kind*."""
    after = asked.key[0] if asked.key is not None else listing.least[0]
    known = [_UNKNOWN, *states(snapshot, thing, clock)]
    steps = [(before, state) for before, state in pairwise(known) if state.at > int(after)]
    following = None
    if len(steps) > asked.limit:
        following = cursor_behind(snapshot, listing, asked, (steps[asked.limit - 1][1].at,))
    steps = steps[: asked.limit]
    behind = causes(snapshot, thing, clock, [state.at for _, state in steps])
    docs = [
        _text(before, state, _at(snapshot, clock, state.at), cause)
        for (before, state), cause in zip(steps, behind, strict=True)
    ]
    return Page(HistoryStep[kind], snapshot.as_known, docs, following)  # type: ignore[valid-type] # as generic as a type


def changed_fields(before: str | None, after: str | None) -> list[str]:
    """Return which fields of two texts of one shape differ; none where one is missing, and so all that it says."""
    if before is None or after is None:
        return []
    old, new = _FIELDS.decode(before), _FIELDS.decode(after)
    return [name for name in new | old if old.get(name) != new.get(name)]


def _text(before: State, after: State, at: str, cause: Cause) -> str:
    step = HistoryStep(
        at=at,
        position=cause.position,
        before=_raw(before.doc),
        after=_raw(after.doc),
        changed=changed_fields(before.doc, after.doc),
        because=cause.because,
        by=cause.by,
        reason=cause.reason,
    )
    return msgspec.json.encode(step).decode()


def _at(snapshot: Snapshot, clock: Clock, at: int) -> str:
    """Return the moment of a step: that of the published clock, or when its transaction was recorded."""
    if clock is Clock.PUBLISHED:
        return instant_text(at)
    commit = snapshot.ledger.commit_by_position(snapshot.c, at)
    assert commit is not None  # noqa: S101 - a step on the recorded clock is a commit
    return instant_text(commit.recorded)


def _raw(doc: str | None) -> msgspec.Raw | None:
    return None if doc is None else msgspec.Raw(doc.encode())
