"""Status, rules version 1: every independent voice counts once, with its latest word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import assert_never

import msgspec

from timeline.claims import Stance
from timeline.figures import Figure, Scope
from timeline.places import Place
from timeline.voices import Speakers, Voice, join, root


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One claim as the rule sees it.

    *p* is when its report was published, *gone* when that was taken down; *order*, in which claims are heard, is by p,
    report key and place in the report.
    """

    claim: str
    report: str
    order: tuple[int, str, int]
    p: int
    gone: int
    published: str
    kind: str
    stance: Stance
    chain: tuple[str, ...]
    derived_from: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    occurred: str | None = None
    place: Place | None = None

    @property
    def is_word(self) -> bool:
        """Whether it speaks of the incident: who denies or retracts with figures speaks of those alone."""
        return not (self.figures and self.stance in (Stance.DENIES, Stance.RETRACTS))


class Status(StrEnum):
    """What can be said of an incident, given who says what of it."""

    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    CORROBORATED = "corroborated"
    REPORTED = "reported"
    DENIED = "denied"
    RETRACTED = "retracted"
    UNSUPPORTED = "unsupported"
    MENTIONED = "mentioned"


class Basis(StrEnum):
    """Why an incident has its status."""

    ADMITTED = "admitted"
    SIGNED_OFF = "signed_off"
    OUTSIDE_DENIALS = "outside_denials"
    INDEPENDENT_VOICES = "independent_voices"
    SINGLE_VOICE = "single_voice"
    UNNAMED_ONLY = "unnamed_only"
    NAMED_DENIAL = "named_denial"
    TAKEN_BACK = "taken_back"
    NO_NAMED_WORD = "no_named_word"
    NO_WORD = "no_word"


class Word(msgspec.Struct, frozen=True):
    """A voice's latest word, the claim that set it, and the first claim of the present run of asserts."""

    stance: Stance
    claim: Evidence
    since: Evidence


FigureKey = tuple[Voice, str, Scope]
"""Whose figure it is, and its measure and scope: never are two of those compared."""


class Said(msgspec.Struct, frozen=True):
    """A figure, the claim that gives it, and whether it was asserted or only told."""

    figure: Figure
    claim: Evidence
    asserted: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the visible claims on one incident come to; *admitted_by* is sorted."""

    status: Status
    basis: Basis
    independent_voices: int
    admitted_by: list[str]


_STANCES = tuple(Stance)  # to go through an enumeration takes longer than through a tuple


class Tally:
    """The words and figures of the voices on one incident, its visible claims heard in order.

    *spoken* and *counted* are the voices and figures that changed since they were last cleared, *moved* tells whether
    the standing may have changed since it was last asked for.
    """

    def __init__(self, speakers: Speakers) -> None:
        self.words: dict[Voice, Word] = {}
        self.figures: dict[FigureKey, Said] = {}
        self.spoken: set[Voice] = set()
        self.counted: set[FigureKey] = set()
        self.moved = True
        self._speakers = speakers
        self._claims_of: dict[Voice, list[Evidence]] = {}
        self._named: dict[Stance, set[str]] = {stance: set() for stance in _STANCES}
        self._unnamed: dict[Stance, set[str]] = {stance: set() for stance in _STANCES}
        self._heard_through: dict[str, Counter[str]] = {}
        self._deriving: set[Voice] = set()
        self._derived_from: set[str] = set()
        self._groups: dict[str, str] | None = None

    def twin(self, speakers: Speakers) -> Tally:
        """Return another tally that has heard the same, from *speakers* of whom it says the same."""
        twin = Tally(speakers)
        twin.words, twin.figures = dict(self.words), dict(self.figures)
        twin._claims_of = {voice: list(claims) for voice, claims in self._claims_of.items()}
        twin._named = {stance: set(voices) for stance, voices in self._named.items()}
        twin._unnamed = {stance: set(voices) for stance, voices in self._unnamed.items()}
        twin._heard_through = {source: Counter(heard) for source, heard in self._heard_through.items()}
        twin._deriving, twin._derived_from = set(self._deriving), set(self._derived_from)
        return twin

    @property
    def asserted(self) -> bool:
        """Whether some voice asserts, be it a leak."""
        return bool(self._named[Stance.ASSERTS] or self._unnamed[Stance.ASSERTS])

    def hear(self, claim: Evidence) -> None:
        """Take in the next claim."""
        voice = self._speakers.voice_of(claim.chain)
        self._claims_of.setdefault(voice, []).append(claim)
        for source in claim.chain:
            heard = self._heard_through.setdefault(source, Counter())
            if source in self._derived_from and voice.name not in heard:
                self._regroup()
            heard[voice.name] += 1
        self._take(voice, claim)

    def withdraw(self, claim: Evidence) -> None:
        """Take out a claim that was heard, as if its voice had never made it."""
        voice = self._speakers.voice_of(claim.chain)
        for source in claim.chain:
            heard = self._heard_through[source]
            heard[voice.name] -= 1
            if not heard[voice.name]:
                del heard[voice.name]
        self._say(voice, None)
        self._drop(voice, set())
        self._claims_of[voice].remove(claim)
        for left in self._claims_of[voice]:
            self._take(voice, left)
        self._regroup()

    def _take(self, voice: Voice, claim: Evidence) -> None:
        if claim.is_word:
            self._weigh(voice, claim)
        self._count(voice, claim)

    def _regroup(self) -> None:
        self.moved, self._groups = True, None

    def _weigh(self, voice: Voice, claim: Evidence) -> None:
        word = self.words.get(voice)
        asserted = word is not None and word.stance is Stance.ASSERTS
        match claim.stance:
            case Stance.ASSERTS:
                self._say(voice, Word(Stance.ASSERTS, claim, word.since if word is not None and asserted else claim))
            case Stance.DENIES:
                self._say(voice, Word(Stance.DENIES, claim, claim))
            case Stance.WITHHOLDS:
                if not asserted:
                    self._say(voice, Word(Stance.WITHHOLDS, claim, claim))
            case Stance.RETRACTS:
                if asserted:
                    self._say(voice, Word(Stance.RETRACTS, claim, claim))
                elif word is not None and word.stance is not Stance.RETRACTS:
                    self._say(voice, None)
            case Stance.MENTIONS:
                pass
            case _:
                assert_never(claim.stance)

    def _say(self, voice: Voice, word: Word | None) -> None:
        """Put *word* in place of the voice's present one."""
        present = self.words.pop(voice, None)
        self.spoken.add(voice)
        if word is not None:
            self.words[voice] = word
        before, now = (present.stance if present else None), (word.stance if word else None)
        if before is not now:
            self.moved = True
            saying = self._named if voice.named else self._unnamed
            if before is not None:
                saying[before].remove(voice.name)
            if now is not None:
                saying[now].add(voice.name)
            self._derive(voice, word)

    def _derive(self, voice: Voice, word: Word | None) -> None:
        """Keep who supports on the word of others, as the claim says that began the present run of asserts."""
        if voice in self._deriving:
            self._deriving.remove(voice)
            self._groups = None
        if word is not None and word.stance is Stance.ASSERTS and voice.named and word.since.derived_from:
            self._deriving.add(voice)
            self._derived_from.update(word.since.derived_from)
            self._groups = None

    def _count(self, voice: Voice, claim: Evidence) -> None:
        """Keep each voice's figures: an assertion stands until denied, a mention only where nothing is asserted."""
        match claim.stance:
            case Stance.ASSERTS | Stance.MENTIONS | Stance.WITHHOLDS:
                asserted = claim.stance is Stance.ASSERTS
                for figure in claim.figures:
                    key = voice, figure.measure, figure.scope
                    if asserted or key not in self.figures or not self.figures[key].asserted:
                        self.figures[key] = Said(figure, claim, asserted)
                        self.counted.add(key)
            case Stance.DENIES | Stance.RETRACTS:
                self._drop(voice, {(figure.measure, figure.scope) for figure in claim.figures})
            case _:
                assert_never(claim.stance)

    def _drop(self, voice: Voice, dropped: Collection[tuple[str, Scope]]) -> None:
        """Let go of a voice's figures of these measures and scopes; of all, where none is named."""
        for key in [k for k in self.figures if k[0] == voice and (not dropped or k[1:] in dropped)]:
            del self.figures[key]
            self.counted.add(key)

    def standing(self, adverse_to: Collection[str], *, signed_off: bool) -> Standing:
        """Return what the claims heard so far come to, for an incident that is against the interest of *adverse_to*."""
        self.moved = False
        supports, denials = self._named[Stance.ASSERTS], self._named[Stance.DENIES]
        admitted = supports.intersection(adverse_to)
        independent = len(self._independent(supports))
        status, basis = _status(
            {stance for stance in _STANCES if self._named[stance] or self._unnamed[stance]},
            admitted=bool(admitted),
            signed=signed_off,
            independent=independent,
            outside=len(self._independent(denials) - self._independent(adverse_to)),
            named_denial=bool(denials),
        )
        return Standing(status=status, basis=basis, independent_voices=independent, admitted_by=sorted(admitted))

    def _independent(self, voices: Collection[str]) -> set[str]:
        """Return one voice of every group in which some of these stand."""
        groups = self.groups()
        return {groups.get(voice, voice) for voice in voices}

    def groups(self) -> Mapping[str, str]:
        """Return a representative of each voice's group, by voice; one that is not there stands alone.

        Linked voices are a group, and so is each supporting voice with those from whom its present assertion derives.
        """
        if self._groups is None:
            forest = self._speakers.links()
            for voice in self._deriving:
                for source in self.words[voice].since.derived_from:
                    join(forest, voice.name, self._speakers[source].voice)
                    for heard in self._heard_through.get(source, ()):
                        join(forest, voice.name, heard)
            self._groups = {voice: root(forest, voice) for voice in forest}
        return self._groups


def _status(
    said: set[Stance], *, admitted: bool, signed: bool, independent: int, outside: int, named_denial: bool
) -> tuple[Status, Basis]:
    """The rule itself (docs/status.md, 4)."""
    if Stance.ASSERTS in said:
        if admitted:
            return Status.CONFIRMED, Basis.ADMITTED
        if signed:
            return Status.CONFIRMED, Basis.SIGNED_OFF
        if outside >= max(1, independent):
            return Status.DISPUTED, Basis.OUTSIDE_DENIALS
        if independent > 1:
            return Status.CORROBORATED, Basis.INDEPENDENT_VOICES
        return Status.REPORTED, Basis.SINGLE_VOICE if independent else Basis.UNNAMED_ONLY
    if named_denial:
        return Status.DENIED, Basis.NAMED_DENIAL
    if Stance.RETRACTS in said:
        return Status.RETRACTED, Basis.TAKEN_BACK
    if said:
        return Status.UNSUPPORTED, Basis.NO_NAMED_WORD
    return Status.MENTIONED, Basis.NO_WORD
