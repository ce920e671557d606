"""Who says what on one incident, and why it counts or not: every voice, claim by claim, as known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from timeline.answers import AsKnown, ClaimView, ClaimWeighed, EchoHeard, OfficeWord, SourceView, VoiceHeard, VoiceWord
from timeline.claims import Stance
from timeline.clocks import DAY, EVER
from timeline.figures import Figure
from timeline.hearing import Echo, Hearing, Spoken
from timeline.service.snapshot import Snapshot
from timeline.status import Evidence
from timeline.voices import Speaker, Speakers, Voice

_FIRST = {"after_published": -(2**63), "after_key": "", "after_ordinal": -1, "limit": EVER}
_CLAIM, _SOURCE = msgspec.json.Decoder(ClaimView), msgspec.json.Decoder(SourceView)


class Voices(NamedTuple):
    """Every voice on an incident, why its claims count or not, and numbers that may be echoes."""

    as_of: AsKnown
    incident: str
    independent_voices: int
    voices: list[VoiceHeard]
    claims: list[ClaimWeighed]
    echoes: list[EchoHeard]


def voices(snapshot: Snapshot, incident: str, number: int) -> Voices:
    """Return who says what on an incident at the snapshot's point of view."""
    claims = _claims(snapshot, number)
    hearing = Hearing(claims, speakers_of(snapshot))
    weighed = list(hearing.weighed())
    groups = _groups(hearing)
    return Voices(
        snapshot.as_known,
        incident,
        len(set(groups.values())),
        [_heard(voice, words, hearing.present, groups) for voice, words in sorted(hearing.words.items())],
        [
            ClaimWeighed(claim=one.claim.claim, voice=one.voice.name, rule=one.rule, of=one.of, because=[*one.because])
            for one in weighed
        ],
        [_echo(echo) for echo in hearing.echoes()],
    )


def _claims(snapshot: Snapshot, number: int) -> list[Evidence]:
    """Return the claims that count for an incident, in the order heard."""
    found = []
    for p, key, ordinal, doc in snapshot.rows("claims_on_incident", {"incident": number, **_FIRST}):
        view = _CLAIM.decode(doc)
        if not view.withdrawn:
            found.append(evidence_of(view, (p, key, ordinal)))
    return found


def evidence_of(view: ClaimView, order: tuple[int, str, int]) -> Evidence:
    """Return a claim as the status rule sees it, given its place among those heard."""
    return Evidence(
        claim=view.claim,
        report=view.report.key,
        order=order,
        p=order[0],
        gone=EVER,
        published=view.report.published,
        kind=view.kind,
        stance=view.stance,
        chain=tuple(link.slug for link in view.chain),
        derived_from=view.derived_from,
        figures=tuple(Figure(**msgspec.structs.asdict(figure)) for figure in view.figures),
    )


def speakers_of(snapshot: Snapshot) -> Speakers:
    """Return all sources as the status rule sees them."""
    rows = snapshot.rows("sources", {"after_slug": "", "limit": EVER})
    return Speakers(_speaker(_SOURCE.decode(doc)) for _, doc in rows)


def _speaker(source: SourceView) -> Speaker:
    return Speaker(source.slug, source.kind, source.speaks_for, source.linked_to)


def _groups(hearing: Hearing) -> dict[Voice, int]:
    """Return a number for every group of supporting voices, in the order in which they were first heard."""
    numbers: dict[str, int] = {}
    supporting = [voice for voice in hearing.words if voice.named and hearing.present.get(voice) is Stance.ASSERTS]
    return {voice: numbers.setdefault(hearing.group(voice), len(numbers) + 1) for voice in supporting}


def _heard(
    voice: Voice, words: Sequence[Spoken], present: Mapping[Voice, Stance], groups: Mapping[Voice, int]
) -> VoiceHeard:
    offices = {word.office: word for word in words if word.claim.stance is not Stance.MENTIONS}
    return VoiceHeard(
        voice=voice.name,
        named=voice.named,
        word=present.get(voice),
        group=groups.get(voice),
        offices=[
            OfficeWord(source=office, stance=word.claim.stance, published=word.claim.published, claim=word.claim.claim)
            for office, word in sorted(offices.items())
        ],
        words=[_word(word) for word in words],
    )


def _word(word: Spoken) -> VoiceWord:
    claim = word.claim
    return VoiceWord(
        published=claim.published,
        claim=claim.claim,
        report=claim.report,
        office=word.office,
        stance=claim.stance,
        before=word.before,
        after=word.after,
        reversal=word.reverses,
        contradicts=[*word.contradicts],
    )


def _echo(echo: Echo) -> EchoHeard:
    figure = echo.figure
    return EchoHeard(
        claim=echo.claim.claim,
        voice=echo.voice.name,
        earlier=echo.earlier.claim,
        earlier_voice=echo.earlier_voice.name,
        measure=figure.measure,
        scope=figure.scope,
        low=figure.low,
        high=figure.high,
        best=figure.best,
        days=(echo.claim.p - echo.earlier.p) // DAY,
    )
