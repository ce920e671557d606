"""The page opens in a browser, and whatever goes wrong there fails a test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.page.conftest import Driven
from tests.page.reading import Reader
from tests.page.sites import Site


def test_the_page_opens(reader: Reader, demo: Site) -> None:
    page = reader.open(demo)

    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_page_says_what_it_needs_where_scripts_are_off(reader: Reader, demo: Site) -> None:
    page = reader.open(demo, scripts=False)

    assert "This page needs JavaScript." in page.inner_text("body")


WRONG = {
    "an error in the console: oh no": "console.error('oh no')",
    "an exception: Error: oh no": "setTimeout(() => { throw new Error('oh no') })",
    "a request to somebody else: http://localhost:9/": "open('http://localhost:9/')",
    "against the policy: style-src-elem inline": (
        "document.head.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }))"
    ),
    "against the policy: style-src-attr inline": "document.body.setAttribute('style', 'color: red')",
    "against the policy: img-src data": "new Image().src = 'data:image/png;base64,'",
    "against the policy: connect-src http://localhost:9/": "fetch('http://localhost:9/').catch(() => 0)",
    "against the policy: require-trusted-types-for trusted-types-sink": "try { document.body.innerHTML = '' } catch {}",
    "the server responded with a status of 404 (Not Found) (/v1/nothing)": "await fetch('/v1/nothing')",
}


def test_a_reader_tells_what_went_wrong(browser: Browser, demo: Site) -> None:
    reader = Reader(browser)
    page = reader.open(demo)
    for script in WRONG.values():
        page.evaluate(f"async () => {{ {script} }}")

    with pytest.raises(AssertionError) as told:
        reader.close()

    assert [wrong for wrong in WRONG if wrong not in str(told.value)] == []


def test_a_reader_excuses_what_is_expected_and_only_that(browser: Browser, demo: Site) -> None:
    reader = Reader(browser)
    page = reader.open(demo)
    page.evaluate("() => fetch('/v1/nothing')")
    reader.expects(r"status of 404 .*/v1/nothing")
    reader.close()

    reader.expects("status of 409")
    with pytest.raises(AssertionError, match=r"\Aexpected, and not seen: status of 409\Z"):
        reader.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_reference_has_no_barriers(
    reader: Reader, demo: Site, axe: Callable[[Page], None], colours: Literal["light", "dark"]
) -> None:
    axe(reader.open(demo, "/docs", colours=colours))


def test_barriers_are_told_with_their_places(reader: Reader, demo: Site, axe: Callable[[Page], None]) -> None:
    page = reader.open(demo)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("() => document.querySelector('h1').append(document.createElement('button'))")

    with pytest.raises(AssertionError, match=r"button-name \(critical\): .*\n  at h1 > button\n    <button></button>"):
        axe(page)


def test_a_loop_can_be_run_between_two_tests_of_the_page(driven: Driven) -> None:
    async def answer() -> int:
        return 42

    for _ in range(2):
        assert asyncio.run(answer()) == 42
        with driven.awake() as browser:
            browser.new_context().close()
