"""The formats that a timeline can be exported in, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from timeline.exporters import native
from timeline.facts import Committed


class Format(NamedTuple):
    """How the facts about a timeline are written, line by line."""

    name: str
    lines: Callable[[Iterable[Committed]], Iterator[bytes]]


FORMATS = {format_.name: format_ for format_ in (Format("native", native.lines),)}
