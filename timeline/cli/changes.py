"""What changed in an entry, in words: who says something else than before, which number is another."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from timeline.answers import Entry, VoiceFigure
from timeline.cli import wording

_WORDS = {
    "asserted_by": "asserts",
    "denied_by": "denies",
    "withheld_by": "would not say",
    "retracted_by": "took it back",
}
_NOTHING = "silent"
_ARROW = " → "


def status_change(before: Entry | None, after: Entry | None) -> Text:
    """Return the status by its word, and what it was if that was another."""
    if after is None:
        return Text.assemble(_word(before), _ARROW, ("not on the timeline any more", "bold"))
    now = wording.status(after)
    if before is None or before.status == after.status:
        return now
    return Text.assemble(_word(before), _ARROW, now)


def changed_lines(before: Entry | None, after: Entry | None) -> Iterator[Text]:
    """Yield everything else that changed, a line each; nothing where the entry came or went, which says it all."""
    if before is None or after is None:
        return
    for name, old, new in _plain(before, after):
        if old != new:
            yield _line(name, old, new)
    yield from _of_voices(before, after)
    yield from _of_figures(before, after)


def _word(entry: Entry | None) -> Text:
    return Text() if entry is None else Text(entry.status.value, wording.COLOURS[entry.status])


def _line(name: str, old: str, new: str) -> Text:
    return Text.assemble((f"{name}: ", "dim"), (old, "dim"), _ARROW, new)


def _plain(before: Entry, after: Entry) -> Iterator[tuple[str, str, str]]:
    """Yield what is told of an entry as one thing: its name, how it was, and how it is."""
    yield "title", before.title, after.title
    yield "kind", before.kind, after.kind
    yield "happened", wording.occurred(before), wording.occurred(after)
    yield "place", _place(before), _place(after)
    yield "against the interest of", wording.names([*before.adverse_to]), wording.names([*after.adverse_to])
    yield "signed off", _signed(before), _signed(after)
    yield "independent voices, at most", f"{before.independent_voices}", f"{after.independent_voices}"
    yield "reports", f"{before.reports:,}", f"{after.reports:,}"


def _place(entry: Entry) -> str:
    place = entry.place
    return "unknown" if place is None else place.name or place.admin1 or place.country or "without a name"


def _signed(entry: Entry) -> str:
    return "no" if entry.signed_off is None else f"by {entry.signed_off.by}, {entry.signed_off.rationale}"


def _of_voices(before: Entry, after: Entry) -> Iterator[Text]:
    old, new = _words(before), _words(after)
    for voice in sorted(old.keys() | new.keys()):
        if old.get(voice) != new.get(voice):
            yield _line(voice, old.get(voice, _NOTHING), new.get(voice, _NOTHING))


def _words(entry: Entry) -> dict[str, str]:
    return {voice: word for name, word in _WORDS.items() for voice in getattr(entry, name)}


def _of_figures(before: Entry, after: Entry) -> Iterator[Text]:
    old, new = _figures(before), _figures(after)
    for about in sorted(old.keys() | new.keys()):
        if old.get(about) != new.get(about):
            yield _line(", ".join(about), old.get(about, _NOTHING), new.get(about, _NOTHING))


def _figures(entry: Entry) -> dict[tuple[str, str, str], str]:
    return {(one.voice, one.measure.replace("_", " "), one.scope.value): figure(one) for one in entry.figures}


def figure(said: VoiceFigure) -> str:
    """Return a number as it was said."""
    bounds = [f"{bound:,}" for bound in dict.fromkeys((said.low, said.best, said.high)) if bound is not None]
    if said.best is None and said.high is None:
        bounds = [f"{bounds[0]} or more"]
    elif said.best is None and said.low is None:
        bounds = [f"up to {bounds[0]}"]
    return " to ".join(bounds) + (f" ({said.qualifier})" if said.qualifier else "")
