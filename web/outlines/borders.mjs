// Countries and regions in one topology, merged from the pieces that they are made of.
import { merge } from 'topojson-client';
import { topology } from 'topojson-server';
import { countryNameOf, DETAILED } from './policy.mjs';

/** Returns the topology of all countries, and of the regions of those that are drawn in detail. */
export function borders(features) {
  const laid = topology({ pieces: { type: 'FeatureCollection', features } });
  const land = laid.objects.pieces.geometries;
  const drawn = land.filter(({ properties: { code, country } }) => DETAILED.has(country) && !code.endsWith('~'));
  // Laid anew, so that lines end where outlines meet, and no longer at the corners of regions that are not drawn.
  return topology({
    countries: collection(laid, by('country', land), ({ country }) => ({ name: countryNameOf(country) })),
    regions: collection(laid, by('code', drawn), ({ name, country }) => ({ name, c: country })),
  });
}

function by(property, geometries) {
  const groups = new Map();
  for (const geometry of geometries) {
    const key = geometry.properties[property];
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(geometry);
  }
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
}

function collection(laid, groups, about) {
  const features = groups.map(([id, parts]) => ({
    type: 'Feature',
    id,
    properties: about(parts[0].properties),
    geometry: merge(laid, parts),
  }));
  return { type: 'FeatureCollection', features };
}
