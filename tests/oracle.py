"""The brute force: what the rules (docs/status.md) make of all facts, from their text alone, plainly and slowly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from tests.world import Heard, Item, Said, Voice, World
from timeline import edtf
from timeline.clocks import instant_text
from timeline.figures import Figure


@dataclass
class Word:
    """What a voice says now: by which claim, and with which claim its present run of asserts began."""

    word: str
    by: Heard
    run: Heard


def words(heard: Iterable[Heard]) -> dict[Voice, Word]:
    """Return the present word of every voice that has one (docs/status.md, 2)."""
    present: dict[Voice, Word] = {}
    for claim in heard:
        stance, old = claim.said["stance"], present.get(claim.voice)
        if stance in ("denies", "retracts") and claim.said["figures"]:
            continue
        asserting = old is not None and old.word == "asserts"
        if stance == "asserts":
            present[claim.voice] = Word("asserts", claim, old.run if old is not None and asserting else claim)
        if stance == "denies" or (stance == "withholds" and not asserting):
            present[claim.voice] = Word(stance, claim, claim)
        if stance == "retracts" and asserting:
            present[claim.voice] = Word("taken_back", claim, claim)
        if stance == "retracts" and old is not None and old.word in ("denies", "withholds"):
            del present[claim.voice]
    return present


def groups(world: World, heard: Sequence[Heard], present: dict[Voice, Word]) -> list[set[str]]:
    """Return the voices in groups that are not independent of each other (docs/status.md, 3)."""
    pairs = [(world.voice(slug), other) for slug, source in world.sources.items() for other in source["linked_to"]]
    for voice, word in present.items():
        if word.word == "asserts" and voice.named:
            for origin in word.run.said["derived_from"]:
                pairs.append((voice.name, world.voice(origin)))
                pairs += [(voice.name, other.voice.name) for other in heard if origin in other.said["chain"]]
    found = [{name} for name in {voice.name for voice in present}]
    for one, other in pairs:
        touched = [group for group in found if one in group or other in group]
        found = [group for group in found if group not in touched] + [set().union({one, other}, *touched)]
    return found


def entries(world: World, timeline: str, known_on: int) -> list[Said]:
    """Return the timeline as the public could know it by *known_on*, as the outside sees it."""
    shown = []
    for where, slug in world.incidents:
        here = [h for h in world.heard if (h.item.timeline, h.incident) == (where, slug) == (timeline, slug)]
        heard = [h for h in here if h.item.p <= known_on and not h.withdrawn(known_on)]
        shown += [entry(world, world.incidents[timeline, slug], heard, known_on)] if heard else []
    return sorted(shown, key=lambda e: ((e["occurred"] or {}).get("earliest") or "unknown", e["incident"]))


def entry(world: World, incident: Said, heard: Sequence[Heard], known_on: int) -> Said:
    """Return one entry of a timeline; *heard* is not empty."""
    present = words(heard)
    together = groups(world, heard, present)
    supports = {voice.name for voice, word in present.items() if word.word == "asserts" and voice.named}
    voices = sum(1 for group in together if group & supports)
    admitted = supports & set(incident["adverse_to"])
    denials = [group for group in together if denied_outside(group, present, set(incident["adverse_to"]))]
    signature = signed_off(incident, known_on) if by_word(present, "asserts") else None
    confirmed = "admitted" if admitted else "signed_off" if signature else None
    status, basis = status_of(present, voices, len(denials), confirmed)
    asserting = [claim for claim in heard if claim.said["stance"] == "asserts"]
    first = [*asserting, *heard]
    return {
        "incident": incident["slug"],
        "title": incident["title"],
        "kind": first[0].said["kind"],
        "occurred": occurred(incident["occurred"] or having(first, "occurred")["occurred"]),
        "place": incident["place"] or having(first, "place")["place"],
        "adverse_to": sorted(incident["adverse_to"]),
        "status": status,
        "status_basis": basis,
        "signed_off": signature,
        "reports": len({claim.item.key for claim in asserting}),
        "independent_voices": voices,
        "asserted_by": by_word(present, "asserts"),
        "denied_by": by_word(present, "denies"),
        "withheld_by": by_word(present, "withholds"),
        "retracted_by": by_word(present, "taken_back"),
        "admitted_by": sorted(admitted),
        "erased": None,
        "figures": figures(heard),
        "because": [claim.id for claim in sorted((w.by for w in present.values()), key=lambda h: h.order)],
        "first_published": heard[0].item.report["published"],
        "last_published": heard[-1].item.report["published"],
    }


def status_of(present: dict[Voice, Word], voices: int, denials: int, confirmed: str | None) -> tuple[str, str]:
    """Return the status and what it rests on (docs/status.md, 4)."""
    said = {word.word for word in present.values()}
    if "asserts" in said:
        if confirmed:
            return "confirmed", confirmed
        if denials >= max(1, voices):
            return "disputed", "outside_denials"
        if voices >= 2:
            return "corroborated", "independent_voices"
        return "reported", "single_voice" if voices == 1 else "unnamed_only"
    if any(word.word == "denies" and voice.named for voice, word in present.items()):
        return "denied", "named_denial"
    if "taken_back" in said:
        return "retracted", "taken_back"
    return ("unsupported", "no_named_word") if said else ("mentioned", "no_word")


def denied_outside(group: set[str], present: dict[Voice, Word], adverse_to: set[str]) -> bool:
    """Tell whether a named voice of this group denies, and none of them would be harmed by admitting."""
    denying = {voice.name for voice, word in present.items() if word.word == "denies" and voice.named}
    return bool(group & denying) and not group & adverse_to


def by_word(present: dict[Voice, Word], word: str) -> list[str]:
    """Return the voices that have this word now, the unnamed ones too."""
    return sorted({voice.name for voice in present if present[voice].word == word})


def signed_off(incident: Said, known_on: int) -> Said | None:
    """Return the latest signature under an incident; None where there is none, or it is revoked."""
    _, _, latest = max([s for s in incident["signatures"] if s[0] <= known_on], default=(0, 0, None))
    if latest is None or not latest.fact.signed:
        return None
    published = latest.fact.published or instant_text(latest.recorded)
    return {"by": latest.by, "rationale": latest.fact.rationale, "published": published}


def figures(heard: Iterable[Heard]) -> list[Said]:
    """Return each voice's present numbers (docs/status.md, 6)."""
    standing: dict[tuple[Voice, str, str], tuple[bool, Said]] = {}
    for claim in heard:
        stance, carried = claim.said["stance"], claim.said["figures"]
        keys = {(claim.voice, figure.measure, str(figure.scope)): figure for figure in carried}
        if stance in ("denies", "retracts"):
            dropped = keys or [key for key in standing if key[0] == claim.voice]
            standing = {key: kept for key, kept in standing.items() if key not in dropped}
            continue
        for key, figure in keys.items():
            if stance == "asserts" or not standing.get(key, (False,))[0]:
                standing[key] = stance == "asserts", figure_of(claim, figure)
    return [standing[key][1] for key in sorted(standing, key=lambda k: (k[0].name, *k[1:], not k[0].named))]


def figure_of(claim: Heard, figure: Figure) -> Said:
    """Return a number as the outside sees it."""
    names = ("measure", "low", "high", "best", "qualifier", "includes")
    shown = {name: getattr(figure, name) for name in names}
    return {
        **shown,
        "voice": claim.voice.name,
        "scope": str(figure.scope),
        "claim": claim.id,
        "includes": list(figure.includes),
    }


def occurred(text: str | None) -> Said | None:
    """Return a fuzzy date as the outside sees it."""
    if text is None:
        return None
    fuzzy = edtf.parse(text)
    bounds = {"earliest": fuzzy.earliest, "latest": fuzzy.latest}
    return {"edtf": text, **{name: None if at is None else instant_text(at) for name, at in bounds.items()}}


def having(claims: Sequence[Heard], name: str) -> Said:
    """Return what the first claim says that tells this at all."""
    return next((claim.said for claim in claims if claim.said[name] is not None), {name: None})


def claims(world: World, known_on: int) -> list[Said]:
    """Return the claims that were public by *known_on*, withdrawn ones too, as the outside sees them."""
    return [claim_seen(world, heard, known_on) for heard in world.heard if heard.item.p <= known_on]


def claim_seen(world: World, heard: Heard, known_on: int) -> Said:
    """Return one claim as the outside sees it."""
    item, committed = heard.item, heard.line.committed
    own = {**heard.line.claim, "chain": heard.line.claim["chain"] and heard.said["chain"]}
    links = [(slug, world.sources[slug]) for slug in heard.said["chain"]]
    graded = max([grade for grade in heard.line.grades if grade[0] <= known_on], default=(0, 0, None))
    brief = ("key", "source", "title", "url", "published", "published_basis")
    return {
        **heard.said,
        "claim": heard.id,
        "report": {"id": item.committed.stream, **{name: {**item.report, "key": item.key}[name] for name in brief}},
        "timeline": item.timeline,
        "incident": heard.incident,
        "chain": [{"slug": s, "name": x["name"], "kind": x["kind"], "voice": world.voice(s)} for s, x in links],
        "voice": heard.voice.name,
        "occurred": occurred(heard.said["occurred"]),
        "figures": [
            {name: getattr(figure, name) for name in figure.__struct_fields__} for figure in heard.said["figures"]
        ],
        "credibility": graded[2],
        "corrected": plain(own) != plain(heard.line.first) or plain(told(item)) != plain(item.first),
        "withdrawn": heard.withdrawn(known_on),
        "position": committed.position,
        "recorded": instant_text(committed.recorded),
        "by": committed.by,
        "sealed": sealed(world, item) if heard.line.ordinal < item.told else None,
        "erased": None,
    }


def told(item: Item) -> Said:
    """Return the fields of a report, its chain beginning with its source."""
    return {**item.report, "chain": item.report["chain"] and item.chain(None)}


def reports(world: World, known_on: int) -> list[Said]:
    """Return the reports that were public by *known_on*, withdrawn ones too, as the outside sees them."""
    shown = []
    for item in sorted(world.items.values(), key=lambda item: (item.p, item.key)):
        if item.p <= known_on and not item.voided:
            seen = {
                **item.report,
                "id": item.committed.stream,
                "key": item.key,
                "timeline": item.timeline,
                "chain": item.chain(None),
                "occurred": occurred(item.report["occurred"]),
                "claims": [h.id for h in sorted(world.heard, key=lambda h: h.line.ordinal) if h.item is item],
                "corrected": plain(told(item)) != plain(item.first),
                "withdrawn": any(p <= known_on for p in item.withdrawn),
                "position": item.committed.position,
                "recorded": instant_text(item.committed.recorded),
                "by": item.committed.by,
                "sealed": sealed(world, item),
                "erased": None,
            }
            shown.append(seen)
    return shown


def sealed(world: World, item: Item) -> Said | None:
    """Return where a report was sealed first."""
    seals = sorted((world.seals[commitment] for commitment in item.opens), key=lambda seal: seal.position)
    return {"position": seals[0].position, "recorded": instant_text(seals[0].recorded)} if seals else None


def sources(world: World) -> list[Said]:
    """Return the sources as the outside sees them."""
    shown = []
    for slug, source in sorted(world.sources.items()):
        shown.append({**source, "voice": world.voice(slug), "linked_to": sorted(source["linked_to"]), "erased": None})
    return shown


def plain(seen: object) -> Said:
    """Return what is shown as JSON would say it."""
    return msgspec.json.decode(msgspec.json.encode(seen), type=Said)
