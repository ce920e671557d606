"""Who can speak, and how reliable they are."""

from __future__ import annotations

from enum import StrEnum


class SourceKind(StrEnum):
    """What a source is. Only a named source that is no outlet can vouch for an unnamed one."""

    OUTLET = "outlet"
    PERSON = "person"
    ORGANISATION = "organisation"
    OFFICIAL = "official"
    UNNAMED = "unnamed"


class Reliability(StrEnum):
    """The Admiralty grade of a source: A completely reliable to E unreliable, F cannot be judged. Never a number."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"
