// The outlines of regions and countries, as features to draw; fetched once, when the map is first shown.
import type { Feature, FeatureCollection, Geometry } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { places } from '../words/places.svelte';
import address from './outlines.json?url';

interface Named {
  name: string;
  c?: string;
}
export type Outline = Feature<Geometry, Named> & { id: string };

export interface Outlines {
  regions: ReadonlyMap<string, Outline>;
  countries: ReadonlyMap<string, Outline>;
}

type Drawn = Topology<{ regions: GeometryCollection<Named>; countries: GeometryCollection<Named> }>;

let fetched: Promise<Outlines> | undefined;

/** Returns the outlines by their ISO 3166 codes. Throws where they cannot be fetched. */
export function outlines(): Promise<Outlines> {
  fetched ??= fetchAll().catch((error: unknown) => {
    fetched = undefined; // so that it can be tried again
    throw error;
  });
  return fetched;
}

async function fetchAll(): Promise<Outlines> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The outlines of the map: ${answer.status}`);
  const drawn = (await answer.json()) as Drawn;
  const regions = byCode(feature(drawn, drawn.objects.regions));
  const countries = byCode(feature(drawn, drawn.objects.countries));
  places.drawn = new Map([...countries, ...regions].map(([code, { properties }]) => [code, properties.name]));
  return { regions, countries };
}

function byCode(collection: FeatureCollection<Geometry, Named>): ReadonlyMap<string, Outline> {
  return new Map(collection.features.map((one) => [String(one.id), one as Outline]));
}
