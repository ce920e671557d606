"""Finds the Chromium in which the page is tested, or installs it where this user may."""

from __future__ import annotations

import os
import shutil

from tests.debian import see_to

NAMED = "TEST_CHROMIUM"
"""Names a browser to use in place of the system's."""
PACKAGES = ("chromium", "fonts-dejavu-core", "fonts-noto-cjk")
NEEDED = (
    f"The page is tested in Chromium, and there is none. On Debian, as root: apt-get install {' '.join(PACKAGES)}. "
    f"Elsewhere: name the program of one with {NAMED}"
)


def found() -> str | None:
    """Return the path of the browser, if there is one."""
    return shutil.which(os.environ.get(NAMED, "chromium"))


if __name__ == "__main__":
    see_to(found, () if NAMED in os.environ else PACKAGES, NEEDED)
