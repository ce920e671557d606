"""Facts of the ledger about itself."""

from __future__ import annotations

from uuid import UUID

from timeline.facts.fact import Fact

RULES = 1
"""The version of the status rules (docs/status.md) that this software follows."""


class LedgerOpened(Fact, frozen=True):
    """A ledger begins; its ids live in *namespace*, drawn at random."""

    TOPIC = "ledger-opened.1"
    namespace: UUID


class RulesAdopted(Fact, frozen=True):
    """From here on answers follow this version of the status rules."""

    TOPIC = "rules-adopted.1"
    rules: int


class LogRestarted(Fact, frozen=True):
    """The signed log goes on under another name: of *signed* facts that it had signed, a backup brought *kept* back."""

    TOPIC = "log-restarted.1"
    origin: str
    before: str | None = None
    signed: int = 0
    kept: int = 0
