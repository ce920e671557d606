// Which claims led to a step, gathered by the reports that made them.
import type { Claim } from '../api/shapes';
import { named } from './wording';

export interface Cause {
  key: string;
  /** "Jonas Ohman in LRT": who speaks, and where it was published. */
  label: string;
  claims: { id: string; ref: string }[];
}

/** Returns the causes of a step; claims that are not known from here are gathered at the end. */
export function causes(because: readonly string[], claims: ReadonlyMap<string, Claim>): Cause[] {
  const found = new Map<string, Cause>();
  for (const id of because) {
    const claim = claims.get(id);
    const label = claim ? speaker(claim) : 'claims not shown here';
    const key = `${claim?.report.id ?? ''} ${label}`;
    const cause = found.get(key) ?? { key, label, claims: [] };
    if (claim) cause.claims.push({ id, ref: claim.ref });
    found.set(key, cause);
  }
  return [...found.values()].sort((a, b) => Number(a.claims.length === 0) - Number(b.claims.length === 0));
}

/** Says who speaks in a claim: the last of its chain who has a name, and its publisher. */
function speaker({ chain }: Claim): string {
  const [publisher] = chain;
  const origin = chain.findLast(({ kind }) => kind !== 'unnamed') ?? chain.at(-1);
  if (!publisher || !origin) return 'a claim';
  const [short, outlet] = [named(origin.name).short, named(publisher.name).short];
  return origin === publisher ? short : `${short} in ${outlet}`;
}
