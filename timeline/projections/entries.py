"""Joins the JSON text of an entry from the incident's own state, the voices' words and figures, and what was heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from timeline.claims import Stance

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


def entry(core: str, words: Sequence[SpokenWord], figures: Iterable[str], heard: Heard) -> str:
    """Return the JSON text of one entry; *words* in the order heard, *figures* in the order shown."""
    because = '","'.join(word.claim for word in words)
    return "".join(
        (
            f'{core[:-1]},"reports":{heard.reports},',
            *(f'"{name}":{_names(words, stance)},' for name, stance in _LISTED.items()),
            f'"figures":[{",".join(figures)}],"because":[',
            f'"{because}"' if words else "",
            f'],"first_published":"{heard.first}","last_published":"{heard.last}"}}',
        )
    )


def _names(words: Iterable[SpokenWord], stance: Stance) -> str:
    """Return the voices whose word is *stance*; names of voices need no escaping."""
    names = sorted({word.voice for word in words if word.stance == stance})
    return '["' + '","'.join(names) + '"]' if names else "[]"
