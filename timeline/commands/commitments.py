"""What stands for a report while nobody may read it: its commitment."""

from __future__ import annotations

import hmac
from hashlib import sha256

import msgspec

from timeline.commands.lines import canonical
from timeline.commands.recording import RecordReport


def commitment(report: RecordReport, salt: str) -> str:
    """Return HMAC-SHA256, in 64 hex digits: the key is *salt* (32 hex digits), the message what *report* says.

    That is its canonical line, always with a key: what the facts of the recorded report give again.
    """
    said = msgspec.structs.replace(report, key=report.report_key, recorded=None)
    return hmac.digest(bytes.fromhex(salt), canonical(said), sha256).hex()
