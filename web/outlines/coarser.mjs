// Fewer points: as many as the page can show where regions are drawn, few elsewhere, and no islets.
import { feature, quantize } from 'topojson-client';
import { filter, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from 'topojson-simplify';

const KM2 = 1 / 6371 ** 2; // in steradians
const QUANTA = 1e5; // across the Earth: 400 m at the equator

/**
 * A corner goes when its triangle is less than this share of the smallest outline that it belongs to, within bounds;
 * a piece of land goes when it is an islet, unless its outline has none that is larger.
 */
const REGIONS = { share: 1 / 3000, least: 5 * KM2, most: 50 * KM2, islet: 10 * KM2 };
const ELSEWHERE = { share: 1 / 2000, least: 30 * KM2, most: 400 * KM2, islet: 1000 * KM2 };

/** Returns the topology with fewer points, on a grid; what was a common border is one still. */
export function coarser(borders) {
  const topology = presimplify(withoutIslets(borders), sphericalTriangleArea);
  smallestCorners(topology).forEach((corner, arc) => {
    for (const point of topology.arcs[arc]) point[2] /= corner;
  });
  holdOpen(topology);
  return withoutSpecks(quantize(simplify(topology, 1), QUANTA));
}

function withoutIslets(topology) {
  const detailed = arcsOf(topology.objects.regions.geometries);
  const kept = new Set();
  for (const polygons of outlinesOf(topology)) {
    const sizes = polygons.map(([ring]) => areaOf(topology, ring));
    const largest = Math.max(...sizes);
    polygons.forEach(([ring], i) => {
      const { islet } = detailed.has(unsigned(ring[0])) ? REGIONS : ELSEWHERE;
      if (sizes[i] >= Math.min(islet, largest)) ring.forEach((arc) => kept.add(unsigned(arc)));
    });
  }
  return filter(topology, (ring) => ring.some((arc) => kept.has(unsigned(arc))));
}

function smallestCorners(topology) {
  const detailed = arcsOf(topology.objects.regions.geometries);
  const corners = topology.arcs.map(() => Infinity);
  for (const polygons of outlinesOf(topology)) {
    const area = polygons.reduce((sum, [ring]) => sum + areaOf(topology, ring), 0);
    for (const arc of new Set(polygons.flat(2).map(unsigned))) {
      const { share, least, most } = detailed.has(arc) ? REGIONS : ELSEWHERE;
      corners[arc] = Math.min(corners[arc], most, Math.max(least, share * area));
    }
  }
  return corners;
}

/** A short ring may have shrunk to a line, or turned inside out: keep as many points as span half of it. */
function holdOpen(topology) {
  for (const [ring] of outlinesOf(topology).flat()) {
    if (ring.length > 2) continue;
    const alone = { ...topology, arcs: ring.map((arc) => topology.arcs[unsigned(arc)]) };
    const sides = ring.map((arc, i) => (arc < 0 ? ~i : i));
    const whole = areaOf(alone, sides);
    const heaviest = alone.arcs.flatMap((arc) => arc.slice(1, -1)).sort((one, other) => other[2] - one[2]);
    for (const point of heaviest) {
      const left = areaOf(simplify(alone, 1), sides) / whole;
      if (left > 1 / 2 && left < 2) break;
      point[2] = Infinity;
    }
  }
}

/** What is thinner than the grid has no inside left, which d3-geo would take for the whole globe: Vatican City. */
function withoutSpecks(topology) {
  const left = filter(topology, (ring) => areaOf(topology, ring) > 0);
  for (const object of Object.values(left.objects)) object.geometries = object.geometries.filter(({ type }) => type);
  return left;
}

/** Returns, in steradians, what lies to the right of a ring. */
function areaOf(topology, ring) {
  return sphericalRingArea(feature(topology, { type: 'Polygon', arcs: [ring] }).geometry.coordinates[0]);
}

function outlinesOf({ objects }) {
  return Object.values(objects).flatMap(({ geometries }) => geometries.map(polygonsOf));
}

function polygonsOf({ type, arcs }) {
  return type === 'Polygon' ? [arcs] : arcs;
}

function arcsOf(geometries) {
  return new Set(geometries.flatMap(polygonsOf).flat(2).map(unsigned));
}

/** An arc that a ring follows backwards is written as ~arc. */
function unsigned(arc) {
  return arc < 0 ? ~arc : arc;
}
