"""Bad input is refused with its place, its field and a reason; nothing of it is recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Command, written
from tests.cli.material import GROUND, a_claim, a_report, timed

Bad = bytes | dict[str, Any]


def _raw(text: str) -> bytes:
    """Return the line of a report whose title is *text*, a piece of JSON."""
    return json.dumps(a_report(title="HERE")).replace('"HERE"', text).encode()


BAD: dict[str, tuple[Bad, str]] = {
    "broken JSON": (b'{"report": {"timeline": "war", ', "no JSON"),
    "NaN": (_raw("NaN"), "no JSON"),
    "Infinity": (_raw("-Infinity"), "no JSON"),
    "an escaped NUL": (_raw(r'"a\u0000b"'), "title: "),
    "a bare NUL": (_raw('"a\x00b"'), "no JSON"),
    "a lone surrogate": (_raw(r'"\ud800"'), "no JSON"),
    "bytes that are not UTF-8": (_raw('"HERE"').replace(b"HERE", b"\xff\xfe"), "no JSON"),
    "1,000 levels": (_raw('{"a":' * 1000 + "1" + "}" * 1000), "nested too deep"),
    "100,000 levels": (_raw("[" * 100_000 + "]" * 100_000), "no JSON"),
    "a key that stands twice": (_raw('"a", "title": "b"'), '"title" stands twice'),
    "a statement of 10 MB": (a_report(claims=[a_claim(statement="x" * 10_000_000)]), "claims/0/statement: "),
    "the key _type_": (a_report(_type_="tuple"), "_type_: there is no such field"),
    "the key _data_ in a claim": (a_report(claims=[a_claim(_data_=[])]), "claims/0/_data_: there is no such field"),
    "the key _type_ in a place": (a_report(place={"_type_": "x"}), "place/_type_: there is no such field"),
    "an unknown field": (a_report(colour="red"), "colour: there is no such field"),
    "an unknown line": ({"event": {"slug": "x"}}, '"event" is no line'),
    "two top-level keys": ({**GROUND[0], **GROUND[1]}, "2 top-level keys"),
    "low above best": (
        a_report(claims=[a_claim(figures=[{"measure": "killed", "low": 5, "best": 3}])]),
        "claims/0/figures/0",
    ),
    "the year 10000": (a_report(published="10000-01-01"), "published: "),
    "30 February": (a_report(published="2024-02-30"), "published: "),
    "an interval that ends before it begins": (
        a_report(claims=[a_claim(occurred="2024-10-25/2024-10-24")]),
        "claims/0/occurred: ",
    ),
    "an instant without an offset": (a_report(published="2024-10-28T10:00:00"), "published: "),
    "a published time in the future": (a_report(published="2999-01-01"), "published: "),
    "a chain with a loop": (a_report(chain=["gazette", "other", "gazette"]), "chain: "),
    "an unknown source": (a_report(source="herald"), "source: 'herald' is not known"),
    "an unknown incident": (a_report(claims=[a_claim(incident="siege")]), "claims/0/incident: 'siege' is not known"),
    "an unknown timeline": (a_report(timeline="peace"), "timeline: 'peace' is not known"),
    "a report without claims": (a_report(claims=[]), "claims: "),
    "two claims with one ref": (a_report(claims=[a_claim(ref="c1"), a_claim(ref="c1")]), "claims/1/ref: "),
    "a recorded time without the flag": (timed([a_report()])[0], "recorded: "),
    "a claim for a report that is not there": ({"claim": {"report": "r9", **a_claim()}}, "report: 'r9' is not known"),
}


@pytest.mark.parametrize(("bad", "said"), BAD.values(), ids=BAD)
def test_a_bad_line_is_refused_with_place_field_and_reason(
    timeline: Command, tmp_path: Path, bad: Bad, said: str
) -> None:
    assert timeline("import", written(tmp_path / "ground.jsonl", GROUND)).code == 0
    before = timeline.facts()
    file = written(tmp_path / "bad.jsonl", [b"", bad, a_report("after")])

    result = timeline("import", file)

    assert result.code == 1
    assert result.err.startswith(f"{file}:2: ")
    assert said in result.err
    assert len(result.err) < 2_000
    assert timeline.facts() == before


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reports: [", "no YAML"),
        ("timelines:\n  - slug: a\n    slug: b\n", "stands twice"),
        ("a: &x {}\nb: *x\n", "anchor"),
        ("sources:\n  - !!python/object:os.system {}\n", "tag"),
        ("sources:\n  - slug: .nan\n", "finite"),
        ("sources:\n  - slug: 1e999\n", "too large"),
        ("sources: \n  slug: a\n", "a list of objects"),
        ("sources:\n  - a\n", "allowed: objects"),
        ("events:\n  - slug: a\n", "sign_offs"),
        ("- slug: a\n", "lists under"),
        ("sources:\n  - slug: " + "[" * 5000, "nested too deep"),
        ("sources:\n  - slug: \x00\n", "no YAML"),
    ],
)
def test_a_yaml_file_that_is_broken_anywhere_is_refused_whole(
    timeline: Command, tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text("timelines:\n  - {slug: war, title: A war}\n---\n" + text)

    result = timeline("import", file)

    assert result.code == 1
    assert result.err.startswith(f"{file}:")
    assert said in result.err
    assert timeline.facts() == 0


def test_yaml_days_and_words_are_text_and_only_json_values_are_anything_else(timeline: Command, tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(
        "incidents: [{timeline: war, slug: 'no', title: on, occurred: 2024-10-25}]\n"
        "timelines: [{slug: war, title: 12:30:45, description: ~}]\n"
    )
    assert timeline("import", file).err == ""
    assert timeline("timelines", "--json").json["items"][0]["title"] == "12:30:45"


def test_a_conflict_names_the_key_and_the_field(timeline: Command, tmp_path: Path) -> None:
    file = written(tmp_path / "twice.jsonl", [*GROUND, a_report(), a_report(title="Another")])
    result = timeline("import", file)
    assert result.code == 1
    assert result.err.startswith(f"{file}:5: title: report 'r1' is recorded already")


def test_a_line_that_is_too_long_is_passed_over_without_being_held(timeline: Command, tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    with file.open("wb") as stream:
        stream.write(b'{"timeline": ')
        stream.seek(80 * 2**20)
        stream.write(b"}\n" + json.dumps(GROUND[0]).encode())
    result = timeline("import", "--on-error", "skip", file)
    assert result.code == 1
    assert f"{file}:1: no JSON: the line is longer than" in result.err
    assert [item["timeline"] for item in timeline("timelines", "--json").json["items"]] == ["war"]
