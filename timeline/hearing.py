"""Why claims do, or do not, count as another voice: what each voice said and when, who is joined to whom, and echoes.

It explains the status rule, and decides nothing: words and groups are those of the rule itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from timeline.claims import Stance
from timeline.clocks import DAY
from timeline.figures import Figure
from timeline.status import Evidence, Tally
from timeline.voices import Speakers, Voice, root

ECHO_DAYS: Final = 30
"""For so long a number that another voice repeats may be an echo."""
_REVERSED: Final = frozenset(
    {(Stance.ASSERTS, Stance.DENIES), (Stance.DENIES, Stance.ASSERTS), (Stance.ASSERTS, Stance.RETRACTS)}
)
OPPOSITE: Final = {Stance.ASSERTS: Stance.DENIES, Stance.DENIES: Stance.ASSERTS}
"""What contradicts what."""


class Rule(StrEnum):
    """Why a claim does, or does not, count as another independent voice."""

    COUNTS = "counts"
    """It is the first assertion of a voice that nothing joins to another one."""
    SAME_ORIGIN = "same_origin"
    """The same source was heard already."""
    SAME_VOICE = "same_voice"
    """Another source of the same voice was heard already."""
    LINKED = "linked"
    """Its voice is linked to one that was heard already."""
    DERIVED = "derived"
    """It derives from what was heard already."""
    UNNAMED = "unnamed"
    """Nobody named stands behind it."""
    SUPERSEDED = "superseded"
    """Its voice says something else by now."""
    NO_ASSERTION = "no_assertion"
    """It asserts nothing, or speaks of figures alone."""


class Spoken(NamedTuple):
    """A claim as a word of its voice: through which *office*, and the voice's word *before* and *after*.

    *contradicts* are the claims of the same voice and day that say the opposite.
    """

    claim: Evidence
    office: str
    before: Stance | None
    after: Stance | None
    contradicts: tuple[str, ...]

    @property
    def reverses(self) -> bool:
        """Whether the voice says the opposite of what it said."""
        return (self.before, self.after) in _REVERSED


class Weighed(NamedTuple):
    """Why a claim counts or not; *of* is the earlier claim that it adds nothing to, *because* names the sources."""

    claim: Evidence
    voice: Voice
    rule: Rule
    of: str | None = None
    because: tuple[str, ...] = ()


class Echo(NamedTuple):
    """A claim that gives the same number as another voice did not long before. A hint: it joins nobody."""

    claim: Evidence
    voice: Voice
    figure: Figure
    earlier: Evidence
    earlier_voice: Voice


class Hearing:
    """The claims on one incident, heard in order, as *speakers* make them."""

    def __init__(self, claims: Sequence[Evidence], speakers: Speakers) -> None:
        self._claims, self._speakers = claims, speakers
        self._tally = Tally(speakers)
        self._opposed = self._by_day()
        self.words: dict[Voice, list[Spoken]] = {}
        """What every voice said, in the order heard."""
        for claim in claims:
            self._hear(claim)

    @property
    def present(self) -> Mapping[Voice, Stance]:
        """The word of every voice that has one."""
        return {voice: word.stance for voice, word in self._tally.words.items()}

    def group(self, voice: Voice) -> str:
        """Return a representative of the group of voices in which one stands; a leak stands in none."""
        return self._tally.groups().get(voice.name, voice.name)

    def _hear(self, claim: Evidence) -> None:
        voice = self._speakers.voice_of(claim.chain)
        before = self._tally.words.get(voice)
        self._tally.hear(claim)
        after = self._tally.words.get(voice)
        stances = before.stance if before else None, after.stance if after else None
        office = self._speakers.speaker_of(claim.chain).slug
        opposite = OPPOSITE.get(claim.stance) if claim.is_word else None
        others = self._opposed.get((voice, claim.p // DAY, opposite), ())
        self.words.setdefault(voice, []).append(Spoken(claim, office, *stances, tuple(others)))

    def _by_day(self) -> dict[tuple[Voice, int, Stance | None], list[str]]:
        """Return the words of every voice, day and stance."""
        found: dict[tuple[Voice, int, Stance | None], list[str]] = {}
        for claim in self._claims:
            if not claim.is_word:
                continue
            key = self._speakers.voice_of(claim.chain), claim.p // DAY, claim.stance
            found.setdefault(key, []).append(claim.claim)
        return found

    def weighed(self) -> Iterator[Weighed]:
        """Yield why each claim does, or does not, count as another independent voice: as many do as there are."""
        heard: dict[Voice, list[Evidence]] = {}
        for claim in self._claims:
            voice = self._speakers.voice_of(claim.chain)
            yield self._weighed(claim, voice, heard)
            if self._supports(claim, voice):
                heard.setdefault(voice, []).append(claim)

    def _supports(self, claim: Evidence, voice: Voice) -> bool:
        """Tell whether a claim belongs to the present unbroken run of asserts of a named voice."""
        word = self._tally.words.get(voice)
        asserts = word is not None and word.stance is Stance.ASSERTS and word.since.order <= claim.order
        return voice.named and claim.stance is Stance.ASSERTS and asserts

    def _weighed(self, claim: Evidence, voice: Voice, heard: Mapping[Voice, Sequence[Evidence]]) -> Weighed:
        if claim.stance is not Stance.ASSERTS:
            return Weighed(claim, voice, Rule.NO_ASSERTION)
        if not voice.named:
            return Weighed(claim, voice, Rule.UNNAMED)
        if not self._supports(claim, voice):
            return Weighed(claim, voice, Rule.SUPERSEDED)
        if voice in heard:
            same = next((one for one in heard[voice] if one.chain[-1] == claim.chain[-1]), None)
            of = same or heard[voice][0]
            return Weighed(claim, voice, Rule.SAME_ORIGIN if same else Rule.SAME_VOICE, of.claim, (of.chain[-1],))
        group = self.group(voice)
        joined = next((other for other in heard if self.group(other) == group), None)
        return Weighed(claim, voice, Rule.COUNTS) if joined is None else self._joined(claim, voice, joined, heard)

    def _joined(
        self, claim: Evidence, voice: Voice, other: Voice, heard: Mapping[Voice, Sequence[Evidence]]
    ) -> Weighed:
        """Return what joins a voice to another one: links of sources, or the sources from which a word derives."""
        links, of = self._speakers.links(), heard[other][0].claim
        if root(links, voice.name) == root(links, other.name):
            linking = (
                one for one in self._speakers if one.linked_to and root(links, one.voice) == root(links, voice.name)
            )
            return Weighed(claim, voice, Rule.LINKED, of, tuple(sorted(one.slug for one in linking)))
        runs = (
            word.since for one, word in self._tally.words.items() if one.named and self.group(one) == self.group(voice)
        )
        return Weighed(
            claim, voice, Rule.DERIVED, of, tuple(sorted({slug for run in runs for slug in run.derived_from}))
        )

    def echoes(self) -> Iterator[Echo]:
        """Yield the numbers that another voice gave not long before, each voice and number once."""
        first: dict[tuple[object, ...], list[tuple[Voice, Evidence]]] = {}
        for claim in self._claims:
            voice = self._speakers.voice_of(claim.chain)
            for figure in claim.figures if claim.stance is Stance.ASSERTS else ():
                said = first.setdefault((figure.measure, figure.scope, figure.low, figure.high, figure.best), [])
                if voice in {one for one, _ in said}:
                    continue
                earlier = next(((one, heard) for one, heard in said if claim.p - heard.p <= ECHO_DAYS * DAY), None)
                if earlier is not None:
                    yield Echo(claim, voice, figure, earlier[1], earlier[0])
                said.append((voice, claim))
