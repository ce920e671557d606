"""Joins entries from what is kept of them: the incident's state, the voices' words and figures, and what was heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from timeline.claims import Stance
from timeline.service.snapshot import Snapshot

_LISTED = {
    "asserted_by": Stance.ASSERTS,
    "denied_by": Stance.DENIES,
    "withheld_by": Stance.WITHHOLDS,
    "retracted_by": Stance.RETRACTS,
}


class Heard(NamedTuple):
    """When the first and the last visible claim was published, as given, and how many reports assert."""

    first: str
    last: str
    reports: int


class SpokenWord(NamedTuple):
    """A voice's word, and the claim that set it."""

    stance: str
    voice: str
    claim: str


def entries(snapshot: Snapshot, found: Sequence[tuple[int, str]]) -> list[str]:
    """Return the JSON texts of entries, given the number and the kept state of each."""
    numbers = {"numbers": msgspec.json.encode([number for number, _ in found]).decode()}
    words: dict[int, list[SpokenWord]] = {}
    for number, *word in snapshot.rows("words", numbers):
        words.setdefault(number, []).append(SpokenWord(*word))
    figures: dict[int, list[str]] = {}
    for number, figure in snapshot.rows("figures", numbers):
        figures.setdefault(number, []).append(figure)
    heard = {number: Heard(*rest) for number, *rest in snapshot.rows("heard", numbers)}
    return [entry(core, words.get(number, ()), figures.get(number, ()), heard[number]) for number, core in found]


def entry(core: str, words: Sequence[SpokenWord], figures: Iterable[str], heard: Heard) -> str:
    """Return the JSON text of one entry; *words* in the order heard, *figures* in the order shown."""
    voices = (f'"{name}":{_names(words, stance)}' for name, stance in _LISTED.items())
    because = ",".join(f'"{word.claim}"' for word in words)
    rest = (
        f'"reports":{heard.reports}',
        *voices,
        f'"figures":[{",".join(figures)}]',
        f'"because":[{because}]',
        f'"first_published":"{heard.first}"',
        f'"last_published":"{heard.last}"',
    )
    return core[:-1] + "," + ",".join(rest) + "}"


def _names(words: Iterable[SpokenWord], stance: Stance) -> str:
    """Return the voices whose word is *stance*; names of voices need no escaping."""
    names = sorted({word.voice for word in words if word.stance == stance})
    return "[" + ",".join(f'"{name}"' for name in names) + "]"
