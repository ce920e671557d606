"""A state as the views keep it: the ready JSON text, and what lists are filtered and ordered by."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec

from timeline import edtf
from timeline.answers import Answer, Erasure, Occurred, Sealed
from timeline.clocks import instant_text
from timeline.facts import Committed, Erased

_ENCODER = msgspec.json.Encoder()


class Kept(NamedTuple):
    """A thing's state: its JSON text, the words it is found by, the voices that speak on it, and its columns."""

    doc: str
    words: str = ""
    voices: str = ""
    columns: tuple[int | str | None, ...] = ()


def text(answer: Answer) -> str:
    """Return *answer* as the JSON text that goes out."""
    return _ENCODER.encode(answer).decode()


def bounds(occurred: str | None) -> tuple[int | None, int | None]:
    """Return the bounds of an EDTF text, None where they are open or unknown."""
    if occurred is None:
        return None, None
    date = edtf.parse(occurred)
    return date.earliest, date.latest


@lru_cache(maxsize=16_384)
def occurred_view(occurred: str | None) -> Occurred | None:
    """Return an EDTF text with its bounds."""
    if occurred is None:
        return None
    date = edtf.parse(occurred)
    earliest = None if date.earliest is None else instant_text(date.earliest)
    latest = None if date.latest is None else instant_text(date.latest)
    return Occurred(edtf=occurred, earliest=earliest, latest=latest)


def sealed_view(seal: Committed | None) -> Sealed | None:
    """Return where something was sealed."""
    return None if seal is None else Sealed(position=seal.position, recorded=instant_text(seal.recorded))


def erasure_view(erased: Erased | None) -> Erasure | None:
    """Return when wording was erased, and on what basis."""
    return None if erased is None else Erasure(on=erased.on, basis=erased.basis)


@lru_cache(maxsize=1_024)
def found_by(*texts: str | None) -> str:
    """Return the words of *texts* as searches compare them."""
    return "\n".join(part for part in texts if part).casefold()
