"""Deterministic ids: the same thing has the same id in one ledger, however often it is recorded."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from uuid import UUID, uuid5

LEDGER_STREAM = UUID("6d1c6a53-0f0a-5a3c-9a41-6f9b3a1f7b60")
"""The stream of a ledger's facts about itself: the only id that is the same in every ledger."""
_PSEUDONYM: Final = re.compile(r"erased-([0-9a-f]{32})")


def pseudonym(stream: UUID) -> str:
    """Return the name of a thing whose own was erased."""
    return f"erased-{stream.hex}"


def is_pseudonym(name: str) -> bool:
    """Tell whether a slug or key stands in for one that was erased."""
    return _PSEUDONYM.fullmatch(name) is not None


class Ids:
    """Names every stream of one ledger by UUIDv5 (RFC 9562) in the ledger's own *namespace*; pseudonyms hold theirs."""

    def __init__(self, namespace: UUID) -> None:
        self.namespace = namespace
        self._named = lru_cache(65_536)(lambda name: uuid5(namespace, name))

    def _of(self, kind: str, name: str, within: str = "") -> UUID:
        held = _PSEUDONYM.fullmatch(name) if name.startswith("erased-") else None
        return self._named(f"{kind}:{within}{name}") if held is None else UUID(held[1])

    def timeline(self, slug: str) -> UUID:
        """Return the id of a timeline, whose slug is unique in the ledger."""
        return self._named(f"timeline:{slug}")

    def source(self, slug: str) -> UUID:
        """Return the id of a source, whose slug is unique in the ledger."""
        return self._of("source", slug)

    def incident(self, timeline: str, slug: str) -> UUID:
        """Return the id of an incident, whose slug is unique in its timeline."""
        return self._of("incident", slug, f"{timeline}/")

    def report(self, key: str) -> UUID:
        """Return the id of a report, whose key is unique in the ledger."""
        return uuid5(self.namespace, f"report:{key}") if not is_pseudonym(key) else self._of("report", key)

    def sealed(self, commitment: str) -> UUID:
        """Return the id of a sealed report, of which nothing but its commitment is known."""
        return uuid5(self.namespace, f"sealed:{commitment}")


def claim_id(report: UUID, ref: str) -> UUID:
    """Return the id of a claim, whose ref is unique in its report."""
    return uuid5(report, ref)
