"""The page is light: what it loads, as it is sent, stays within budgets."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.page.reading import Reader
from tests.page.sites import Site

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "api" / "_page"
KB = 1_000
SCRIPTS_AT_ONCE = 80 * KB  # 60 is what we aim at
STYLES_AT_ONCE = 10 * KB
FIRST_VISIT = 250 * KB
LOADED = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .filter(({ name }) => !new URL(name).pathname.startsWith('/v1/'))
  .map(({ name, encodedBodySize }) => [new URL(name).pathname, encodedBodySize])"""
Manifest = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    """Give what the build says of its files: which loads which, at once or later."""
    told: Manifest = json.loads((BUILT / ".vite" / "manifest.json").read_text("utf-8"))
    return told


def at_once(manifest: Manifest) -> list[str]:
    """Return the parts that are loaded before anything shows."""
    found = ["index.html"]
    for part in found:
        found += [one for one in manifest[part].get("imports", []) if one not in found]
    return found


def sent(site: Site, *files: str) -> int:
    """Return how many bytes are sent for files, packed as browsers ask for them."""
    answers = [site.client.get(f"/{file}", headers={"Accept-Encoding": "gzip"}) for file in files]
    assert all(answer.status_code == 200 for answer in answers)
    return sum(int(answer.headers["content-length"]) for answer in answers)


def test_scripts_that_are_loaded_at_once_are_few(demo: Site, manifest: Manifest) -> None:
    assert sent(demo, *(manifest[part]["file"] for part in at_once(manifest))) <= SCRIPTS_AT_ONCE


def test_styles_that_are_loaded_at_once_are_few(demo: Site, manifest: Manifest) -> None:
    styles = {style for part in at_once(manifest) for style in manifest[part].get("css", [])}

    assert 0 < sent(demo, *styles) <= STYLES_AT_ONCE


def test_a_first_visit_with_its_map_loads_little(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, "/docs")
    with page.expect_response("**/assets/outlines-*.json"):
        page.goto("/")
    expect(page.get_by_text("Loading…")).to_have_count(0)

    loaded = dict(page.evaluate(LOADED))
    assert "/" in loaded
    assert 0 not in loaded.values()
    assert sum(loaded.values()) <= FIRST_VISIT, loaded


def test_index_names_just_what_is_loaded_at_once(manifest: Manifest) -> None:
    page = (BUILT / "index.html").read_text("utf-8")
    parts = [manifest[part] for part in at_once(manifest)]

    named = set(re.findall(r'(?:src|href)="\./([^"]+\.(?:js|css))"', page))
    assert named == {part["file"] for part in parts} | {style for part in parts for style in part.get("css", [])}


def test_parts_that_are_fetched_when_they_are_shown_are_not_loaded_at_once(manifest: Manifest) -> None:
    asked = {
        Path(path).stem
        for file in (ROOT / "web" / "src").rglob("*.svelte")
        for path in re.findall(r"import\('([^']+)'\)", file.read_text("utf-8"))
    }

    later = {part for told in manifest.values() for part in told.get("dynamicImports", [])}
    assert asked
    assert {manifest[part]["name"] for part in later} == asked
    assert later.isdisjoint(at_once(manifest))
