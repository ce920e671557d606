"""A service that answers slowly, or otherwise than it should: what a network does to a page."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, Route

Let = Callable[[], None]


def hold(page: Page, addresses: re.Pattern[str]) -> Let:
    """Hold back the answers at some addresses; what is returned lets them go, and those that come later."""
    held: list[Route] = []
    is_held = True

    def answer(route: Route) -> None:
        if is_held:
            held.append(route)
        else:
            route.continue_()

    def let() -> None:
        nonlocal is_held
        is_held = False
        for route in held:
            route.continue_()
        held.clear()

    page.route(addresses, answer)
    return let


def answer(page: Page, addresses: re.Pattern[str], *, status: int, body: str) -> Let:
    """Answer for the service at some addresses; what is returned ends that."""

    def instead(route: Route) -> None:
        route.fulfill(status=status, body=body, content_type="text/html")

    page.route(addresses, instead)
    return lambda: page.unroute(addresses, instead)
