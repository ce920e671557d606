"""Entries and points of view in words."""

from __future__ import annotations

from typing import Final

from rich.text import Text

from timeline.answers import AsKnown, Entry, Erasure
from timeline.status import Basis, Status

COLOURS: Final = {
    Status.CONFIRMED: "green",
    Status.CORROBORATED: "cyan",
    Status.REPORTED: "blue",
    Status.DISPUTED: "yellow",
    Status.DENIED: "red",
    Status.RETRACTED: "magenta",
    Status.UNSUPPORTED: "bright_black",
    Status.MENTIONED: "bright_black",
}
_DENIALS_SAID: Final = {Basis.OUTSIDE_DENIALS, Basis.NAMED_DENIAL}
_END_OF_DAY: Final = "T23:59:59.999999Z"


def status(entry: Entry) -> Text:
    """Return a status by its word, and what it rests on."""
    return Text.assemble((entry.status.value, f"bold {COLOURS[entry.status]}"), f" — {basis(entry)}")


def basis(entry: Entry) -> str:
    """Return what a status rests on, and who denies it where that decides nothing."""
    words = _basis(entry)
    denied = entry.denied_by if entry.status_basis not in _DENIALS_SAID else []
    return f"{words}; denied by {names(denied)}" if denied else words


def _basis(entry: Entry) -> str:
    words: dict[str, str] = {
        Basis.ADMITTED: f"admitted by {names(entry.admitted_by)}",
        Basis.SIGNED_OFF: f"signed off by {entry.signed_off.by if entry.signed_off else 'an editor'}",
        Basis.OUTSIDE_DENIALS: f"denied by {names(entry.denied_by)}",
        Basis.INDEPENDENT_VOICES: f"said by {names(entry.asserted_by)}",
        Basis.SINGLE_VOICE: _single(entry.asserted_by),
        Basis.UNNAMED_ONLY: "unnamed voices only",
        Basis.NAMED_DENIAL: f"denied by {names(entry.denied_by)}",
        Basis.TAKEN_BACK: f"taken back by {names(entry.retracted_by)}",
        Basis.NO_NAMED_WORD: f"{names(entry.withheld_by)} would not say" if entry.withheld_by else "no named word",
        Basis.NO_WORD: "nobody asserts or denies it",
    }
    return words[entry.status_basis]


def _single(asserted_by: list[str]) -> str:
    if len(asserted_by) == 1:
        return f"single voice, {names(asserted_by)}"
    return f"a single independent voice among {names(asserted_by)}"


def names(voices: list[str], most: int = 3) -> str:
    """Return a list of voices as one says it."""
    if len(voices) > most:
        return f"{', '.join(voices[:most])} and {len(voices) - most} more"
    return " and ".join(filter(None, (", ".join(voices[:-1]), *voices[-1:]))) or "nobody"


def occurred(entry: Entry) -> str:
    """Return when it happened; the marks of EDTF (~ about, ? uncertain) stay."""
    if entry.occurred is None:
        return "unknown"
    start, _, end = entry.occurred.edtf.partition("/")
    if start == "..":
        return f"until {end}"
    if end == "..":
        return f"since {start}"
    return f"{start} to {end}" if end else start


def viewpoint(as_of: AsKnown) -> list[str]:
    """Return where a timeline is seen from, and what to bear in mind about it."""
    public = "Public at any time" if as_of.known_on is None else f"Public by {moment(as_of.known_on)}"
    recorded = "nothing recorded yet" if as_of.recorded_by is None else f"as recorded by {moment(as_of.recorded_by)}"
    notes = [f"{public}, {recorded} (position {as_of.position})."]
    if as_of.clock == "replayed":
        notes.append("The recorded times were replayed from a file, not kept by this ledger.")
    if not as_of.settled and as_of.recorded_by is not None:
        notes.append("Not settled: what is recorded next may still fall under it.")
    return notes


def mark(erased: Erasure | None) -> str:
    """Return what stands behind a thing that lost wording: when, and on what basis; nothing behind any other."""
    return "" if erased is None else f" (erased on {moment(erased.on)}, basis: {erased.basis})"


def moment(instant: str) -> str:
    """Return an instant as one says it: a day where the whole day is meant, else to the second, UTC."""
    if instant.endswith(_END_OF_DAY):
        return instant.removesuffix(_END_OF_DAY)
    return f"{instant[:19].replace('T', ' ')} UTC"


def counted(number: int, what: str) -> str:
    """Return how many there are of *what* forms its plural with an s."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
