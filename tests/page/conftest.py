"""Sites and readers: the service as served, and a browser in which it is read."""

from __future__ import annotations

from asyncio import AbstractEventLoop, _get_running_loop, _set_running_loop
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.page import chromium
from tests.page.accessibility import no_barriers
from tests.page.reading import PATIENCE_MS, Reader, a_reader
from tests.page.sites import Site, a_site

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


class Driven(NamedTuple):
    """A browser, and the loop by which it is driven.

    Between the tests of the page the loop must not count as running, or no other test of this process could run one.
    """

    browser: Browser
    loop: AbstractEventLoop | None

    @contextmanager
    def awake(self) -> Iterator[Browser]:
        """Give the browser for the time of a test."""
        _set_running_loop(self.loop)
        try:
            yield self.browser
        finally:
            _set_running_loop(None)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a site with the seeds; tests only read it."""
    with a_site(tmp_path_factory.mktemp("demo"), seeded=True) as site:
        yield site


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Site]:
    """Give an empty site for one test."""
    with a_site(tmp_path) as site:
        yield site


@pytest.fixture(scope="session")
def driven() -> Iterator[Driven]:
    """Give Chromium, one for a process that tests: to start it takes longer than most tests do."""
    program = chromium.found()
    assert program is not None, chromium.NEEDED
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        driven = Driven(playwright.chromium.launch(executable_path=program, args=ARGUMENTS), _get_running_loop())
        _set_running_loop(None)
        yield driven
        _set_running_loop(driven.loop)
        driven.browser.close()


@pytest.fixture
def browser(driven: Driven) -> Iterator[Browser]:
    """Give the browser."""
    with driven.awake() as browser:
        yield browser


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """Give somebody who opens the page, and fails the test if anything went wrong in the browser."""
    with a_reader(browser) as reader:
        yield reader


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Give what fails the test where a page has barriers."""
    return no_barriers
