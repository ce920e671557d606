"""The seed files can be replayed as they stand, and hold what their README says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(SEEDS.glob("*.yaml"))
README = (SEEDS / "README.md").read_text("utf-8")
WIDTH = 120
DOCUMENTS = {path: yaml.safe_load(path.read_text("utf-8")) for path in FILES}
TIMES = frozenset({"occurred", "published", "recorded", "accessed"})


class Entry(NamedTuple):
    """One object of a list: which list, and what it says."""

    key: str
    body: dict[str, Any]


def replay(files: Iterable[Path]) -> list[Entry]:
    """Return every object in the order in which a replay takes it."""
    entries = [Entry(key, body) for path in files for key, bodies in DOCUMENTS[path].items() for body in bodies]
    return sorted(entries, key=lambda entry: str(entry.body["recorded"]))


def reports() -> list[dict[str, Any]]:
    """Return the reports as they stand after the corrections of their own fields."""
    found = {entry.body["key"]: dict(entry.body) for entry in replay(FILES) if entry.key == "reports"}
    for entry in replay(FILES):
        if entry.key == "corrections" and "claim" not in entry.body:
            found[entry.body["report"]] |= entry.body["changes"]
    return list(found.values())


def public(published: str) -> datetime:
    """Return the moment from which the public could know: a day counts as its last microsecond, UTC."""
    return datetime.fromisoformat(published if "T" in published else f"{published}T23:59:59.999999Z")


def named(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every list and slug that a report needs to be known."""
    yield "timelines", report["timeline"]
    for claim in [report, *report["claims"]]:
        for slug in [*claim.get("chain", []), *claim.get("derived_from", [])]:
            yield "sources", slug
        if "incident" in claim:
            yield "incidents", claim["incident"]


def mappings(node: yaml.Node, place: str) -> Iterator[tuple[str, list[tuple[str, yaml.Node]]]]:
    """Yield the fields of every mapping from a node down, each with the name of the field that holds it."""
    if isinstance(node, yaml.MappingNode):
        fields = [(name.value, value) for name, value in node.value]
        yield place, fields
        for name, value in fields:
            yield from mappings(value, name)
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from mappings(item, place)


def written(path: Path) -> list[tuple[str, list[tuple[str, yaml.Node]]]]:
    """Return the mappings of a file as they are written, which a loaded document no longer tells."""
    root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    return [] if root is None else list(mappings(root, path.name))


def test_the_seeds_hold_as_many_objects_as_the_readme_counts() -> None:
    counted = Counter({entry.key: 0 for entry in replay(FILES)})
    slugs = {(entry.key, entry.body["slug"]) for entry in replay(FILES) if "slug" in entry.body}
    counted.update(key for key, _ in slugs)
    claims = sum(len(report["claims"]) for report in reports())
    assert (
        f"{counted['timelines']} timeline, {counted['sources']} sources, {counted['incidents']} incidents, "
        f"{len(reports())} reports (`dprk/r01` to `dprk/r52`) with {claims} claims."
    ) in README


def test_a_key_names_one_report() -> None:
    keys = [entry.body["key"] for entry in replay(FILES) if entry.key == "reports"]
    assert sorted(keys) == [f"dprk/r{number:02}" for number in range(1, 53)]


def test_everything_named_is_recorded_before() -> None:
    known: set[tuple[str, str]] = set()
    for key, body in replay(FILES):
        needed = named(body) if key == "reports" else [("timelines", body["timeline"])] if key == "incidents" else []
        assert set(needed) <= known, body["key" if key == "reports" else "slug"]
        known.add((key, body.get("slug", "")))


def test_every_source_and_incident_is_needed_by_a_report() -> None:
    used = {name for report in reports() for name in named(report)}
    assert used == {(key, body["slug"]) for key, body in replay(FILES) if "slug" in body}


@given(st.permutations(FILES))
def test_the_replay_is_the_same_in_whatever_order_the_files_come(files: list[Path]) -> None:
    assert replay(files) == replay(FILES)


def test_a_report_is_a_transaction_of_its_own() -> None:
    together = Counter(entry.body["recorded"] for entry in replay(FILES))
    assert {together[report["recorded"]] for report in reports()} == {1}


def test_nothing_is_recorded_before_it_was_public_or_in_the_future() -> None:
    for _, body in replay(FILES):
        recorded = datetime.fromisoformat(body["recorded"])
        assert public(body.get("published", "2024-10-04")) < recorded < datetime.now(UTC), body


def test_the_denial_of_the_clash_was_public_before_and_recorded_after_30_october() -> None:
    words = [
        (claim["stance"], report["published"][:10], report["recorded"][:10])
        for report in reports()
        for claim in report["claims"]
        if claim["incident"] == "clash-2024-10-25"
    ]
    assert [word for word in words if word[0] == "denies"] == [("denies", "2024-10-28", "2024-11-02")]
    assert ("asserts", "2024-10-28", "2024-10-29") in words
    assert all(recorded <= "2024-10-31" for stance, _, recorded in words if stance == "asserts")


def test_a_correction_changes_what_was_recorded_before() -> None:
    seen: dict[str, dict[str, Any]] = {}
    for key, body in replay(FILES):
        if key == "reports":
            seen[body["key"]] = body
            seen |= {f"{body['key']} {claim['ref']}": claim for claim in body["claims"]}
        if key == "corrections":
            before = seen[f"{body['report']} {body.get('claim', '')}".strip()]
            assert body["reason"]
            assert all(before[field] != value for field, value in body["changes"].items())


def test_the_readme_counts_how_published_is_known() -> None:
    counted = Counter(report["published_basis"] for report in reports())
    assert counted == {basis: int(n) for basis, n in re.findall(r"^- `(\w+)` \((\d+)\):", README, re.MULTILINE)}


def test_the_readme_counts_the_reports_known_on_a_day() -> None:
    days = ["2024-10-17", "2024-10-28", "2024-10-31", "2025-09-02"]
    counted = [sum(public(report["published"]) <= public(day) for report in reports()) for day in days]
    assert f"| {', '.join(map(str, counted))} |" in README


def test_the_readme_names_the_reports_without_url_and_those_graded_and_derived() -> None:
    without = sorted(f"`{report['key'][5:]}`" for report in reports() if "url" not in report)
    graded = [entry for entry in replay(FILES) if entry.key == "sources" and "reliability" in entry.body]
    derived = {r["key"][5:] for r in reports() if any("derived_from" in claim for claim in r["claims"])}
    assert without == re.findall(r"`r\d\d`", README.split("have no URL:")[1].split("\n\n")[0])
    assert f"{len(graded)} sources get a first reliability" in README
    assert derived == set(re.findall(r"r\d\d", README.split("itself says so:")[1].split("\n\n")[0]))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_easy_to_read_and_hard_to_misread(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [line for line in text.splitlines() if len(line) > WIDTH and not line.startswith("    url: ")] == []
    assert not any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader))
    for _, fields in written(path):
        names = [name for name, _ in fields]
        assert len(names) == len(set(names)), names
        assert all(isinstance(v, yaml.ScalarNode) and v.style == '"' for name, v in fields if name in TIMES), names


def test_objects_of_one_kind_have_their_fields_in_one_order() -> None:
    before = {
        (place, first, second)
        for path in FILES
        for place, fields in written(path)
        for (first, _), (second, _) in combinations(fields, 2)
    }
    assert {(place, second, first) for place, first, second in before} & before == set()
