// Which incidents are merged into another, told by the changes of their timeline.
import { address, get, Refusal } from '../../api/asking';
import type { IncidentFound, LedgerChange, Page } from '../../api/shapes';

/** Returns the slugs of the incidents whose claims count for this one now; none where that cannot be told. */
export async function mergedInto(timeline: string, incident: string): Promise<string[]> {
  try {
    const named = new Set<string>();
    let next: string | null = address(['timelines', timeline, 'changes'], { fact: 'incidents_merged', limit: 500 });
    while (next) {
      const page: Page<LedgerChange> = await get<Page<LedgerChange>>(next);
      for (const change of page.items) if (change.incident) named.add(change.incident);
      next = page.next;
    }
    const found = await Promise.all(
      [...named].map(async (slug) => ((await targetOf(timeline, slug)) === incident ? [slug] : [])),
    );
    return found.flat();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

async function targetOf(timeline: string, slug: string): Promise<string | undefined> {
  return (await get<IncidentFound>(address(['timelines', timeline, 'incidents', slug], { limit: 1 }))).merged_into;
}
