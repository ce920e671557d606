"""Who really speaks: the voices behind sources, and which of them are linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from timeline.sources import SourceKind


class Speaker(msgspec.Struct, frozen=True):
    """What the status rule needs to know of a source."""

    slug: str
    kind: SourceKind
    speaks_for: str | None = None
    linked_to: tuple[str, ...] = ()

    @property
    def voice(self) -> str:
        """The voice this source lends its mouth to; its own, where it speaks for nobody else."""
        return self.speaks_for or self.slug


class Voice(NamedTuple):
    """A speaker after all masks are off; a voice that is not *named* is a leak, and supports nothing by itself."""

    name: str
    named: bool


class Speakers:
    """All sources a ledger knows, and the groups into which links join their voices."""

    def __init__(self, speakers: Iterable[Speaker] = ()) -> None:
        self._by_slug: Mapping[str, Speaker] = {speaker.slug: speaker for speaker in speakers}
        self._group: dict[str, str] = {}
        for speaker in self._by_slug.values():
            for linked in speaker.linked_to:
                join(self._group, speaker.voice, linked)

    def __getitem__(self, slug: str) -> Speaker:
        return self._by_slug[slug]

    def __iter__(self) -> Iterator[Speaker]:
        return iter(self._by_slug.values())

    def __contains__(self, slug: str) -> bool:
        return slug in self._by_slug

    def voice_of(self, chain: Sequence[str]) -> Voice:
        """Return who speaks at the end of *chain* (publisher first): the origin, who vouches for it, or a leak."""
        speaker = self.speaker_of(chain)
        return Voice(speaker.voice, named=speaker.kind is not SourceKind.UNNAMED)

    def speaker_of(self, chain: Sequence[str]) -> Speaker:
        """Return the source whose word it is: an office of the voice that speaks."""
        origin = self[chain[-1]]
        if origin.kind is SourceKind.UNNAMED:
            for slug in reversed(chain[:-1]):
                vouching = self[slug]
                if vouching.kind not in (SourceKind.UNNAMED, SourceKind.OUTLET):
                    return vouching
        return origin

    def links(self) -> dict[str, str]:
        """Return a fresh union-find forest of the linked voices, to be read and grown with root() and join()."""
        return dict(self._group)

    def touched_by(self, changed: Speakers) -> set[str]:
        """Return the slugs of all sources that stand in another group of voices, or speak otherwise, in *changed*."""
        before, after = self._members(), changed._members()
        return {
            slug
            for slug in self._by_slug.keys() | changed._by_slug.keys()
            if self._by_slug.get(slug) != changed._by_slug.get(slug) or before.get(slug) != after.get(slug)
        }

    def _members(self) -> dict[str, frozenset[str]]:
        """The group of voices that each source stands in."""
        groups: dict[str, set[str]] = {}
        for voice in list(self._group):
            groups.setdefault(root(self._group, voice), set()).add(voice)
        frozen = {voice: frozenset(group) for group in groups.values() for voice in group}
        alone = frozenset[str]()
        return {slug: frozen.get(speaker.voice, alone) for slug, speaker in self._by_slug.items()}


def root(forest: dict[str, str], voice: str) -> str:
    """Return the representative of *voice*'s group; a voice that is not in the forest stands alone."""
    while (parent := forest.get(voice, voice)) != voice:
        grandparent = forest.get(parent, parent)
        forest[voice] = grandparent
        voice = grandparent
    return voice


def join(forest: dict[str, str], one: str, other: str) -> None:
    """Join the groups of two voices."""
    forest.setdefault(one, one)
    forest.setdefault(other, other)
    forest[root(forest, one)] = root(forest, other)
