"""The two-clock fold: what is kept of a thing's states over the published and the recorded clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

import msgspec

from timeline.clocks import EVER

S = TypeVar("S")


class Span(NamedTuple, Generic[S]):
    """A thing is in *state* from *start* to just before *end*: microseconds on the published clock, EVER is open."""

    start: int
    end: int
    state: S


class Row(msgspec.Struct, Generic[S], frozen=True):
    """A state and the part of the (P, N) plane where it is visible: an L-shape.

    It begins at published *p* and position *n*. Where the next state in order begins, at *p2*, it ends
    for everyone who asks from position *n2* on; a late arrival that changes the past ends it at *n_to*.
    """

    p: int
    n: int
    state: S
    p2: int = EVER
    n2: int = EVER
    n_to: int = EVER

    def visible(self, known_on: int, position: int) -> bool:
        """Tell whether this is the state at (*known_on*, *position*)."""
        begun = self.p <= known_on and self.n <= position < self.n_to
        return begun and not (self.p2 <= known_on and self.n2 <= position)


def spans(changes: Iterable[tuple[int, S | None]], end: int = EVER) -> list[Span[S]]:
    """Join *changes* (from when, which state; None is absent), in order, to distinct neighbouring spans."""
    joined: list[Span[S]] = []
    start, state = EVER, None
    for moment, following in changes:
        if following == state:
            continue
        if state is not None and start < moment:
            joined.append(Span(start, moment, state))
        start, state = moment, following
    if state is not None:
        joined.append(Span(start, end, state))
    return joined


def filled(present: Sequence[Span[S]], old: Sequence[Row[S]], since: int, absent: S) -> list[Span[S]]:
    """Return the spans from *since* to EVER without gaps: where nothing is *present* any more, the state is *absent*.

    So every change begins a row. Before the first row of all, old or new, there is nothing to be absent.
    """
    spans_, end = list[Span[S]](), since
    for span in present:
        if end < span.start:
            spans_.append(Span(end, span.start, absent))
        spans_.append(span)
        end = span.end
    if end < EVER:
        spans_.append(Span(end, EVER, absent))
    first = spans_[0]
    if first.state != absent or (old and old[0].p <= first.start):
        return spans_
    begun = old[0].p if old and old[0].p < first.end else first.end
    return [first._replace(start=begun), *spans_[1:]] if begun < first.end else spans_[1:]


def refold(old: Sequence[Row[S]], new: Sequence[Span[S]], since: int, n: int) -> list[Row[S]]:
    """Return the rows that change when, at position *n*, the states from *since* on turn out to be *new*.

    *old* are the rows in force at n-1 that reach beyond *since*, by p. A row is known by its (p, n): what comes
    back replaces the row of the same corner, or is added. Rows in force are those whose n_to is EVER.
    """
    wanted = _with_predecessor(old, new, since)
    standing = {row.p: row for row in old}
    kept: set[int] = set()
    changed: list[Row[S]] = []
    for start, end, state in wanted:
        row = standing.get(start)
        if row is None or row.state != state or row.p2 not in (end, EVER):
            changed.append(Row(start, n, state, *((end, n) if end != EVER else ())))
            continue
        kept.add(start)
        if row.p2 != end:
            changed.append(msgspec.structs.replace(row, p2=end, n2=n))
    changed.extend(msgspec.structs.replace(row, n_to=n) for row in old if row.p not in kept)
    return changed


def _with_predecessor(old: Sequence[Row[S]], new: Sequence[Span[S]], since: int) -> list[Span[S]]:
    """The state in force just before *since* goes on until then, or further where the first new one is equal."""
    if not old or old[0].p >= since:
        return list(new)
    before = old[0]
    if new and new[0].start == since and new[0].state == before.state:
        return [new[0]._replace(start=before.p), *new[1:]]
    return [Span(before.p, since, before.state), *new]


def at(rows: Iterable[Row[S]], known_on: int, position: int) -> S | None:
    """Return the one state visible at (*known_on*, *position*), if any."""
    for row in rows:
        if row.visible(known_on, position):
            return row.state
    return None
