"""The outlines that the map draws have recognised borders, known codes, and a size that loads quickly."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from itertools import accumulate, pairwise

import msgspec
import pytest

from tests.docs.pages import ROOT, codes, table
from timeline.places import COUNTRIES

BYTES = (ROOT / "web/src/map/outlines.json").read_bytes()
DETAILED = {"BY", "EE", "KP", "KR", "LT", "LV", "MD", "PL", "RU", "UA"}
UKRAINE = "05 07 09 12 14 18 21 23 26 30 32 35 40 43 46 48 51 53 56 59 61 63 65 68 71 74 77"
DISPUTED = [(row[0], *codes(row[1] + row[2])) for row in table("docs/map.md", "Disputed areas")]
LARGEST = 130_000


class Polygon(msgspec.Struct, tag=True):
    """An outline of one piece: rings of arcs, whose points are followed backwards where their number is ~arc."""

    id: str
    properties: dict[str, str]
    arcs: list[list[int]]

    @property
    def polygons(self) -> list[list[list[int]]]:
        """The pieces, each with its outer ring first."""
        return [self.arcs]


class MultiPolygon(msgspec.Struct, tag=True):
    """An outline of several pieces."""

    id: str
    properties: dict[str, str]
    arcs: list[list[list[int]]]

    @property
    def polygons(self) -> list[list[list[int]]]:
        """The pieces, each with its outer ring first."""
        return self.arcs


Outline = Polygon | MultiPolygon


class Outlines(msgspec.Struct):
    """One object of the file."""

    geometries: list[Outline]


class Grid(msgspec.Struct):
    """How steps on the grid become degrees."""

    scale: tuple[float, float]
    translate: tuple[float, float]


class Topology(msgspec.Struct):
    """The file: each arc is a point and the steps from it."""

    objects: dict[str, Outlines]
    arcs: list[list[tuple[int, int]]]
    transform: Grid


TOPOLOGY = msgspec.json.decode(BYTES, type=Topology)
REGIONS = {one.id: one for one in TOPOLOGY.objects["regions"].geometries}
OUTLINES = {one.id: one for one in TOPOLOGY.objects["countries"].geometries}


def points(ring: list[int]) -> list[tuple[float, float]]:
    """Return a ring's points, in degrees: longitude and latitude."""
    (east, north), (west, south) = TOPOLOGY.transform.scale, TOPOLOGY.transform.translate
    found = []
    for arc in ring:
        steps = TOPOLOGY.arcs[max(arc, ~arc)]
        line = [
            (x * east + west, y * north + south) for x, y in accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]))
        ]
        found += line if arc >= 0 else line[::-1]
    return found


def holds(outline: Outline, lon: float, lat: float) -> bool:
    """Tell whether a point lies inside: a line from it to the east crosses the rings an odd number of times."""
    crossings = 0
    for ring in (ring for polygon in outline.polygons for ring in polygon):
        for (x1, y1), (x2, y2) in pairwise(points(ring)):
            crossings += (y1 > lat) != (y2 > lat) and lon < x1 + (x2 - x1) * (lat - y1) / (y2 - y1)
    return crossings % 2 == 1


def arcs(outline: Outline) -> list[int]:
    """Return the arcs of an outline, whichever way they are followed."""
    return [max(arc, ~arc) for polygon in outline.polygons for ring in polygon for arc in ring]


def turned(ring: list[int]) -> float:
    """Return the area to the left of a ring, in square degrees, over the antimeridian too."""
    steps = [((x2 - x1 + 180) % 360 - 180, (y1 + y2) / 2) for (x1, y1), (x2, y2) in pairwise(points(ring))]
    return -sum(width * height for width, height in steps)


def test_a_region_belongs_to_the_country_of_its_code() -> None:
    assert [code for code, region in REGIONS.items() if region.properties["c"] != code[:2]] == []


def test_every_region_of_ukraine_is_there() -> None:
    assert {code for code in REGIONS if code.startswith("UA-")} == {f"UA-{number}" for number in UKRAINE.split()}


def test_every_country_that_a_claim_can_name_has_an_outline_but_the_smallest() -> None:
    assert set(OUTLINES) == COUNTRIES - {"VA"}


def test_every_region_that_the_seeds_name_is_there() -> None:
    named = {
        code for path in ROOT.glob("seeds/*.yaml") for code in re.findall(r"admin1: (\S+)", path.read_text("utf-8"))
    }

    assert named
    assert named <= set(REGIONS)


@pytest.mark.parametrize(("area", "country", "at"), DISPUTED, ids=lambda value: value.replace(" ", "-"))
def test_a_disputed_area_is_drawn_with_the_country_that_the_documents_name(area: str, country: str, at: str) -> None:
    lon, lat = (float(degrees) for degrees in at.split(","))

    assert [code for code, outline in OUTLINES.items() if holds(outline, lon, lat)] == [country], area


def test_crimea_is_no_part_of_russia() -> None:
    assert holds(OUTLINES["UA"], 34.1, 45.0)
    assert holds(REGIONS["UA-43"], 34.1, 45.0)
    assert not holds(OUTLINES["RU"], 34.1, 45.0)


@pytest.mark.parametrize("country", sorted(DETAILED))
def test_regions_fill_their_country_without_gap_or_overlap(country: str) -> None:
    uses = Counter(arc for region in REGIONS.values() if region.properties["c"] == country for arc in arcs(region))

    assert {arc for arc, times in uses.items() if times == 1} == set(arcs(OUTLINES[country]))
    assert set(uses.values()) <= {1, 2}


def test_regions_are_drawn_where_the_documents_say_so() -> None:
    assert {region.properties["c"] for region in REGIONS.values()} == DETAILED


def test_regions_of_one_country_can_be_told_apart_by_name() -> None:
    names = Counter((region.properties["c"], region.properties["name"]) for region in REGIONS.values())

    assert [name for name, times in names.items() if times > 1] == []


def test_no_outline_is_inside_out() -> None:
    """Of one that is, d3-geo would fill the globe; Antarctica lies around a pole, where no side is the left one."""
    outer = [(one.id, polygon[0]) for one in [*OUTLINES.values(), *REGIONS.values()] for polygon in one.polygons]

    assert [code for code, ring in outer if code != "AQ" and turned(ring) >= 0] == []


def test_the_file_loads_quickly() -> None:
    assert len(gzip.compress(BYTES)) <= LARGEST
