// What the browser keeps of a draft, for as long as the tab is open.
import { blankReport, copyOf, type ReportDraft } from './draft';

/** Returns the draft that was left for a timeline, null where there is none, or it cannot be read. */
export function keptDraft(timeline: string): ReportDraft | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(nameOf(timeline)) ?? 'null') as ReportDraft | null;
    if (!kept?.claims.length) return null;
    return { ...blankReport(), ...kept, claims: kept.claims.map(copyOf) };
  } catch {
    return null; // storage may be off, or hold what an older page wrote
  }
}

/** Keeps a draft; null forgets it. */
export function keepDraft(timeline: string, draft: ReportDraft | null): void {
  try {
    if (draft) sessionStorage.setItem(nameOf(timeline), JSON.stringify(draft));
    else sessionStorage.removeItem(nameOf(timeline));
  } catch {
    // without storage the form works all the same
  }
}

function nameOf(timeline: string): string {
  return `asknown.draft.${timeline}`;
}
