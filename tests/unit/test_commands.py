"""Commands and the lines that say them are the same thing, in Python and in files."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.native import ABOUT_REPORT, CLAIM, KEY, LINES, read
from tests.unit.sayings import COMMANDS
from timeline.claims import Claim, ClaimChanges, Stance
from timeline.commands import (
    AddClaim,
    Command,
    CorrectClaim,
    GradeClaim,
    OpenTimeline,
    RecordReport,
    checked,
    digest,
    parse_line,
    parse_object,
    to_line,
)
from timeline.errors import NotAllowedError, TimelineError, UnreadableError
from timeline.figures import Figure
from timeline.places import Place
from timeline.reports import Report, ReportChanges

ORDER = {
    "timeline": "slug title description by recorded",
    "source": "slug name kind speaks_for linked_to reliability by recorded",
    "incident": "timeline slug title adverse_to occurred place by recorded",
    "report": "timeline key source published title url chain place occurred entered claims by recorded",
    "claim": "report ref kind incident stance statement quote chain by recorded",
    "void": "report claim duplicate_of reason by recorded",
    "merge": "timeline incident into reason by recorded",
}
"""In which order people read the fields of a line."""


GOLDEN_DIGESTS = {
    "timeline": "050d07247cbd1a4b4bb3062ba8e2f9b5",
    "source": "f2c4369bf67953f84e245e6d26604962",
    "incident": "bc0110f90a86b226fd6499634361a703",
    "report": "acf25568213a6b71abef22c434eb99fd",
    "claim": "09cb76a2d875a51dc6f0b36a5aaa0da7",
    "correction": "b23763826725205e973ea29d5dbc65a2",
    "void": "7b24b37d33bc24c91ce6fbd31608ff11",
    "withdrawal": "5433e16408b254d3fd2b7b33aef8b0af",
    "grade": "8964645bbda7efb360d3da4c23583ee7",
    "merge": "09acbf03531c57a4413b7f7be1579ea4",
    "sign_off": "e3e4793a7f009e33c2a9aa94cd4b16ad",
    "sealed_report": "378a446847e518899ddd2cd4bfb04e1e",
    "opened_report": "f39b7c1d8fef0485004ccad269523a8a",
}
"""Ledgers keep digests to know a line again; another digest for the same words would record them twice."""

SMALL: dict[str, Any] = {
    "timeline": "t",
    "key": "k",
    "source": "lrt",
    "published": "2024-10-28",
    "claims": (Claim(kind="x-a", statement="s"),),
}


def a_report(*claims: Claim, **fields: object) -> RecordReport:
    """Return a small report."""
    return RecordReport(**SMALL | ({"claims": claims} if claims else {}) | fields)


@settings(max_examples=300)
@given(COMMANDS)
def test_a_line_says_what_its_command_says(command: Command) -> None:
    said = checked(command)
    assert parse_line(to_line(said)) == said
    assert type(said) is type(command)
    assert checked(said) == said


@given(COMMANDS)
def test_text_is_in_nfc_and_otherwise_untouched(command: Command) -> None:
    assert to_line(checked(command)).decode() == unicodedata.normalize("NFC", to_line(command).decode())


@given(COMMANDS)
def test_the_same_line_may_be_written_in_many_ways(command: Command) -> None:
    said = checked(command)
    plain = json.loads(to_line(said))
    for written in (
        json.dumps(plain),
        json.dumps(plain, ensure_ascii=False, indent=1),
        json.dumps(plain, separators=(" ,  ", "\t: ")),
        json.dumps(plain, sort_keys=True),
    ):
        again = parse_line(f" {written}\r\n".encode())
        assert again == said
        assert digest(again) == digest(said)


@given(COMMANDS, st.text("abc", min_size=1))
def test_a_digest_stands_for_what_is_said_by_whomever(command: Command, by: str) -> None:
    said = checked(command)
    assert digest(msgspec.structs.replace(said, by=by)) == digest(said)
    assert len(digest(said)) == 16
    if said.recorded is not None:
        assert digest(msgspec.structs.replace(said, recorded=None)) != digest(said)


@given(COMMANDS, COMMANDS)
def test_digests_differ_where_something_else_is_said(one: Command, other: Command) -> None:
    same = to_line(msgspec.structs.replace(one, by=None)) == to_line(msgspec.structs.replace(other, by=None))
    assert (digest(one) == digest(other)) == same


@pytest.mark.parametrize(("name", "fields"), LINES.items())
def test_a_full_line_comes_back_field_by_field(name: str, fields: dict[str, Any]) -> None:
    assert json.loads(to_line(read(name, fields))) == {name: fields}


@pytest.mark.parametrize(("name", "order"), ORDER.items())
def test_a_line_is_written_in_the_order_of_the_format(name: str, order: str) -> None:
    written = list(json.loads(to_line(read(name, LINES[name])))[name])
    known = [field for field in order.split() if field in written]
    assert [field for field in written if field in known] == known


def test_a_line_leaves_out_what_goes_without_saying() -> None:
    said = a_report(Claim(kind="x-a", statement="s", figures=(Figure(measure="killed", low=1),)))
    assert to_line(said) == (
        b'{"report":{"timeline":"t","key":"k","source":"lrt","published":"2024-10-28","claims":'
        b'[{"ref":"c1","kind":"x-a","statement":"s","figures":[{"measure":"killed","low":1}]}]}}'
    )


def test_digests_stay_the_same_for_ever() -> None:
    written = {name: digest(read(name, fields)).hex() for name, fields in LINES.items()}
    assert written == GOLDEN_DIGESTS


def test_defaults_given_and_left_out_are_the_same_line() -> None:
    claim: dict[str, Any] = {"kind": "x-a", "statement": "s"}
    full = claim | {
        "ref": "c1",
        "stance": "asserts",
        "modality": "asserted",
        "actors": [],
        "figures": [],
        "quote": None,
    }
    said, meant = (read("report", LINES["report"] | {"claims": [one]}) for one in (full, claim))
    assert said == meant
    assert digest(said) == digest(meant)


def test_a_report_and_its_claims_can_be_had_alone() -> None:
    report = read("report", LINES["report"])
    claim = read("claim", LINES["claim"])
    assert isinstance(report, RecordReport)
    assert isinstance(claim, AddClaim)
    assert report.report == msgspec.convert(ABOUT_REPORT, Report)
    assert report.report_key == KEY
    assert claim.claim == msgspec.convert(CLAIM | {"ref": "c4"}, Claim)


def test_an_object_takes_from_its_path_what_it_leaves_out() -> None:
    inner = {field: value for field, value in LINES["report"].items() if field != "timeline"}
    said = parse_object("report", json.dumps(inner).encode(), timeline="dprk-in-russia")
    assert said == read("report", LINES["report"])
    grade = parse_object("grade", b'{"claim": "c1", "credibility": 3, "report": null}', report="Zeitung/\u0041\u030a")
    assert grade == GradeClaim(report="Zeitung/\u00c5", claim="c1", credibility=3)


def test_an_object_may_repeat_its_path_but_not_contradict_it() -> None:
    raw = json.dumps(LINES["timeline"]).encode()
    assert parse_object("timeline", raw, slug="dprk-in-russia") == read("timeline", LINES["timeline"])
    for other in ("other", "dprk-in-russia "):
        with pytest.raises(NotAllowedError, match="the path says") as refused:
            parse_object("timeline", raw, slug=other)
        assert refused.value.problems[0].pointer == "/slug"


def test_a_path_is_checked_like_a_field() -> None:
    for slug in ("A", "", "\ud800", "a" * 129):
        with pytest.raises(NotAllowedError) as refused:
            parse_object("timeline", b"{}", slug=slug)
        assert refused.value.problems[0].pointer == "/slug"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'"a"', b'{"slug": "\xff"}'])
def test_an_object_that_is_none_is_refused(raw: bytes) -> None:
    with pytest.raises((UnreadableError, NotAllowedError)):
        parse_object("timeline", raw, slug="a")


def broken(command: Command, **fields: object) -> Command:
    """Return *command* with fields that its types would not allow."""
    for name, value in fields.items():
        msgspec.structs.force_setattr(command, name, value)
    return command


@pytest.mark.parametrize(
    ("command", "pointer"),
    [
        (OpenTimeline(slug="Ä"), "/slug"),
        (OpenTimeline(slug="a", title=" "), "/title"),
        (OpenTimeline(slug="a", title="a\nb"), "/title"),
        (OpenTimeline(slug="a", description="d" * 2001), "/description"),
        (OpenTimeline(slug="a", by="\x00"), "/by"),
        (GradeClaim(report="k", claim="c1", credibility=7), "/credibility"),
        (a_report(Claim(kind="x-a", statement="")), "/claims/0/statement"),
        (a_report(Claim(kind="x-a", statement="s", stance="says")), "/claims/0/stance"),  # type: ignore[arg-type]
        (
            a_report(Claim(kind="x-a", statement="s", figures=(Figure(measure="killed", low=-1),))),
            "/claims/0/figures/0/low",
        ),
        (a_report(Claim(kind="x-a", statement="s", place=Place(lat=91, lon=0))), "/claims/0/place/lat"),
        (a_report(url="ftp://a"), "/url"),
        (a_report(title="t" * 301), "/title"),
        (a_report(sha256="Z" * 64), "/sha256"),
        (broken(a_report(), claims=()), "/claims"),
        (broken(a_report(), title=3), "/title"),
        (broken(a_report(), source="other", chain=("lrt",)), "/chain/0"),
        (broken(OpenTimeline(slug="a"), title={1, 2}), "/title"),
        (broken(OpenTimeline(slug="a"), title=object()), ""),
        (broken(OpenTimeline(slug="a"), title="\ud800"), ""),
        (broken(OpenTimeline(slug="a"), title=2**70), "/title"),
    ],
)
def test_a_command_made_in_python_is_checked_like_its_line(command: Command, pointer: str) -> None:
    with pytest.raises(NotAllowedError) as refused:
        checked(command)
    assert refused.value.problems[0].pointer == pointer


@pytest.mark.parametrize(
    ("kind", "fields", "pointer"),
    [
        (Claim, {"kind": "x-a", "statement": "s", "occurred": "soon"}, "/occurred"),
        (Claim, {"kind": "x-a", "statement": "s", "chain": ("a", "b", "a")}, "/chain"),
        (ClaimChanges, {}, ""),
        (ReportChanges, {}, ""),
        (Figure, {"measure": "killed"}, ""),
        (Place, {"lat": float("nan"), "lon": 0}, "/lat"),
        (Place, {"lat": 0, "lon": float("inf")}, "/lat"),
        (Report, {"source": "lrt", "published": "soon"}, "/published"),
        (RecordReport, SMALL | {"recorded": "2024-10-28"}, "/recorded"),
        (RecordReport, SMALL | {"claims": (Claim(kind="x-a", statement="s", chain=("kbs",)),)}, "/claims/0/chain/0"),
        (RecordReport, SMALL | {"key": None}, "/key"),
    ],
)
def test_what_contradicts_itself_cannot_be_made_at_all(
    kind: type[msgspec.Struct], fields: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(TimelineError) as refused:
        kind(**fields)
    assert isinstance(refused.value, NotAllowedError)
    assert refused.value.problems[0].pointer == pointer


def test_a_word_is_read_as_what_it_stands_for() -> None:
    said = read("correction", {"report": "k", "claim": "c1", "changes": {"stance": "denies"}, "reason": "r"})
    assert isinstance(said, CorrectClaim)
    assert said.changes.stance is Stance.DENIES
