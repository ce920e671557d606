"""Refuses to build a package without the page in it, which hatchling would do without a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PageIsThere(BuildHookInterface[BuilderConfig]):
    """Looks before a package is built; an editable one serves whatever the checkout holds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Stop, where the page is missing."""
        if version != "editable" and not Path(self.root, "api", "_page", "index.html").is_file():
            self.app.abort("The page is not built, so the package would lack it. Build it first: python web/build.py")
