"""Looks for barriers on the page by the rules of axe-core."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
MISSING = "axe-core is not installed with the page's own packages. Run: make clean setup"


def no_barriers(page: Page) -> None:
    """Fail if axe finds a violation on the page as it is now shown, and tell where, and what would help."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": _axe()})  # as the debugger, whom the page's policy does not stop
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    session.detach()
    violations = found["violations"]
    assert not violations, "\n".join(map(_told, violations))


@cache
def _axe() -> str:
    assert AXE.is_file(), MISSING
    return AXE.read_text("utf-8")


def _told(violation: dict[str, Any]) -> str:
    places = "".join(
        f"\n  at {' '.join(map(str, node['target']))}\n    {node['html'][:200]}\n    "
        + node["failureSummary"].replace("\n", "\n    ")
        for node in violation["nodes"]
    )
    return f"{violation['id']} ({violation['impact']}): {violation['help']}{places}"
