// What the filters offer: the kinds, places and voices that occur, asked for when somebody turns to the filters.
import type { Source, Summary } from '../api/shapes';
import { sources } from '../recording/sources.svelte';
import { Asked } from '../state/asked.svelte';
import { page } from '../state/page.svelte';

/** Of the whole timeline, whatever the clock says: what is offered must not jump while the clock is dragged. */
const EVERYTHING = { known_on: null, recorded_by: null };

export class Offers {
  readonly kindCounts = new Asked<Summary>();
  readonly #placeCounts = new Asked<Summary>();

  readonly kinds = $derived(distinct(this.kindCounts.answer?.items.map(({ kind }) => kind)));
  readonly places = $derived(
    distinct(this.#placeCounts.answer?.items.flatMap(({ country, admin1 }) => [country, admin1])),
  );
  /** Each with those who speak for it. */
  readonly voices: readonly [string, string][] = $derived(
    [...Map.groupBy(sources.items, ({ voice }) => voice)]
      .map(([voice, all]): [string, string] => [voice, spoken(all)])
      .sort(),
  );

  /** Asks for all of it, as of the newest that the page shows. */
  want(): void {
    const asked = { ...EVERYTHING, at_position: page.newest };
    this.kindCounts.want(page.of(['summary'], { by: 'kind', ...asked }));
    this.#placeCounts.want(page.of(['summary'], { by: 'country,admin1', ...asked }));
  }
}

function spoken(by: readonly Source[]): string {
  const own = by.find(({ slug, voice }) => slug === voice) ?? (by.length === 1 ? by[0] : undefined);
  return own?.name ?? `${by.length} sources`;
}

function distinct(values: (string | null | undefined)[] | undefined): string[] {
  return [...new Set(values?.filter((value) => value != null))].sort();
}
