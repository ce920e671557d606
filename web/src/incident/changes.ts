// What changed about an incident or a claim, field by field, from before to after.
import type { Claim, Entry, Figure, FuzzyDate, Place, Status } from '../api/shapes';
import { figure, plain } from '../words/names';
import { moment, occurred } from '../words/times';
import { named, where, why } from './wording';

export type Change =
  | { kind: 'status'; field: string; before: Status | null; after: Status | null }
  | { kind: 'list'; field: string; added: string[]; removed: string[] }
  | { kind: 'text'; field: string; before: string | null; after: string | null };

const FIELDS: Readonly<Record<string, string>> = {
  status_basis: 'why',
  withheld_by: 'no comment from',
  retracted_by: 'taken back by',
  adverse_to: 'an admission for',
  occurred: 'happened',
  published: 'published',
  derived_from: 'derived from',
};
const LISTS = ['asserted_by', 'denied_by', 'withheld_by', 'retracted_by', 'admitted_by', 'adverse_to', 'derived_from'];
/** What a first step tells of an entry. */
const FIRST = ['status', 'status_basis', 'asserted_by', 'denied_by', 'withheld_by', 'occurred', 'place', 'figures'];
/** What is told before all else, and what after it. */
const ORDER = ['status', 'status_basis', ...LISTS, 'independent_voices', 'reports'];
const LATE = ['first_published', 'last_published'];

/** Tells what a step changed; of what was not known before, its main fields. Claims behind it are told elsewhere. */
export function changes<T extends Entry | Claim>(
  { before, after, changed }: { before: T | null; after: T | null; changed: string[] },
  zone: string,
): Change[] {
  if (!after) return [];
  const fields = before ? changed : FIRST.filter((field) => field in after && !isEmpty(value(after, field)));
  return fields.toSorted((a, b) => rank(a) - rank(b)).flatMap((field) => change(field, before, after, zone));
}

function rank(field: string): number {
  const place = ORDER.indexOf(field);
  return place >= 0 ? place : ORDER.length + LATE.indexOf(field) + 1;
}

function change(field: string, before: Entry | Claim | null, after: Entry | Claim, zone: string): Change[] {
  const [was, is] = [before && value(before, field), value(after, field)];
  const name = FIELDS[field] ?? plain(field);
  if (field === 'because') return [];
  if (field === 'status') return [{ kind: 'status', field: name, before: was as Status | null, after: is as Status }];
  if (field === 'figures') return ofFigures((was ?? []) as Figure[], is as Figure[]);
  if (field === 'report') return ofReports(was as Claim['report'], is as Claim['report'], zone);
  if (LISTS.includes(field)) {
    const [old, now] = [(was ?? []) as string[], is as string[]];
    const added = now.filter((item) => !old.includes(item));
    return [{ kind: 'list', field: name, added, removed: old.filter((item) => !now.includes(item)) }];
  }
  if (field === 'status_basis') return [{ kind: 'text', field: name, before: null, after: why(after as Entry) }];
  const said = (thing: Entry | Claim | null) => thing && text(field, thing, zone);
  return [{ kind: 'text', field: name, before: said(before), after: said(after) }];
}

function ofFigures(before: Figure[], after: Figure[]): Change[] {
  const said = (figures: Figure[]) => new Map(figures.map((one) => [key(one), figure(one)]));
  const [was, is] = [said(before), said(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => ({ kind: 'text', field: name, before: was.get(name) ?? null, after: is.get(name) ?? null }));
}

function key(one: Figure & { voice?: string }): string {
  return `${one.voice ? `${one.voice}: ` : ''}${plain(one.measure)}, ${plain(one.scope)}`;
}

function ofReports(before: Claim['report'], after: Claim['report'], zone: string): Change[] {
  const fields = ['source', 'title', 'url', 'published', 'published_basis'] as const;
  const said = (report: Claim['report'], field: (typeof fields)[number]) =>
    field === 'published' ? moment(report.published, zone) : report[field];
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({
      kind: 'text',
      field: field === 'published' ? field : `report’s ${plain(field)}`,
      before: said(before, field),
      after: said(after, field),
    }));
}

function text(field: string, thing: Entry | Claim, zone: string): string | null {
  const is = value(thing, field);
  if (field === 'independent_voices') return is === 0 ? 'none' : `at most ${String(is)}`;
  if (field === 'occurred') return occurred(is as FuzzyDate | null);
  if (field === 'place') return where(is as Place | null);
  if (field === 'chain') return (is as Claim['chain']).map(({ name }) => named(name).short).join(' → ');
  if (field === 'quote') return (is as Claim['quote'])?.exact ?? null;
  if (field === 'actors') return (is as Claim['actors']).map(({ name }) => name).join(', ') || null;
  if (field === 'signed_off') return ofSignOff(is as Entry['signed_off']);
  if (field === 'kind' || field === 'modality') return plain(is as string);
  if (field.endsWith('_published')) return moment(is as string, zone);
  if (typeof is === 'boolean') return is ? 'yes' : 'no';
  return is === null || is === undefined ? null : typeof is === 'number' ? is.toLocaleString('en-GB') : String(is);
}

function ofSignOff(signed: Entry['signed_off']): string | null {
  return signed && `by ${signed.by}: ${signed.rationale}`;
}

function value(thing: Entry | Claim, field: string): unknown {
  return (thing as unknown as Record<string, unknown>)[field];
}

function isEmpty(is: unknown): boolean {
  return is === null || is === undefined || (Array.isArray(is) && is.length === 0);
}
