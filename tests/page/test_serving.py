"""The page is served as files that cannot change, and may load nothing but what this service serves."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

import api.page
from tests.api.telling import a_client, get, problem
from tests.page.sites import Site
from timeline.service import Timeline

BUILT = Path(__file__).parents[2] / "api" / "_page"
FILES = sorted((BUILT / "assets").glob("*"), key=lambda file: file.stat().st_size, reverse=True)
ASSETS = [f"/assets/{file.name}" for file in FILES] or ["/assets/of-a-page-that-is-not-built"]
SCRIPT = next((asset for asset in ASSETS if asset.endswith(".js")), ASSETS[0])
KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """Give a client of an empty service."""
    with Timeline.in_memory() as timeline:
        yield a_client(timeline)


class Inline(HTMLParser):
    """What a page holds of its own, and what it points to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found, self.links, self._tag = list[str](), list[str](), ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag = tag
        self.found += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self._tag = ""

    def handle_data(self, data: str) -> None:
        if self._tag in {"script", "style"} and data.strip():
            self.found.append(data)


def test_the_page_may_load_nothing_from_elsewhere_and_run_nothing_written_into_it(client: TestClient) -> None:
    policy = dict(part.partition(" ")[::2] for part in client.get("/").headers["content-security-policy"].split("; "))

    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "svelte-trusted-html",
    }


def test_the_page_is_careful_and_asked_for_again(client: TestClient) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-cache",
        "vary": "Accept-Encoding",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }.items() <= answer.headers.items()


def test_the_page_holds_no_script_and_no_style_and_points_to_us_alone(client: TestClient) -> None:
    page = Inline(client.get("/").text)

    assert page.found == []
    assert page.links
    assert [link for link in page.links if urlsplit(link).netloc or urlsplit(link).scheme] == []
    assert {link.removeprefix(".") for link in page.links} - {*ASSETS} == {"/docs"}


@pytest.mark.parametrize("asset", ASSETS)
def test_an_asset_is_kept_for_ever_and_packed_where_that_is_taken(client: TestClient, asset: str) -> None:
    plain, packed = client.get(asset, headers=PLAIN), client.get(asset, headers={"Accept-Encoding": "br, gzip"})

    contents = (BUILT / asset.removeprefix("/")).read_bytes()
    assert plain.content == packed.content == contents
    for answer in (plain, packed):
        assert answer.headers["content-type"] == KINDS[asset.rpartition(".")[2]]
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in plain.headers
    is_packed = len(contents) > 1_000
    assert packed.headers.get("content-encoding") == ("gzip" if is_packed else None)
    assert (int(packed.headers["content-length"]) < int(plain.headers["content-length"])) is is_packed
    assert (packed.headers["etag"] != plain.headers["etag"]) is is_packed


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("GZIP, deflate", True),
        ("br;q=1.0, gzip; q=0.5", True),
        ("", False),
        ("identity", False),
        ("deflate, gzip;q=0", False),
        ("gzip; q=0.000", False),
        ("gzippy", False),
    ],
)
def test_only_who_takes_gzip_gets_it(client: TestClient, accepted: str, *, is_packed: bool) -> None:
    answer = client.get(SCRIPT, headers={"Accept-Encoding": accepted})

    assert ("content-encoding" in answer.headers) is is_packed


@pytest.mark.parametrize("path", ["/", ASSETS[0]])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_who_has_a_file_already_is_told_so(client: TestClient, path: str, encoding: str) -> None:
    given = {"Accept-Encoding": encoding}
    first = client.get(path, headers=given)

    again = client.get(path, headers=given | {"If-None-Match": first.headers["etag"]})
    other = client.get(path, headers=given | {"If-None-Match": '"something else"'})

    assert (again.status_code, again.content) == (304, b"")
    kept = ("etag", "cache-control", "vary", "content-security-policy")
    assert {name: again.headers[name] for name in kept} == {name: first.headers[name] for name in kept}
    assert (other.status_code, other.content) == (200, first.content)


def test_an_address_that_pins_a_position_is_still_packed_for_those_alone_who_take_it(client: TestClient) -> None:
    path = f"{SCRIPT}?at_position=1"
    packed, plain = client.get(path, headers={"Accept-Encoding": "gzip"}), client.get(path, headers=PLAIN)

    assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)


@pytest.mark.parametrize("path", ["/", *ASSETS])
def test_head_tells_what_get_would(demo: Site, path: str) -> None:
    told, shown = demo.client.head(path), demo.client.get(path)

    assert (told.status_code, told.content) == (200, b"")
    assert _lasting(told) == _lasting(shown)


def _lasting(answer: Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}


@pytest.mark.parametrize("path", ["/", ASSETS[0]])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written_to_the_page(client: TestClient, method: str, path: str) -> None:
    problem(client.request(method, path), 405)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/nothing.js",
        "/assets/",
        "/assets",
        "/assets/.",
        "/assets/..",
        "/assets/../index.html",
        "/assets/../../page.py",
        "/assets/%2e%2e",
        "/assets/%2e%2e/index.html",
        "/assets/..%2findex.html",
        "/assets/..%2f..%2fpage.py",
        "/assets/..%5cindex.html",
        "/assets/.built-from",
        "/assets/..%2f.built-from",
        "/assets/%2fetc%2fpasswd",
        "/assets//etc/passwd",
        "/assets/index%00.js",
        "/assets/%ff",
        f"/assets/{'a' * 5_000}",
        "/index.html",
        "/_page/index.html",
        "/.vite/manifest.json",
    ],
    ids=lambda path: path[:40],
)
def test_nothing_else_can_be_fetched(demo: Site, path: str) -> None:
    where = urlsplit(demo.url)
    connection = HTTPConnection(where.hostname or "", where.port)  # sends a path as it stands
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()

    assert (answer.status, answer.headers["Content-Type"]) == (404, "application/problem+json")
    assert b'"/docs#' in body


def test_a_page_that_is_not_built_says_how_to_and_the_api_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.page, "BUILT", tmp_path)
    with Timeline.in_memory() as timeline:
        client = a_client(timeline)
        answer = client.get("/")

        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "The page is not built here: run <code>make setup</code>." in answer.text
        assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
        problem(client.get(ASSETS[0]), 404)
        assert get(client, "/v1/timelines")["items"] == []


def test_a_page_built_anew_is_not_mixed_with_the_one_that_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.page, "BUILT", tmp_path)
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("before")
    (tmp_path / "assets" / "before.js").write_text("1")
    with Timeline.in_memory() as timeline:
        client = a_client(timeline)
        (tmp_path / "index.html").write_text("after")
        (tmp_path / "assets" / "before.js").unlink()

        assert (client.get("/", headers=PLAIN).text, client.get("/").text) == ("before", "before")
        assert client.get("/assets/before.js").text == "1"


def test_what_is_packed_unpacks(demo: Site) -> None:
    where = urlsplit(demo.url)
    connection = HTTPConnection(where.hostname or "", where.port)
    connection.request("GET", SCRIPT, headers={"Accept-Encoding": "gzip"})
    body = connection.getresponse().read()
    connection.close()

    assert gzip.decompress(body) == (BUILT / SCRIPT.removeprefix("/")).read_bytes()
