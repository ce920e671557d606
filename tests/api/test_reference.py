"""The reference tells everything that a client needs, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import msgspec
import pytest
from starlette.testclient import TestClient

from api.schemas import ALL, RENAMED
from tests.api.telling import CLAIMS, INCIDENTS, REPORTS, Json, a_claim, a_report, get, post, recorded

REF = "#/components/schemas/"
READS = {200, 304, 400, 403, 422, 503}
PROOFS = {200, 403, 422, 503}
LOG = "/v1/log/"
"""What is there is proved, from no point of view."""
WRITES = {200, 400, 403, 404, 409, 413, 415, 422, 503}


@pytest.fixture(scope="session")
def reference(seeded: TestClient) -> Json:
    return get(seeded, "/openapi.json")


def operations(reference: Json) -> Iterator[tuple[str, str, Json]]:
    for path, item in reference["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def refs(node: object) -> Iterator[str]:
    match node:
        case {"$ref": str(ref)}:
            yield ref
        case dict():
            for value in node.values():
                yield from refs(value)
        case list():
            for value in node:
                yield from refs(value)
        case _:
            pass


def test_every_route_of_the_contract_is_there(reference: Json) -> None:
    assert {(method, path) for path, method, _ in operations(reference)} == {
        ("get", "/v1/timelines"),
        ("post", "/v1/timelines"),
        ("get", "/v1/timelines/{timeline}"),
        ("patch", "/v1/timelines/{timeline}"),
        ("get", "/v1/sources"),
        ("post", "/v1/sources"),
        ("get", "/v1/sources/{slug}"),
        ("patch", "/v1/sources/{slug}"),
        ("get", "/v1/timelines/{timeline}/incidents"),
        ("post", "/v1/timelines/{timeline}/incidents"),
        ("get", "/v1/timelines/{timeline}/incidents/{incident}"),
        ("get", "/v1/timelines/{timeline}/incidents/{incident}/history"),
        ("get", "/v1/timelines/{timeline}/incidents/{incident}/voices"),
        ("get", "/v1/timelines/{timeline}/changes"),
        ("get", "/v1/timelines/{timeline}/diff"),
        ("get", "/v1/timelines/{timeline}/moments"),
        ("get", "/v1/timelines/{timeline}/similar"),
        ("get", "/v1/sources/{slug}/record"),
        ("get", "/v1/timelines/{timeline}/figures"),
        ("get", "/v1/timelines/{timeline}/summary"),
        ("get", "/v1/claims/{claim}/history"),
        ("get", "/v1/reports/{report}/history"),
        ("get", "/v1/sources/{slug}/history"),
        ("patch", "/v1/timelines/{timeline}/incidents/{incident}"),
        ("post", "/v1/timelines/{timeline}/incidents/{incident}/merge"),
        ("post", "/v1/timelines/{timeline}/incidents/{incident}/sign-off"),
        ("get", "/v1/timelines/{timeline}/claims"),
        ("get", "/v1/claims/{claim}"),
        ("get", "/v1/timelines/{timeline}/reports"),
        ("post", "/v1/timelines/{timeline}/reports"),
        ("post", "/v1/timelines/{timeline}/sealed-reports"),
        ("post", "/v1/timelines/{timeline}/opened-reports"),
        ("get", "/v1/reports/{report}"),
        ("post", "/v1/reports/{report}/claims"),
        ("post", "/v1/reports/{report}/corrections"),
        ("post", "/v1/reports/{report}/voids"),
        ("post", "/v1/reports/{report}/withdrawals"),
        ("post", "/v1/reports/{report}/grades"),
        ("post", "/v1/reports/{report}/erasures"),
        ("post", "/v1/sources/{slug}/erasures"),
        ("post", "/v1/timelines/{timeline}/erasures"),
        ("post", "/v1/timelines/{timeline}/incidents/{incident}/erasures"),
        ("get", "/v1/log/checkpoint"),
        ("get", "/v1/log/key"),
        ("get", "/v1/log/facts/{position}"),
        ("get", "/v1/log/facts/{position}/inclusion"),
        ("get", "/v1/log/consistency"),
        ("get", "/v1/log/tile/{tile}"),
        ("get", "/livez"),
        ("get", "/readyz"),
        ("get", "/metrics"),
    }


def test_every_route_says_what_it_is(reference: Json) -> None:
    ids = [operation["operationId"] for _, _, operation in operations(reference)]
    tags = {tag["name"]: tag["description"] for tag in reference["tags"]}

    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z_]+", name) for name in ids)
    for _, _, operation in operations(reference):
        assert operation["summary"]
        assert operation["description"]
        assert set(operation["tags"]) <= tags.keys()
        for parameter in operation.get("parameters", []):
            assert parameter["description"], parameter


def test_every_route_says_what_it_answers_and_what_can_go_wrong(reference: Json) -> None:
    for path, method, operation in operations(reference):
        answers = operation["responses"]
        if path.startswith("/v1"):
            reads = PROOFS if path.startswith(LOG) else READS
            wanted = reads if method == "get" else WRITES
            assert {str(status) for status in wanted} <= answers.keys(), (method, path)
        for status, answer in answers.items():
            if status >= "400":
                assert answer["content"].keys() == {"application/problem+json"}
                assert answer["description"]
            elif status != "304":
                assert all("example" in content for content in answer["content"].values()), (method, path)


def test_every_read_takes_a_point_of_view(reference: Json) -> None:
    for path, method, operation in operations(reference):
        if method == "get" and path.startswith("/v1") and not path.startswith(LOG):
            names = {parameter["name"] for parameter in operation["parameters"]}
            assert {"known_on", "recorded_by", "at_position", "min_position"} <= names, path


def test_every_write_takes_a_key_to_be_sent_again_under(reference: Json) -> None:
    for path, method, operation in operations(reference):
        keys = [one for one in operation.get("parameters", []) if one["name"] == "Idempotency-Key"]
        assert [(one["in"], one["required"]) for one in keys] == ([] if method == "get" else [("header", False)]), path
        if keys:
            assert "Idempotent-Replayed" in operation["responses"]["200"]["headers"]


def test_every_shape_that_is_named_is_there(reference: Json) -> None:
    shapes = reference["components"]["schemas"]

    assert reference["openapi"].startswith("3.1")
    assert {ref.removeprefix(REF) for ref in refs(reference)} <= shapes.keys()
    assert all(re.fullmatch(r"[A-Za-z0-9]+", name) for name in shapes)
    assert "HTTPValidationError" not in shapes


def test_every_pattern_is_one_of_ecma_262(reference: Json) -> None:
    text = msgspec.json.encode(reference).decode()

    assert not re.search(r'"pattern":"[^"]*(\\\\A|\\\\Z|\(\?i)', text)


def test_answers_have_the_shapes_that_are_told(world: TestClient) -> None:
    report = recorded(world, claims=[a_claim(figures=[{"measure": "killed", "best": 3}])])
    shapes = {RENAMED.get(name, name): shape for shape in ALL if (name := component(shape))}
    found = {
        "TimelinePage": "/v1/timelines",
        "TimelineFound": "/v1/timelines/war",
        "SourcePage": "/v1/sources",
        "SourceFound": "/v1/sources/gazette",
        "EntryPage": INCIDENTS,
        "IncidentFound": f"{INCIDENTS}/clash",
        "ClaimPage": CLAIMS,
        "ClaimFound": f"/v1/claims/{report['claims'][0]}",
        "ReportPage": REPORTS,
        "ReportFound": f"/v1/reports/{report['report']}",
        "Health": "/readyz",
    }

    for name, path in found.items():
        body = world.get(path).content
        told = msgspec.json.encode(msgspec.json.decode(body, type=shapes[name]))
        assert msgspec.json.decode(told) == msgspec.json.decode(body), name


def component(shape: object) -> str:
    [schema], _ = msgspec.json.schema_components([shape], ref_template="{name}")
    name: str = schema["$ref"]
    return name


def examples(reference: Json, path: str) -> list[Json]:
    content = reference["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    return [example["value"] for example in content["examples"].values()]


def test_every_example_of_a_body_can_be_sent(reference: Json, client: TestClient) -> None:
    one = "/v1/timelines/{timeline}"
    for path in ("/v1/timelines", "/v1/sources"):
        [body] = examples(reference, path)
        post(client, path, body)
    for slug in ("lrt", "ohman"):
        post(client, "/v1/sources", {"slug": slug, "name": slug, "kind": "outlet"})
    timeline = "/v1/timelines/dprk-in-russia"
    post(client, f"{timeline}/incidents", {"slug": "combat-in-kursk", "title": "Combat in Kursk"})
    [body] = examples(reference, f"{one}/incidents")
    post(client, f"{timeline}/incidents", body)
    [body] = examples(reference, f"{one}/reports")
    report = post(client, f"{timeline}/reports", body)["report"]
    post(
        client,
        f"{timeline}/reports",
        a_report(key="dprk/r11", source="lrt", claims=[{"kind": "x-a", "statement": "b"}]),
    )
    for about in ("merge", "sign-off"):
        [body] = examples(reference, f"{one}/incidents/{{incident}}/{about}")
        post(client, f"{timeline}/incidents/clash-2024-10-25/{about}", body)
    for about in ("claims", "corrections", "grades", "withdrawals", "voids"):
        for body in examples(reference, f"/v1/reports/{{report}}/{about}"):
            post(client, f"/v1/reports/{report}/{about}", body)


def test_every_example_of_an_answer_has_its_shape(reference: Json) -> None:
    shapes = {RENAMED.get(name, name): shape for shape in ALL if (name := component(shape))}
    for path, method, operation in operations(reference):
        for answer in operation["responses"].values():
            content = answer.get("content", {}).get("application/json")
            if content is not None:
                shape = shapes[content["schema"]["$ref"].removeprefix(REF)]
                told = msgspec.to_builtins(msgspec.convert(content["example"], shape))
                assert content["example"].keys() <= told.keys(), (method, path)


def test_recorded_is_no_field_of_any_body(reference: Json) -> None:
    for path, _, operation in operations(reference):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            for shape in content["schema"].get("oneOf", [content["schema"]]):
                assert "recorded" not in shape.get("properties", {}), path


class Page(HTMLParser):
    """What a page points to, and what it holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids, self.links, self.tags = set[str](), set[str](), set[str]()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.ids |= {value for name, value in attrs if name == "id" and value}
        self.links |= {value for name, value in attrs if name in {"href", "src"} and value}


def test_the_page_is_whole_without_script_and_without_anybody_else(seeded: TestClient, reference: Json) -> None:
    answer = seeded.get("/docs")
    page = Page(answer.text)

    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert not page.tags & {"script", "img", "link", "iframe"}
    assert {link for link in page.links if not link.startswith("#")} == {"/openapi.json"}
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.ids
    assert {operation["operationId"] for _, _, operation in operations(reference)} <= page.ids
