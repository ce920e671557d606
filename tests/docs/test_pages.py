"""The pages hang together: links lead somewhere, every page is reached, words and forms are kept."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import PAGES, ROOT, anchors, links, prose, read


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_repository_leads_somewhere(page: str) -> None:
    inner = [link for link in links(page) if "://" not in link]

    assert [link for link in inner if not _exists(page, link)] == []


def _exists(page: str, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
    if not target.exists():
        return False
    return not anchor or anchor in anchors(target.relative_to(ROOT).as_posix())


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, following = set[str](), ["README.md"]
    while following:
        page = following.pop()
        reached.add(page)
        targets = [
            ((ROOT / page).parent / link.partition("#")[0]).resolve() for link in links(page) if "://" not in link
        ]
        following += {path.relative_to(ROOT).as_posix() for path in targets if path.suffix == ".md"} - reached

    assert set(PAGES) - reached == set()


@pytest.mark.parametrize("page", PAGES)
def test_documents_never_say_event_alone(page: str) -> None:
    said = re.sub(r'"Event"|[`*]+[^`*]+[`*]+|https?://\S+', "", prose(page))

    assert re.findall(r"(?i).*\bevents?\b(?![- ](?:sourc|store|loop)).*", said) == []


@pytest.mark.parametrize("page", PAGES)
def test_documents_name_only_targets_that_make_has(page: str) -> None:
    targets = re.findall(r"(?m)^([\w-]+):", read("Makefile"))

    assert set(re.findall(r"[`\n]make ([\w-]+)", read(page))) <= set(targets)


@pytest.mark.parametrize("page", [page for page in PAGES if re.match(r"docs/decisions/\d", page)])
def test_every_decision_tells_context_choice_and_cost(page: str) -> None:
    assert re.findall(r"(?m)^\*\*(\w+)\.\*\* ", read(page)) == ["Context", "Choice", "Cost"]
