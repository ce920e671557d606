"""One who reads the page in a browser, and notes all that must not happen there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebError

from tests.page.sites import Site

PATIENCE_MS = 30_000
"""How long something may take to show, on a machine that does much else."""
TELLS_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', (told) =>
  console.error(`against the policy: ${told.effectiveDirective} ${told.blockedURI} ${told.sample}`));
"""
SETTLED = "() => new Promise((done) => setTimeout(() => setTimeout(done)))"
"""What was on its way to the console is there by then."""


class Reader:
    """Opens the page, each time as somebody who was never there before."""

    def __init__(self, browser: Browser) -> None:
        self._browser, self._expected = browser, list[str]()
        self._contexts, self._scripted = list[BrowserContext](), list[BrowserContext]()
        self.wrong: list[str] = []
        """What went wrong so far: errors in the console, exceptions, requests to somebody else."""

    def open(
        self,
        site: Site,
        address: str = "/",
        *,
        colours: Literal["light", "dark"] = "light",
        size: tuple[int, int] = (1280, 900),
        scripts: bool = True,
        moving: bool = False,
        forced_colours: bool = False,
        timezone: str = "UTC",
    ) -> Page:
        """Open an address of a site. The reader wants nothing to move unless told otherwise, so that no test waits."""
        context = self._browser.new_context(
            base_url=site.url,
            color_scheme=colours,
            forced_colors="active" if forced_colours else "none",
            java_script_enabled=scripts,
            locale="en-GB",
            permissions=["clipboard-read", "clipboard-write"],
            reduced_motion="no-preference" if moving else "reduce",
            timezone_id=timezone,
            viewport={"width": size[0], "height": size[1]},
        )
        self._contexts.append(context)
        self._scripted += [context] if scripts else []
        context.set_default_timeout(PATIENCE_MS)
        self._watch(context, site)
        page = context.new_page()
        page.goto(address)
        return page

    def expects(self, error: str) -> None:
        """Excuse errors of the console that hold a pattern; there must be one, or the test fails."""
        self._expected.append(error)

    def close(self) -> None:
        """Leave, and tell all that went wrong as one failure."""
        for context in self._contexts:
            for page in context.pages if context in self._scripted else ():
                page.evaluate(SETTLED)
            context.close()
        unexcused = [told for told in self.wrong if not any(re.search(one, told) for one in self._expected)]
        unseen = [one for one in self._expected if not any(re.search(one, told) for told in self.wrong)]
        told = [*unexcused, *(f"expected, and not seen: {one}" for one in unseen)]
        assert not told, "\n".join(told)

    def _watch(self, context: BrowserContext, site: Site) -> None:
        def requested(request: Request) -> None:
            if not request.url.startswith((f"{site.url}/", f"blob:{site.url}/")):
                self.wrong.append(f"a request to somebody else: {request.url}")

        def said(message: ConsoleMessage) -> None:
            if message.type == "error":
                path = urlsplit(message.location.get("url", "")).path
                self.wrong.append(f"an error in the console: {message.text} ({path})")

        def thrown(error: WebError) -> None:
            self.wrong.append(f"an exception: {error.error.stack or error.error.message}")

        context.on("request", requested)
        context.on("console", said)
        context.on("weberror", thrown)
        context.add_init_script(TELLS_VIOLATIONS)


@contextmanager
def a_reader(browser: Browser) -> Iterator[Reader]:
    """Give a reader, who tells at the end what went wrong, unless the test has failed by itself."""
    reader = Reader(browser)
    yield reader
    reader.close()
