"""Bodies that cannot be taken are refused, and nothing of them is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.bodies import LARGEST_LINES, LARGEST_OBJECT
from tests.api.telling import LINES, REPORTS, Json, a_claim, a_report, newest, pointers, problem

TYPED = {"Content-Type": "application/json"}
GOOD = json.dumps(a_report(key="good"))


def as_text(**fields: object) -> str:
    return json.dumps(a_report(**fields))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        GOOD.encode() + b"}",
        b"\xff\xfe",
        b'\xef\xbb\xbf{"key": "a"}',
        b'{"key": NaN}',
        b'{"key": Infinity}',
        b'{"key": "\xed\xa0\x80"}',
        b'{"key": "\\ud800"}',
        b'{"key": "a\x00"}',
        b'{"key": "\xc3\x28"}',
        b"[" * 100_000,
        b'{"claims":' * 1000 + b"1" + b"}" * 1000,
        b"{'key': 1}",
    ],
)
def test_what_is_no_json_cannot_be_read(world: TestClient, body: bytes) -> None:
    before = newest(world)

    assert problem(world.post(REPORTS, content=body, headers=TYPED), 400)
    assert newest(world) == before


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ("[]", ""),
        ("null", ""),
        ('"report"', ""),
        ("{}", "/source"),
        (as_text(_type_="x"), "/_type_"),
        (as_text(sauce="gazette"), "/sauce"),
        (as_text(title="a\u0000b"), "/title"),
        (as_text(title=5), "/title"),
        (as_text(claims=[]), "/claims"),
        (as_text(claims=[a_claim(kind="clash")]), "/claims/0/kind"),
        (as_text(claims=[a_claim(statement=" ")]), "/claims/0/statement"),
        (as_text(claims=[a_claim(statement="x" * 10 * 2**20)]), "/claims/0/statement"),
        (as_text(claims=[a_claim(_type_="x")]), "/claims/0/_type_"),
        (as_text(claims=[a_claim(place={"lat": 1e999})]), ""),
        (as_text(claims=[a_claim(figures=[{"measure": "killed", "low": 2, "high": 1}])]), "/claims/0/figures/0"),
        (as_text(claims=[a_claim(figures=[{"measure": "killed", "best": 2**70}])]), "/claims/0/figures/0/best"),
        (as_text(published="2024-02-30"), "/published"),
        (as_text(url="javascript:alert(1)"), "/url"),
        (as_text(by=" "), "/by"),
        (GOOD.replace('"key"', '"key": "a", "key"'), ""),
    ],
)
def test_what_is_not_allowed_is_refused_by_its_place(world: TestClient, body: str, pointer: str) -> None:
    before = newest(world)
    answer = world.post(REPORTS, content=body, headers=TYPED)

    if "Infinity" in body:
        problem(answer, 400)
    else:
        assert pointers(answer)[0].startswith(pointer)
        assert len(answer.content) < 5000
    assert newest(world) == before


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_a_foreign_page_could_send_unasked_is_refused(world: TestClient, media_type: str) -> None:
    headers = {"Content-Type": media_type} if media_type else {}

    for path in (REPORTS, "/v1/sources", "/v1/timelines"):
        problem(world.post(path, content=GOOD, headers=headers), 415)
    problem(world.patch("/v1/sources/gazette", content="{}", headers=headers), 415)


def test_lines_are_taken_where_reports_are_and_nowhere_else(world: TestClient) -> None:
    problem(world.post("/v1/sources", content=b"", headers=LINES), 415)


@pytest.mark.parametrize("coding", ["gzip", "br", "deflate, gzip"])
def test_encoded_bodies_are_refused(world: TestClient, coding: str) -> None:
    problem(world.post(REPORTS, content=b"\x1f\x8b", headers=TYPED | {"Content-Encoding": coding}), 415)


@pytest.mark.parametrize(("headers", "most"), [(TYPED, LARGEST_OBJECT), (LINES, LARGEST_LINES)])
def test_a_body_that_says_it_is_too_large_is_refused_unread(
    world: TestClient, headers: dict[str, str], most: int
) -> None:
    announced = headers | {"Content-Length": str(most + 1)}

    assert str(most) in problem(world.post(REPORTS, content=b"", headers=announced), 413)["detail"]


def test_a_body_that_grows_too_large_is_refused(world: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(17):
            yield b" " * 2**20

    problem(world.post(REPORTS, content=chunks(), headers=TYPED), 413)


def test_a_large_report_is_taken_whole(world: TestClient) -> None:
    body: Json = a_report(claims=[a_claim(statement="é" * 500) for _ in range(2000)])

    answer = world.post(REPORTS, content=json.dumps(body, ensure_ascii=False).encode(), headers=TYPED)

    assert (answer.status_code, len(answer.json()["claims"])) == (201, 2000)
