// Makes web/src/map/outlines.json, the borders that the page draws; docs/map.md tells how to run it.
import { geoArea } from 'd3-geo';
import { writeFileSync } from 'node:fs';
import { feature } from 'topojson-client';
import { borders } from './borders.mjs';
import { coarser } from './coarser.mjs';
import { pieces } from './pieces.mjs';

const TARGET = new URL('../src/map/outlines.json', import.meta.url);

const outlines = coarser(borders(pieces()));
refuseInsideOut(outlines);
writeFileSync(TARGET, JSON.stringify(outlines));

/** A ring that is wound the wrong way round would fill the globe. */
function refuseInsideOut(topology) {
  for (const object of Object.values(topology.objects)) {
    const wrong = feature(topology, object).features.filter((outline) => geoArea(outline) > 2 * Math.PI);
    if (wrong.length) throw new Error(`Inside out: ${wrong.map(({ id }) => id).join(', ')}`);
  }
}
