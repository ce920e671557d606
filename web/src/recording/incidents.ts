// Which incidents a timeline has, asked so that a missing one is no error.
import { address, get } from '../api/asking';
import type { Entry, IncidentFound, LedgerChange, Page } from '../api/shapes';

/** Tells whether an incident of this slug was opened, though nobody may speak of it yet. */
export async function isOpened(timeline: string, incident: string): Promise<boolean> {
  const asked = { fact: 'incident_opened', incident, limit: 1 };
  const { items } = await get<Page<LedgerChange>>(address(['timelines', timeline, 'changes'], asked));
  return items.length > 0;
}

/** Returns how an incident stands now, null where it does not, or was never opened. */
export async function entryOf(timeline: string, incident: string): Promise<Entry | null> {
  if (!(await isOpened(timeline, incident))) return null;
  return (await get<IncidentFound>(address(['timelines', timeline, 'incidents', incident], { limit: 1 }))).entry;
}
