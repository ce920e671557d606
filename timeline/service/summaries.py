"""How many entries a timeline has, by status, kind, country and month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import msgspec

from timeline.service.snapshot import Snapshot
from timeline.views import reach


class By(StrEnum):
    """What entries can be counted by; the month is that in which they occurred."""

    STATUS = "status"
    KIND = "kind"
    COUNTRY = "country"
    MONTH = "month"


Group = tuple[str, ...]
"""What some entries have in common, in the order asked for; "" where it is not known."""


def counted(snapshot: Snapshot, timeline: str, by: Sequence[By]) -> dict[Group, int]:
    """Return how many entries there are at the snapshot's point of view, group by group, in order."""
    point = snapshot.point
    kept = reach(point.p, point.n, snapshot.reached, by)
    stretches = msgspec.json.encode(kept.stretches).decode()
    found = _groups(snapshot.grouped("counted", by, {"timeline": timeline, "stretches": stretches}))
    if (kept.p, kept.n) == (point.p, point.n):
        return found
    otherwise = {
        "timeline": timeline,
        "counted_p": kept.p,
        "counted_n": kept.n,
        "n_from": min(kept.n, point.n),
        "n_upto": max(kept.n, point.n),
    }
    summed = Counter(found)
    summed.update(_groups(snapshot.grouped("counted_otherwise", by, otherwise)))
    return {group: number for group, number in sorted(summed.items()) if number}


def _groups(rows: Sequence[tuple[Any, ...]]) -> dict[Group, int]:
    return {row[:-1]: row[-1] for row in rows}
