"""Status, rules version 1: every independent voice counts once, with its latest word."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from operator import attrgetter
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


class VoiceFigure(msgspec.Struct, frozen=True):
    """What a voice says of a measure."""

    figure: Figure
    claim: Evidence
    asserted: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the visible claims on one incident come to. Voices are sorted; *because* is in the order heard."""

    status: Status
    basis: Basis
    independent_voices: int
    words: dict[Stance, list[str]]
    admitted_by: list[str]
    because: list[Evidence]


class Tally:
    """The words of the visible claims on one incident, heard in order."""

    def __init__(self, speakers: Speakers) -> None:
        self._speakers = speakers
        self._heard_through: dict[str, set[str]] = {}
        self.words: dict[Voice, Word] = {}
        self.figures: dict[tuple[Voice, str, Scope], VoiceFigure] = {}

    def hear(self, claim: Evidence) -> None:
        """Take in the next claim."""
        voice = self._speakers.voice_of(claim.chain)
        for source in claim.chain:
            self._heard_through.setdefault(source, set()).add(voice.name)
        about_figures_only = claim.figures and claim.stance in (Stance.DENIES, Stance.RETRACTS)
        if not about_figures_only:
            self._weigh(voice, claim)
        self._count(voice, claim)

    def _weigh(self, voice: Voice, claim: Evidence) -> None:
        word = self.words.get(voice)
        match claim.stance:
            case Stance.ASSERTS:
                goes_on = word is not None and word.stance is Stance.ASSERTS
                self.words[voice] = Word(Stance.ASSERTS, claim, word.since if word and goes_on else claim)
            case Stance.DENIES:
                self.words[voice] = Word(Stance.DENIES, claim, claim)
            case Stance.WITHHOLDS:
                if word is None or word.stance is not Stance.ASSERTS:
                    self.words[voice] = Word(Stance.WITHHOLDS, claim, claim)
            case Stance.RETRACTS:
                if word is not None and word.stance is Stance.ASSERTS:
                    self.words[voice] = Word(Stance.RETRACTS, claim, claim)
                elif word is not None and word.stance is not Stance.RETRACTS:
                    del self.words[voice]
            case Stance.MENTIONS:
                pass
            case _:
                assert_never(claim.stance)

    def _count(self, voice: Voice, claim: Evidence) -> None:
        """Keep each voice's figures: an assertion stands until denied, a mention only where nothing is asserted."""
        match claim.stance:
            case Stance.ASSERTS | Stance.MENTIONS | Stance.WITHHOLDS:
                asserted = claim.stance is Stance.ASSERTS
                for figure in claim.figures:
                    key = voice, figure.measure, figure.scope
                    if asserted or key not in self.figures or not self.figures[key].asserted:
                        self.figures[key] = VoiceFigure(figure, claim, asserted)
            case Stance.DENIES | Stance.RETRACTS:
                dropped = {(figure.measure, figure.scope) for figure in claim.figures}
                for key in [k for k in self.figures if k[0] == voice and (not dropped or k[1:] in dropped)]:
                    del self.figures[key]
            case _:
                assert_never(claim.stance)

    def standing(self, adverse_to: Iterable[str], *, signed_off: bool) -> Standing:
        """Return what the claims heard so far come to, for an incident that is against the interest of *adverse_to*."""
        saying: dict[Stance, list[Voice]] = {stance: [] for stance in Stance}
        for voice, word in self.words.items():
            saying[word.stance].append(voice)
        supports = sorted(voice.name for voice in saying[Stance.ASSERTS] if voice.named)
        denials = [voice.name for voice in saying[Stance.DENIES] if voice.named]
        words = {stance: sorted({voice.name for voice in voices}) for stance, voices in saying.items()}
        adverse = set(adverse_to)
        admitted = [voice for voice in supports if voice in adverse]
        groups = self._groups()
        independent = len({root(groups, voice) for voice in supports})
        outside = {root(groups, voice) for voice in denials} - {root(groups, voice) for voice in adverse}
        status, basis = _status(
            words,
            admitted=bool(admitted),
            signed=signed_off,
            independent=independent,
            outside=len(outside),
            named_denial=bool(denials),
        )
        because = sorted((word.claim for word in self.words.values()), key=_order)
        return Standing(
            status=status,
            basis=basis,
            independent_voices=independent,
            words=words,
            admitted_by=admitted,
            because=because,
        )

    def _groups(self) -> dict[str, str]:
        """Join linked voices, and each supporting voice with those from whom its present assertion derives."""
        forest = self._speakers.links()
        for voice, word in self.words.items():
            if voice.named and word.stance is Stance.ASSERTS:
                for source in word.since.derived_from:
                    join(forest, voice.name, self._speakers[source].voice)
                    for heard in self._heard_through.get(source, ()):
                        join(forest, voice.name, heard)
        return forest


_order = attrgetter("order")


def _status(
    words: dict[Stance, list[str]], *, admitted: bool, signed: bool, independent: int, outside: int, named_denial: bool
) -> tuple[Status, Basis]:
    """The rule itself (DESIGN §4, 5)."""
    if words[Stance.ASSERTS]:
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
    if words[Stance.RETRACTS]:
        return Status.RETRACTED, Basis.TAKEN_BACK
    if any(words.values()):
        return Status.UNSUPPORTED, Basis.NO_NAMED_WORD
    return Status.MENTIONED, Basis.NO_WORD
