"""Nothing that a client sends is a failure of the service."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.api.telling import CLAIMS, INCIDENTS, LINES, REPORTS, a_claim, a_client, a_report, a_small_world, recorded
from timeline.service import Timeline

PARAMETERS = (
    *("known_on", "recorded_by", "at_position", "limit", "cursor", "occurred_from", "occurred_to", "status", "kind"),
    *("place", "voice", "q", "incident", "stance", "unfiled", "source", "url", "sha256", "x"),
    *("clock", "from", "to", "by", "points", "every", "since", "fact", "measure", "occurred", "actor", "begin", "end"),
    *("after", "published_after", "format"),
)
WORDS = st.sampled_from(
    [
        *(
            "2024-10-28",
            "2024-10-28T10:00:00Z",
            "2024-10",
            "../2024",
            "0",
            "3",
            "500",
            "true",
            "x-",
            "RU",
            "clash",
            "%",
            "_",
        ),
        *(
            "published",
            "recorded",
            "status",
            "month",
            "day",
            "9" * 5_000,
            "0999-01-01/0999-01-02",
            "2024-10-01/2024-10-03",
        ),
        *("csv", "csv-bom", "9999-12-31/9999-12-31", "0001-01-01", "clash_reported", "killed"),
    ]
)
TEXT = WORDS | st.text(max_size=20)
AUDITS = (
    *(f"/v1/timelines/war/{audit}" for audit in ("diff", "figures", "changes", "moments", "summary", "similar")),
    *(f"{INCIDENTS}/clash/{audit}" for audit in ("history", "voices")),
    *(f"/v1/sources/gazette/{audit}" for audit in ("history", "record")),
)
PATHS = (
    "/v1/timelines",
    "/v1/timelines/war",
    "/v1/sources",
    "/v1/sources/gazette",
    INCIDENTS,
    CLAIMS,
    REPORTS,
    *AUDITS,
)
LISTS = (
    *(("sources", "/v1/sources"), ("incidents war", INCIDENTS), ("claims war", CLAIMS), ("reports war", REPORTS)),
    *((f"{of} war", f"/v1/timelines/war/{of}") for of in ("diff", "figures", "changes")),
    ("history incident war/clash", f"{INCIDENTS}/clash/history"),
    ("history source gazette", "/v1/sources/gazette/history"),
)
"""Lists that have cursors: what these are of, and the path."""
FORGED = st.fixed_dictionaries(
    {}, optional={"begin": TEXT, "end": TEXT, "published_after": TEXT, "after": st.integers(-(2**70), 2**70)}
)
NUMBERS = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | TEXT
NAMES = (*a_report(), *a_claim(), "figures", "place", "chain", "by", "recorded", "changes", "reason", "ref", "_type_")
BODIES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
)


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[TestClient]:
    with Timeline.in_memory() as timeline:
        client = a_client(timeline)
        a_small_world(client)
        for source in ("gazette", "herald"):
            recorded(client, source=source)
        yield client


@given(path=st.sampled_from(PATHS), query=st.dictionaries(st.sampled_from(PARAMETERS), TEXT, max_size=4))
@settings(max_examples=400)
def test_no_query_is_a_failure(fuzzed: TestClient, path: str, query: dict[str, str]) -> None:
    """404 is for an incident that the ledger does not hold, of which figures are asked."""
    assert fuzzed.get(path, params=query).status_code in {200, 404, 422, 503}


@pytest.mark.parametrize(
    "asked",
    [
        "summary?points=0999-01-01/0999-01-02",
        "summary?points=9999-12-31/9999-12-31&every=month",
        f"changes?since={'9' * 5_000}",
        "diff?from=0001-01-01&to=0001-01-02",
    ],
)
def test_what_nearly_was_a_failure_is_refused(fuzzed: TestClient, asked: str) -> None:
    assert fuzzed.get(f"/v1/timelines/war/{asked}").status_code == 422


@given(path=st.sampled_from(PATHS), raw=st.text(st.characters(codec="latin-1"), max_size=30))
@settings(max_examples=50)
def test_no_path_is_a_failure(fuzzed: TestClient, path: str, raw: str) -> None:
    encoded = "".join(f"%{ord(mark):02X}" for mark in raw)

    assert fuzzed.get(f"{path}/{encoded}").status_code in {200, 404, 405, 422}


@given(
    st.fixed_dictionaries(
        {
            "of": st.sampled_from([name for name, _ in LISTS]),
            "rules": st.just(1) | st.integers(0, 2),
            "position": st.integers(0, 20) | st.integers(-1, 2**64),
            "limit": st.integers(1, 9) | st.integers(0, 501),
            "filters": FORGED
            | st.dictionaries(st.sampled_from(PARAMETERS), TEXT | st.booleans() | NUMBERS, max_size=3),
            "key": st.lists(TEXT | st.integers(-(2**63), 2**63), min_size=1, max_size=2)
            | st.lists(NUMBERS, max_size=4),
        },
        optional={"known_on": st.integers(-(2**63), 2**63), "recorded_by": st.integers(-(2**63), 2**63)},
    )
)
@settings(max_examples=500)
def test_no_forged_cursor_is_a_failure(fuzzed: TestClient, forged: dict[str, Any]) -> None:
    cursor = base64.urlsafe_b64encode(msgspec.json.encode(forged)).decode().rstrip("=")

    for name, path in LISTS:
        if name == forged["of"]:
            assert fuzzed.get(path, params={"cursor": cursor}).status_code in {200, 422}


@given(
    method=st.sampled_from(["POST", "PATCH"]),
    path=st.sampled_from([*PATHS, f"{INCIDENTS}/clash/merge", f"{INCIDENTS}/clash/sign-off"]),
    body=BODIES,
)
@settings(max_examples=150)
def test_no_body_is_a_failure(fuzzed: TestClient, method: str, path: str, body: object) -> None:
    answer = fuzzed.request(method, path, content=as_json(body), headers=TYPED)

    assert answer.status_code in {200, 201, 404, 405, 409, 422}


@given(st.lists(BODIES | st.binary(max_size=20), max_size=4))
@settings(max_examples=50)
def test_no_lines_are_a_failure(fuzzed: TestClient, told: list[object]) -> None:
    content = b"\n".join(one if isinstance(one, bytes) else as_json({"report": one}) for one in told)

    answer = fuzzed.post(REPORTS, content=content, headers=LINES)

    assert answer.status_code == 200
    assert all(msgspec.json.decode(line)["status"] < 500 for line in answer.content.splitlines())


TYPED = {"Content-Type": "application/json"}


def as_json(value: object) -> bytes:
    """Return JSON, numbers beyond 64 bits included."""
    match value:
        case int() if not isinstance(value, bool):
            return str(value).encode()
        case list():
            return b"[" + b",".join(map(as_json, value)) + b"]"
        case dict():
            return b"{" + b",".join(as_json(name) + b":" + as_json(item) for name, item in value.items()) + b"}"
        case _:
            return msgspec.json.encode(value)
