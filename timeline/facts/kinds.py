"""The claim kinds: one small class each, and nothing else to edit for a new one."""

from __future__ import annotations

import re

from timeline.claims import Claim
from timeline.facts.fact import TOPICS, Fact


class ClaimMade(Fact, frozen=True):
    """A report says something; the class of the fact is the claim's kind. The claim carries its ref."""

    claim: Claim


class DeploymentDetected(ClaimMade, frozen=True):
    """Forces have been moved somewhere."""

    TOPIC = "deployment-detected.1"


class TrainingObserved(ClaimMade, frozen=True):
    """Forces train, or trained."""

    TOPIC = "training-observed.1"


class ClashReported(ClaimMade, frozen=True):
    """Forces have fought."""

    TOPIC = "clash-reported.1"


class StrengthEstimated(ClaimMade, frozen=True):
    """So many are there, or shall be."""

    TOPIC = "strength-estimated.1"


class CasualtiesClaimed(ClaimMade, frozen=True):
    """So many were killed, wounded, or lost."""

    TOPIC = "casualties-claimed.1"


class EquipmentObserved(ClaimMade, frozen=True):
    """Weapons, vehicles, papers or other things were seen."""

    TOPIC = "equipment-observed.1"


class CaptureReported(ClaimMade, frozen=True):
    """People or places were taken."""

    TOPIC = "capture-reported.1"


class WithdrawalReported(ClaimMade, frozen=True):
    """Forces have left a place."""

    TOPIC = "withdrawal-reported.1"


class ForecastMade(ClaimMade, frozen=True):
    """Something is expected, planned or thought possible."""

    TOPIC = "forecast-made.1"


class ConfirmationIssued(ClaimMade, frozen=True):
    """A voice confirms what was claimed before."""

    TOPIC = "confirmation-issued.1"


class DenialIssued(ClaimMade, frozen=True):
    """A voice denies what was claimed."""

    TOPIC = "denial-issued.1"


class SilenceNoted(ClaimMade, frozen=True):
    """A voice would not, or could not, say."""

    TOPIC = "silence-noted.1"


class ObservationReported(ClaimMade, frozen=True):
    """Anything else; the free kinds `x-…` are stored as it."""

    TOPIC = "observation-reported.1"


def _wire_name(fact: type[Fact]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", fact.__name__).lower()


KINDS: dict[str, type[ClaimMade]] = {_wire_name(kind): kind for kind in TOPICS.values() if issubclass(kind, ClaimMade)}
"""Every kind by the name it has in files and over HTTP; free kinds `x-…` are not listed."""


def claim_made(claim: Claim) -> ClaimMade:
    """Return the fact for *claim*. Raises KeyError for a kind that is neither known nor free."""
    return (ObservationReported if claim.kind.startswith("x-") else KINDS[claim.kind])(claim=claim)
