"""The Markdown pages of the repository, taken apart: tables, examples, headings and links."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("seeds/*.md"), *ROOT.glob("tests/*.md"))
)
_FENCE = re.compile(r"^```(\w*) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`]+)`")


class Example(NamedTuple):
    """A fenced block: its language, the file that it stands for, if it names one, and what stands in it."""

    language: str
    file: str
    text: str


def read(page: str) -> str:
    """Return the text of a page, by its path in the repository."""
    return (ROOT / page).read_text("utf-8")


def prose(page: str) -> str:
    """Return a page without its examples."""
    return _FENCE.sub("", read(page))


def examples(page: str) -> list[Example]:
    """Return the fenced blocks of a page in order."""
    return [Example(*found) for found in _FENCE.findall(read(page))]


def table(page: str, heading: str) -> list[list[str]]:
    """Return the rows of the tables below a heading, down to the next heading, without their heads."""
    section = re.split(rf"(?m)^#+ {re.escape(heading)}$", prose(page), maxsplit=1)[1]
    lines = re.split(r"(?m)^#+ ", section, maxsplit=1)[0].splitlines()
    found: list[list[str]] = []
    for before, line in pairwise(lines):
        if before.startswith("|") and line.startswith("| "):
            found.append([cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")])
    return found


def codes(text: str) -> list[str]:
    """Return what is set as code."""
    return _CODE.findall(text)


def column(page: str, heading: str, number: int = 0) -> list[str]:
    """Return the code in a column of the tables below a heading."""
    return [code for row in table(page, heading) for code in codes(row[number])]


def links(page: str) -> list[str]:
    """Return where a page leads."""
    return _LINK.findall(prose(page))


def anchors(page: str) -> set[str]:
    """Return the names by which the headings of a page can be linked to."""
    headings = re.findall(r"(?m)^#+ (.+)$", prose(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
