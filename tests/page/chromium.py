"""Finds the Chromium in which the page is tested, or installs it where this user may."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

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


def install() -> None:
    """Install the browser, and fonts that cover what the page shows, by the packages of Debian."""
    quietly = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", "-qq", *step], env=quietly, check=False, stdout=subprocess.DEVNULL)  # noqa: S603, S607 - ours, and wherever apt-get is


if __name__ == "__main__":
    if not found() and NAMED not in os.environ and os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    if not found():
        sys.stderr.write(f"{NEEDED}.\n")  # no failure: all but the tests does without
