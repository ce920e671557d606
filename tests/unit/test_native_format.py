"""Every rule of the native format that needs no ledger: what is allowed, what is not, and where the fault lies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.native import CLAIM, LINES, PLACE, REQUIRED, changed, read
from timeline.commands import (
    AddClaim,
    CorrectClaim,
    CorrectReport,
    MergeIncidents,
    OpenTimeline,
    RecordReport,
    VoidReport,
    parse_line,
    to_line,
)
from timeline.errors import NotAllowedError

KINDS = ["clash_reported", "observation_reported", "x-drone-strike", "x-1"]
MEASURES = [
    *["personnel_present", "personnel_planned", "killed", "wounded", "casualties", "captured", "survivors"],
    *["x-drones", "x-1"],
]
SLUGS = ["a", "0", "clash-2024-10-25", "a.b_c-d", "a" * 128]
NO_SLUGS = ["", "A", "-a", ".a", "_a", "a b", "a/b", "a\u0301", "é", "a" * 129, " a", "a ", 1, None]
VOICES = ["UA", "blue-yellow", "0", "A" * 128]
NO_VOICES = ["", "-UA", "U A", "Ü", "A" * 129, 1]
KEYS = ["k", "dprk/r15", "https://example.org/?a=1", "Zeitung 3", "신문", "k" * 200]
NO_KEYS = ["", " ", "k" * 201, "a\u200bb", "a\u00a0b", "a\ue000b", "\ufeff", 15]
REASONS = ["r", "r" * 2000, "한" * 2000]
BLANKS = ["", " ", "\u3000", "\u00a0 \u2003", "\u200b", "\u3164", "\ufeff\u2800\u00ad"]
NO_REASONS = [*BLANKS, "r" * 2001, None, 5]
OPTIONAL_TEXTS = ["", "t", "t" * 300, "\U0001f600" * 300, None]
LONG_TEXTS = ["t" * 301, "\U0001f600" * 301, 5, ["t"]]
URLS = [
    *[
        "http://a",
        "https://a.b/c?d=e&f#g",
        "HTTPS://A.B/",
        "http://[::1]:8080/x",
        "http://a:1",
        "http://a?b",
        "http://a#b",
    ],
    *["https://ko.wikipedia.org/wiki/북한", "https://müller.example/", "https://a/" + "b" * 1990],
]
NO_URLS = [
    *[
        "",
        "a",
        "a.b/c",
        "//a.b",
        "ftp://a.b",
        "javascript:alert(1)",
        "data:text/html,x",
        "http:",
        "http://",
        "http:///a",
    ],
    *[
        "http://?a",
        "http:// a",
        "http://a b",
        "http://a/b c",
        "http://a/\u00a0",
        "http://a:b/",
        "http://u:p@a/",
        " http://a",
    ],
    *['http://a/"', "http://a/<b>", "http://a\\b", "https://a/" + "b" * 1991, 1],
]
MOMENTS = ["2024-10-28", "2024-10-28T17:43Z", "2024-10-28T17:43:00.123456+02:00", "1000-01-01", "9998-12-31"]
NO_MOMENTS = [
    *["", "2024-10", "2024-02-30", "2024-10-28?", "2024-10-28T17:43:00", "2024-10-28T17:43:00.1234567Z"],
    *["0999-12-31", "9999-01-01", "yesterday", 20241028, "9" * 301],
]
DATES = ["2024-10-25", "2024-10-25?", "2024-04~", "2024", "2024-10-08/2024-10-13", "../2024-10-28", "2024-10-28/.."]
NO_DATES = ["", "2024-02-30", "2024-10-28/2024-10-25", "../..", "9999", "25 October", 2024, "2" * 301]
LANGUAGES = ["lt", "en-GB", "zh-Hant-TW", "sr-Latn", "de-CH-1996", "es-419", "en-u-ca-gregory", "x-klingon", "kor"]
NO_LANGUAGES = ["", "e", "english language", "en_GB", "en-", "-en", "en--GB", "e1", "en-x", 1]
HASHES = ["0" * 64, "ABCDEF0123456789" * 4]
NO_HASHES = ["", "0" * 63, "0" * 65, "g" * 64, "0x" + "0" * 62]
CHAINS = [["lrt"], ["lrt", "a", "b", "c", "d", "e"]]
COUNTS = [0, 1, 2**53 - 1, None]
NO_COUNTS = [-1, 2**53, 10**30, 1.0, 1.5, "1", True, [1]]
LISTED = ["a" + str(number) for number in range(101)]

ALLOWED: list[tuple[str, str, list[Any]]] = [
    ("timeline", "/slug", SLUGS),
    ("timeline", "/title", ["t", "t" * 300]),
    ("timeline", "/description", [None, "", "d" * 2000]),
    ("source", "/slug", SLUGS),
    ("source", "/kind", ["outlet", "person", "organisation", "official"]),
    ("source", "/speaks_for", [*VOICES, None]),
    ("source", "/linked_to", [[], None, VOICES, LISTED[:100]]),
    ("source", "/reliability", [*"ABCDEF", None]),
    ("incident", "/timeline", SLUGS),
    ("incident", "/slug", SLUGS),
    ("incident", "/adverse_to", [[], None, VOICES, LISTED[:100]]),
    ("incident", "/occurred", [*DATES, None]),
    ("incident", "/place", [PLACE, None]),
    ("report", "/key", [*KEYS, None]),
    ("report", "/published", MOMENTS),
    ("report", "/published_basis", ["page", "metadata", "inferred", None]),
    ("report", "/title", OPTIONAL_TEXTS),
    ("report", "/url", [*URLS, None]),
    ("report", "/language", [*LANGUAGES, None]),
    ("report", "/sha256", [*HASHES, None]),
    ("report", "/archive_url", [*URLS, None]),
    ("report", "/accessed", [*MOMENTS, None]),
    ("report", "/chain", [*CHAINS, None]),
    ("report", "/place", [PLACE, None]),
    ("report", "/occurred", [*DATES, None]),
    ("report", "/entered", [{"on": "2024-10-29"}, {"by": "jk"}, {"system": "x" * 300}, {}, None]),
    ("report", "/claims/0/ref", [*SLUGS, None]),
    ("report", "/claims/0/kind", KINDS),
    ("report", "/claims/0/incident", [*SLUGS, None]),
    ("report", "/claims/0/stance", ["asserts", "denies", "withholds", "retracts", "mentions", None]),
    ("report", "/claims/0/statement", ["s", "s" * 500, "\U0001f600" * 500, "Ş" * 500]),
    (
        "report",
        "/claims/0/quote",
        [{"exact": "e" * 500, "prefix": "p" * 500, "suffix": "s" * 500}, {"exact": "e"}, None],
    ),
    ("report", "/claims/0/chain", [*CHAINS, None]),
    ("report", "/claims/0/occurred", [*DATES, None]),
    ("report", "/claims/0/actors", [[], None, [{"name": "n" * 300}] * 100]),
    ("report", "/claims/0/actors/0/role", ["subject", "opponent", "host", "partner", None]),
    ("report", "/claims/0/figures", [[], None]),
    ("report", "/claims/0/figures/0/measure", MEASURES),
    ("report", "/claims/0/figures/0/best", [1, 2, 3, None]),
    ("report", "/claims/0/figures/0/low", [0, 2, None]),
    ("report", "/claims/0/figures/0/high", [2, 2**53 - 1, None]),
    ("report", "/claims/0/figures/0/scope", ["snapshot", "cumulative", "window", "planned", None]),
    ("report", "/claims/0/figures/0/qualifier", OPTIONAL_TEXTS),
    ("report", "/claims/0/figures/0/includes", [[], ["killed", "wounded"], LISTED[:100], None]),
    ("report", "/claims/0/modality", ["asserted", "assessed", "alleged", "forecast", "conditional", None]),
    ("report", "/claims/0/likelihood", OPTIONAL_TEXTS),
    ("report", "/claims/0/basis", ["testimony", "document", "imagery", "inference", None]),
    ("report", "/claims/0/derived_from", [[], ["nis"], LISTED[:100], None]),
    ("claim", "/report", KEYS),
    ("claim", "/ref", [*SLUGS, None]),
    ("correction", "/reason", REASONS),
    ("void", "/duplicate_of", [*KEYS, None]),
    ("void", "/claim", [*SLUGS, None]),
    ("withdrawal", "/published", [*MOMENTS, None]),
    ("grade", "/credibility", [1, 2, 3, 4, 5, 6]),
    ("grade", "/rationale", ["r" * 2000, None]),
    ("merge", "/into", [*SLUGS, None]),
    ("sign_off", "/signed", [True, False]),
    ("sealed_report", "/commitment", ["AB" * 32]),
    ("opened_report", "/salt", ["AB" * 16]),
    ("opened_report", "/report", KEYS),
    ("opened_report", "/report/title", [None, "A title"]),
    ("opened_report", "/report/claims/0/chain", [None, ["lrt"]]),
    *((name, "/by", ["w" * 300, "김", None]) for name in LINES),
    *((name, "/recorded", ["2024-10-30T09:15Z", None]) for name in LINES),
]

REFUSED: list[tuple[str, str, list[Any]]] = [
    ("timeline", "/slug", NO_SLUGS),
    ("timeline", "/title", [*BLANKS, None, "t" * 301]),
    ("timeline", "/description", ["d" * 2001, 5]),
    ("source", "/slug", NO_SLUGS),
    ("source", "/name", [*BLANKS, None, "n" * 301]),
    ("source", "/kind", ["newspaper", "Outlet", "", None, 1]),
    ("source", "/speaks_for", NO_VOICES),
    ("source", "/linked_to", [LISTED, "UA", {}]),
    ("source", "/linked_to/0", NO_VOICES),
    ("source", "/reliability", ["G", "a", "", "B2", 2]),
    ("incident", "/timeline", NO_SLUGS),
    ("incident", "/slug", NO_SLUGS),
    ("incident", "/title", [*BLANKS, None, "t" * 301]),
    ("incident", "/adverse_to", [LISTED, "UA"]),
    ("incident", "/adverse_to/1", NO_VOICES),
    ("incident", "/occurred", NO_DATES),
    ("incident", "/place", ["Kursk", [], {}, {"precision": "exact"}]),
    ("report", "/timeline", NO_SLUGS),
    ("report", "/key", NO_KEYS),
    ("report", "/source", NO_SLUGS),
    ("report", "/published", [*NO_MOMENTS, None]),
    ("report", "/published_basis", ["guess", ""]),
    ("report", "/title", LONG_TEXTS),
    ("report", "/url", NO_URLS),
    ("report", "/archive_url", NO_URLS),
    ("report", "/language", NO_LANGUAGES),
    ("report", "/sha256", NO_HASHES),
    ("report", "/accessed", NO_MOMENTS),
    ("report", "/chain", [[], ["lrt", *"abcdef"], ["lrt", "a", "lrt"], "lrt"]),
    ("report", "/chain/0", ["ohman2", *NO_SLUGS]),
    ("report", "/occurred", NO_DATES),
    ("report", "/entered", ["2024", []]),
    ("report", "/entered/on", NO_MOMENTS),
    ("report", "/entered/by", LONG_TEXTS),
    ("report", "/entered/system", LONG_TEXTS),
    ("report", "/claims", [[], None, {}, "c1"]),
    ("report", "/claims/0", [None, [], "c1"]),
    ("report", "/claims/0/ref", [slug for slug in NO_SLUGS if slug is not None]),
    (
        "report",
        "/claims/0/kind",
        ["", "Clash", "clash reported", "clash-reported", "_a", "x-", "x-A", "X-a", "k" * 301, 1],
    ),
    ("report", "/claims/0/incident", [slug for slug in NO_SLUGS if slug is not None]),
    ("report", "/claims/0/stance", ["claims", "", 1]),
    ("report", "/claims/0/statement", [*BLANKS, "s" * 501, "\U0001f600" * 501, None, 5]),
    ("report", "/claims/0/quote", ["text", []]),
    ("report", "/claims/0/quote/exact", [*BLANKS, "e" * 501, None]),
    ("report", "/claims/0/quote/prefix", ["e" * 501]),
    ("report", "/claims/0/quote/suffix", ["e" * 501]),
    ("report", "/claims/0/chain", [[], ["lrt", *"abcdef"], ["lrt", "a", "lrt"], "lrt"]),
    ("report", "/claims/0/chain/0", ["ohman2", *NO_SLUGS]),
    ("report", "/claims/0/occurred", NO_DATES),
    ("report", "/claims/0/actors", [[{"name": "n"}] * 101, {"name": "n"}]),
    ("report", "/claims/0/actors/0/name", [*BLANKS, None, "n" * 301]),
    ("report", "/claims/0/actors/0/role", ["victim", ""]),
    ("report", "/claims/0/figures", [[{"measure": f"x-{number}", "low": 1} for number in range(101)]]),
    ("report", "/claims/0/figures/0", [{"measure": "killed"}, {"measure": "killed", "low": 3, "high": 2}]),
    ("report", "/claims/0/figures/0", [{"measure": "killed", "low": 3, "best": 2}]),
    ("report", "/claims/0/figures/0", [{"measure": "killed", "best": 3, "high": 2}]),
    ("report", "/claims/0/figures/0/measure", ["dead", "Killed", "x-", "x-A", "", "x-" + "a" * 299, None]),
    ("report", "/claims/0/figures/0/low", NO_COUNTS),
    ("report", "/claims/0/figures/0/high", NO_COUNTS),
    ("report", "/claims/0/figures/0/best", NO_COUNTS),
    ("report", "/claims/0/figures/0/scope", ["total", ""]),
    ("report", "/claims/0/figures/0/qualifier", LONG_TEXTS),
    ("report", "/claims/0/figures/0/includes", [LISTED, "killed"]),
    ("report", "/claims/0/figures/0/includes/0", [*BLANKS, "i" * 301, 1, None]),
    ("report", "/claims/0/modality", ["sure", ""]),
    ("report", "/claims/0/likelihood", LONG_TEXTS),
    ("report", "/claims/0/basis", ["rumour", ""]),
    ("report", "/claims/0/derived_from", [LISTED, "nis"]),
    ("report", "/claims/0/derived_from/0", NO_SLUGS),
    ("claim", "/report", [*NO_KEYS, None]),
    ("claim", "/statement", [*BLANKS, "s" * 501]),
    ("claim", "/chain", [["lrt", "a", "lrt"]]),
    ("correction", "/report", [*NO_KEYS, None]),
    ("correction", "/claim", [slug for slug in NO_SLUGS if slug is not None]),
    ("correction", "/changes", [{}, [], None]),
    ("correction", "/changes/kind", ["Clash", None]),
    ("correction", "/changes/statement", [*BLANKS, None, "s" * 501]),
    ("correction", "/changes/chain", [[], ["lrt", "a", "lrt"]]),
    ("correction", "/changes/occurred", NO_DATES),
    ("correction", "/changes/figures/0/low", NO_COUNTS),
    ("correction", "/reason", NO_REASONS),
    ("void", "/report", [*NO_KEYS, None]),
    ("void", "/claim", [slug for slug in NO_SLUGS if slug is not None]),
    ("void", "/duplicate_of", NO_KEYS),
    ("void", "/reason", NO_REASONS),
    ("withdrawal", "/report", [*NO_KEYS, None]),
    ("withdrawal", "/published", NO_MOMENTS),
    ("withdrawal", "/reason", NO_REASONS),
    ("grade", "/report", [*NO_KEYS, None]),
    ("grade", "/claim", NO_SLUGS),
    ("grade", "/credibility", [0, 7, 3.0, "3", True, None]),
    ("grade", "/rationale", [*BLANKS, "r" * 2001]),
    ("grade", "/published", NO_MOMENTS),
    ("merge", "/timeline", NO_SLUGS),
    ("merge", "/incident", NO_SLUGS),
    ("merge", "/into", [slug for slug in NO_SLUGS if slug is not None]),
    ("merge", "/reason", NO_REASONS),
    ("sign_off", "/timeline", NO_SLUGS),
    ("sign_off", "/incident", NO_SLUGS),
    ("sign_off", "/signed", ["yes", 1, 0, None]),
    ("sign_off", "/rationale", NO_REASONS),
    ("sign_off", "/published", NO_MOMENTS),
    ("sealed_report", "/timeline", NO_SLUGS),
    ("sealed_report", "/commitment", ["", "3b", "3b" * 33, "3x" * 32, None, 5]),
    ("opened_report", "/salt", ["", "0f", "0f" * 17, "0x" * 16, None, 5]),
    ("opened_report", "/report", ["", " ", "a\u2028b", "k" * 201, None, 5, []]),
    ("opened_report", "/report/by", ["ana"]),
    ("opened_report", "/report/recorded", ["2024-10-30T09:15:00Z"]),
    ("opened_report", "/report/published", NO_MOMENTS),
    ("opened_report", "/report/claims/0/kind", [None, 5, "Not A Kind"]),
    *((name, "/by", [*BLANKS, "w" * 301, 5]) for name in LINES),
    *((name, "/recorded", ["2024-10-30", "2024-10-30T09:15", "", 5, "2024-10-30T09:15:00.1234567Z"]) for name in LINES),
]

PLACES: list[tuple[dict[str, Any], str]] = [
    ({"lat": 51.7}, "/lon"),
    ({"lon": 36.2}, "/lat"),
    ({"name": "x", "lat": 51.7, "lon": None}, "/lon"),
    ({"lat": 90.1, "lon": 0}, "/lat"),
    ({"lat": -91, "lon": 0}, "/lat"),
    ({"lat": 0, "lon": 180.5}, "/lon"),
    ({"lat": "51.7", "lon": 36.2}, "/lat"),
    ({"country": "XX"}, "/country"),
    ({"country": "ru"}, "/country"),
    ({"country": "RUS"}, "/country"),
    ({"country": ""}, "/country"),
    ({"country": "R" * 1000}, "/country"),
    ({"admin1": "XX-1"}, "/admin1"),
    ({"admin1": "RU"}, "/admin1"),
    ({"admin1": "RU-KURS"}, "/admin1"),
    ({"admin1": "ru-krs"}, "/admin1"),
    ({"country": "UA", "admin1": "RU-KRS"}, "/admin1"),
    ({"name": " "}, "/name"),
    ({"name": "n" * 301}, "/name"),
    ({"name": "x", "precision": "roughly"}, "/precision"),
    ({"name": "x", "altitude": 3}, "/altitude"),
    ({"precision": "country"}, ""),
    ({}, ""),
]


def each(table: list[tuple[str, str, list[Any]]]) -> list[Any]:
    """Return a test case for every value of *table*, named by its field and a number."""
    cases = [(name, pointer, value) for name, pointer, values in table for value in values]
    return [pytest.param(*case, id=f"{case[0]}{case[1]}-{number}") for number, case in enumerate(cases)]


def refusal(name: str, fields: object) -> tuple[str, str]:
    """Return where and why a line is refused."""
    with pytest.raises(NotAllowedError) as refused:
        read(name, fields)
    [problem] = refused.value.problems
    return problem.pointer, problem.detail


@pytest.mark.parametrize(("name", "pointer", "value"), each(ALLOWED))
def test_a_field_holds_what_the_format_allows(name: str, pointer: str, value: object) -> None:
    said = read(name, changed(name, pointer, value))
    assert parse_line(to_line(said)) == said


@pytest.mark.parametrize(("name", "pointer", "value"), each(REFUSED))
def test_a_field_refuses_what_the_format_does_not_allow_and_is_named(name: str, pointer: str, value: object) -> None:
    where, why = refusal(name, changed(name, pointer, value))
    assert where == pointer
    assert "`" not in why
    assert len(why) < 500


@pytest.mark.parametrize(("place", "pointer"), PLACES)
def test_a_place_exists_and_agrees_with_itself(place: dict[str, Any], pointer: str) -> None:
    assert refusal("incident", changed("incident", "/place", place))[0] == f"/place{pointer}"
    assert refusal("report", changed("report", "/claims/0/place", place))[0] == f"/claims/0/place{pointer}"


@pytest.mark.parametrize(
    "place",
    [
        *[{"name": "Kursk"}, {"country": "KP"}, {"admin1": "RU-KRS"}, {"admin1": "FR-2A", "country": "FR"}],
        *[{"lat": -90, "lon": 180}, {"lat": 90.0, "lon": -180.0, "precision": "exact"}, {"admin1": "AD-02"}],
    ],
)
def test_a_place_may_be_a_name_a_code_or_a_point(place: dict[str, Any]) -> None:
    read("incident", changed("incident", "/place", place))


@pytest.mark.parametrize(("name", "field"), [(name, field) for name, fields in REQUIRED.items() for field in fields])
def test_a_line_without_a_required_field_says_which_one(name: str, field: str) -> None:
    fields = {said: value for said, value in LINES[name].items() if said != field}
    assert refusal(name, fields)[0] == f"/{field}"


@pytest.mark.parametrize("field", ["kind", "statement"])
def test_a_claim_without_a_required_field_says_which_one(field: str) -> None:
    claim = {said: value for said, value in CLAIM.items() if said != field}
    assert refusal("report", changed("report", "/claims/0", claim)) == (f"/claims/0/{field}", "it is missing")


@pytest.mark.parametrize("name", LINES)
def test_a_line_may_hold_its_required_fields_only(name: str) -> None:
    also = {"report": ("key",), "correction": ("claim",)}.get(name, ())
    read(name, {field: LINES[name][field] for field in (*REQUIRED[name], *also)})


@pytest.mark.parametrize("field", ["timestamp", "date", "", "a`b", "a` - at `$.slug", "x" * 100_000])
@pytest.mark.parametrize("name", LINES)
def test_an_unknown_field_is_refused_and_the_known_ones_are_named(name: str, field: str) -> None:
    where, why = refusal(name, LINES[name] | {field: None})
    assert where.startswith("/")
    assert len(where) < 200
    known = set(LINES[name]) - ({"claim"} if name == "void" else set())
    assert why.startswith("there is no such field; allowed: ")
    assert known <= set(why.removeprefix("there is no such field; allowed: ").split(", "))


@pytest.mark.parametrize(
    ("pointer", "fields"),
    [
        ("/claims/0", CLAIM),
        ("/claims/0/quote", CLAIM["quote"]),
        ("/claims/0/place", PLACE),
        ("/claims/0/actors/0", CLAIM["actors"][0]),
        ("/claims/0/figures/0", CLAIM["figures"][0]),
        ("/entered", {"by": "x"}),
    ],
)
def test_an_unknown_field_is_pointed_at_however_deep(pointer: str, fields: dict[str, Any]) -> None:
    assert refusal("report", changed("report", pointer, fields | {"colour/~": 1}))[0] == f"{pointer}/colour~1~0"


def test_a_claim_repeats_no_measure_and_scope() -> None:
    killed = {"measure": "killed", "low": 1}
    figures = [
        killed,
        killed | {"scope": "cumulative"},
        {"measure": "wounded", "low": 1},
        {"measure": "killed", "best": 2},
    ]
    assert refusal("report", changed("report", "/claims/0/figures", figures))[0] == "/claims/0/figures/3"
    assert refusal("correction", changed("correction", "/changes/figures", figures))[0] == "/changes/figures/3"
    read("report", changed("report", "/claims/0/figures", figures[:3]))


def test_an_unnamed_source_speaks_for_nobody() -> None:
    assert refusal("source", changed("source", "/kind", "unnamed"))[0] == "/speaks_for"
    read("source", changed("source", "/kind", "unnamed") | {"speaks_for": None})
    read("source", {"slug": "a", "kind": "unnamed", "linked_to": ["UA"]})


def test_a_report_is_known_by_its_url_where_it_has_no_key() -> None:
    url = "https://a/" + "b" * 190
    said = read("report", changed("report", "/key", None) | {"url": url})
    assert isinstance(said, RecordReport)
    assert said.report_key == url
    assert refusal("report", changed("report", "/key", None) | {"url": url + "b"})[0] == "/key"
    assert refusal("report", changed("report", "/key", None) | {"url": None})[0] == "/key"


def test_claims_are_named_by_their_place_where_they_have_no_ref() -> None:
    claim = {"kind": "x-a", "statement": "s"}
    said = read("report", changed("report", "/claims", [claim, claim | {"ref": "b"}, claim]))
    assert isinstance(said, RecordReport)
    assert [one.ref for one in said.claims] == ["c1", "b", "c3"]


@pytest.mark.parametrize("refs", [["a", "a"], ["c2", None], ["a", "b", "a"], [None, "c1"]])
def test_no_two_claims_of_a_report_have_one_ref(refs: list[str | None]) -> None:
    claims = [{"kind": "x-a", "statement": "s", "ref": ref} for ref in refs]
    assert refusal("report", changed("report", "/claims", claims))[0] == f"/claims/{len(refs) - 1}/ref"


def test_a_report_may_have_more_than_a_hundred_claims() -> None:
    claims = [{"kind": "x-a", "statement": "s"}] * 250
    said = read("report", changed("report", "/claims", claims))
    assert isinstance(said, RecordReport)
    assert said.claims[-1].ref == "c250"


def test_a_corrected_chain_begins_with_the_corrected_source() -> None:
    both = {"source": "kbs", "chain": ["lrt", "ohman"]}
    correction = {"report": "k", "changes": both, "reason": "r"}
    assert refusal("correction", correction)[0] == "/changes/chain/0"
    read("correction", correction | {"changes": both | {"chain": ["kbs", "ohman"]}})
    read("correction", correction | {"changes": {"chain": ["lrt", "ohman"]}})


def test_a_correction_names_a_claim_or_means_the_report_itself() -> None:
    correction = {"report": "k", "reason": "r", "changes": {"occurred": None}}
    assert isinstance(read("correction", correction | {"claim": "c1"}), CorrectClaim)
    assert isinstance(read("correction", correction), CorrectReport)
    assert isinstance(read("correction", correction | {"claim": None}), CorrectReport)
    assert isinstance(read("void", {"report": "k", "reason": "r", "claim": None}), VoidReport)
    assert refusal("correction", correction | {"changes": {"stance": "denies"}})[0] == "/changes/stance"
    assert refusal("correction", correction | {"claim": "c1", "changes": {"title": "t"}})[0] == "/changes/title"


@pytest.mark.parametrize("field", ["timeline", "key", "claims", "ref", "by"])
def test_a_correction_leaves_what_names_a_report_and_its_claims(field: str) -> None:
    for claim in (None, "c1"):
        correction = {"report": "k", "reason": "r", "claim": claim, "changes": {field: "a"}}
        assert refusal("correction", correction)[0] == f"/changes/{field}"


@pytest.mark.parametrize("field", ["source", "published"])
def test_a_correction_cannot_clear_what_a_report_needs(field: str) -> None:
    correction = {"report": "k", "reason": "r", "changes": {field: None}}
    assert refusal("correction", correction)[0] == f"/changes/{field}"


def test_null_clears_where_it_changes_and_says_nothing_elsewhere() -> None:
    cleared = read(
        "correction", {"report": "k", "claim": "c1", "reason": "r", "changes": {"stance": None, "actors": None}}
    )
    assert isinstance(cleared, CorrectClaim)
    assert (cleared.changes.stance, cleared.changes.actors) == (None, None)
    nothing = {field: None for field in CLAIM if field not in ("kind", "statement")}
    claim = read("claim", {"report": "k", "kind": "x-a", "statement": "s", **nothing})
    assert isinstance(claim, AddClaim)
    assert claim == read("claim", {"report": "k", "kind": "x-a", "statement": "s"})
    assert read("timeline", {"slug": "a", "description": None}) != read("timeline", {"slug": "a"})
    assert isinstance(read("merge", LINES["merge"] | {"into": None}), MergeIncidents)


def test_a_hash_is_the_same_in_capitals() -> None:
    large, small = (read("report", changed("report", "/sha256", digits * 8)) for digits in ("ABCDEF01", "abcdef01"))
    assert large == small


@pytest.mark.parametrize(
    "raw", [b"{}", b'{"timeline":{"slug":"a"},"source":{"slug":"a"}}', b'{"sources":{"slug":"a"}}']
)
def test_a_line_has_one_top_level_key_that_is_known(raw: bytes) -> None:
    with pytest.raises(
        NotAllowedError, match=r"allowed: (one of )?timeline, source, incident, report, claim, correction"
    ):
        parse_line(raw)


@pytest.mark.parametrize("raw", [b"[]", b'"report"', b"1", b"null", b'{"timeline":[]}', b'{"timeline":null}'])
def test_a_line_is_an_object_in_an_object(raw: bytes) -> None:
    with pytest.raises(NotAllowedError, match="it is no JSON object"):
        parse_line(raw)


def test_an_example_of_every_line_is_read() -> None:
    assert isinstance(read("timeline", LINES["timeline"]), OpenTimeline)
    assert {type(read(name, fields)).__name__ for name, fields in LINES.items()} == {
        *["OpenTimeline", "RegisterSource", "OpenIncident", "RecordReport", "AddClaim", "CorrectClaim", "VoidClaim"],
        *["WithdrawReport", "GradeClaim", "MergeIncidents", "SignOff", "SealReport", "OpenReport"],
    }
