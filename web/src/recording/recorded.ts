// What recording something came to: the receipt of the API, and how statuses changed by it.
import { address, get } from '../api/asking';
import type { IncidentFound, LedgerChange, Page, Status } from '../api/shapes';

/** What the API answers to a write. */
export interface Receipt {
  position: number;
  recorded: string | null;
  already_known?: boolean;
  report?: string;
  claims?: string[];
}

/** How an incident stands after a write: `from` is null where it was on no timeline, `to` where it is on none now. */
export interface Outcome {
  incident: string;
  title: string;
  from: Status | null;
  to: Status | null;
  isChanged: boolean;
}

/** Returns the newest position, for what has changed since. */
export async function newestPosition(timeline: string): Promise<number> {
  return (await get<Page<unknown>>(address(['timelines', timeline, 'reports'], { limit: 1 }))).as_of.position;
}

/** Where to look for what a write changed. */
export interface Where {
  timeline: string;
  /** A position before the write. */
  since: number;
  /** Incidents to tell of though no fact names them. */
  also?: readonly string[];
}

/** Returns how every incident that a write touched stands after it. */
export async function outcomes(receipt: Receipt, { timeline, since, also = [] }: Where): Promise<Outcome[]> {
  const changes = await changesOf(timeline, since, receipt);
  const moved = new Map<string, { from: Status | null; to: Status | null }>();
  for (const { incident, from, to } of changes.flatMap(({ transitions }) => transitions)) {
    moved.set(incident, { from: moved.has(incident) ? (moved.get(incident)?.from ?? null) : from, to });
  }
  const touched = changes.flatMap(({ incident }) => (incident ? [incident] : []));
  const named = [...new Set([...moved.keys(), ...touched, ...also])];
  return Promise.all(named.map((incident) => outcome(timeline, incident, receipt.position, moved.get(incident))));
}

/** Returns the changes of one transaction: they share the moment they were recorded at. */
async function changesOf(timeline: string, since: number, receipt: Receipt): Promise<LedgerChange[]> {
  const found: LedgerChange[] = [];
  let next: string | null = address(['timelines', timeline, 'changes'], { since, min_position: receipt.position });
  while (next) {
    const page: Page<LedgerChange> = await get<Page<LedgerChange>>(next);
    found.push(...page.items.filter(({ recorded }) => recorded === receipt.recorded));
    next = page.items.some(({ position }) => position >= receipt.position) ? null : page.next;
  }
  return found;
}

async function outcome(
  timeline: string,
  incident: string,
  position: number,
  moved: { from: Status | null; to: Status | null } | undefined,
): Promise<Outcome> {
  const path = address(['timelines', timeline, 'incidents', incident], { limit: 1, min_position: position });
  const found = await get<IncidentFound>(path);
  const entry = found.merged_into ? null : found.entry; // a merged incident answers with its target
  const now = entry?.status ?? null;
  const title = entry?.title ?? (found.merged_into ? `Its claims count for ${found.merged_into} now.` : '');
  return moved
    ? { incident, title, ...moved, isChanged: moved.from !== moved.to }
    : { incident, title, from: now, to: now, isChanged: false };
}

/** Says what became of an incident: "clash-2024-10-25: disputed → reported". */
export function outcomeWords({ incident, from, to, isChanged }: Outcome): string {
  if (!isChanged) return to ? `${incident} stays ${to}` : `${incident} is on no timeline`;
  if (!from) return `${incident} is new: ${to}`;
  return to ? `${incident}: ${from} → ${to}` : `${incident}: was ${from}, is on the timeline no longer`;
}
