// Where things happened, counted: by region where one is known and drawn, else by country, else nowhere on the map.
import type { Status, SummaryItem } from '../api/shapes';
import { STATUSES } from '../words/statuses';

/** What is known of one region or country. */
export interface Counted {
  code: string;
  total: number;
  byStatus: ReadonlyMap<Status, number>;
}

/** The counts of what is drawn, and how many are not on the map. */
export interface Places {
  regions: ReadonlyMap<string, Counted>;
  countries: ReadonlyMap<string, Counted>;
  nowhere: number;
}

/** Sorts counted items to the regions and countries that are drawn. */
export function placed(
  items: readonly SummaryItem[],
  isRegion: (code: string) => boolean,
  isCountry: (code: string) => boolean,
): Places {
  const regions = new Map<string, Map<Status, number>>();
  const countries = new Map<string, Map<Status, number>>();
  let nowhere = 0;
  for (const { admin1, country, status, incidents } of items) {
    if (!status) continue;
    const land = country ?? admin1?.slice(0, 2);
    if (admin1 && isRegion(admin1)) add(regions, admin1, status, incidents);
    else if (land && isCountry(land)) add(countries, land, status, incidents);
    else nowhere += incidents;
  }
  return { regions: summed(regions), countries: summed(countries), nowhere };
}

/** Returns the statuses that there are, with their numbers, in the order of the legend. */
export function statusesOf({ byStatus }: Counted): [Status, number][] {
  return STATUSES.flatMap((status) => {
    const count = byStatus.get(status);
    return count ? [[status, count] as [Status, number]] : [];
  });
}

function add(to: Map<string, Map<Status, number>>, code: string, status: Status, count: number): void {
  const counts = to.get(code) ?? new Map<Status, number>();
  to.set(code, counts.set(status, (counts.get(status) ?? 0) + count));
}

function summed(counts: ReadonlyMap<string, Map<Status, number>>): ReadonlyMap<string, Counted> {
  return new Map(
    [...counts].map(([code, byStatus]) => [
      code,
      { code, byStatus, total: [...byStatus.values()].reduce((a, b) => a + b, 0) },
    ]),
  );
}
