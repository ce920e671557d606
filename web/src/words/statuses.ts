// What stands beside a status, so that no word stands bare: its mark, its meaning, and who stands behind it.
import type { Entry, Status } from '../api/shapes';

/** In the order of the legend: from the surest to the least sure, then what is not asserted. */
export const STATUSES: readonly Status[] = [
  'confirmed',
  'corroborated',
  'reported',
  'disputed',
  'denied',
  'retracted',
  'unsupported',
  'mentioned',
];

/** A status in one sentence. */
export const MEANINGS: Readonly<Record<Status, string>> = {
  confirmed: 'Somebody admits it against their own interest, or an editor has signed it off.',
  corroborated: 'At least two voices that nothing is known to join assert it.',
  reported: 'One voice asserts it, or only unnamed sources do.',
  disputed: 'It is asserted, and denied by as many outsiders as assert it.',
  denied: 'Nobody asserts it, and a named voice denies it.',
  retracted: 'Whoever asserted it took it back.',
  unsupported: 'Nothing but withheld words, or a denial by somebody unnamed.',
  mentioned: 'It is spoken of, and nobody takes a side.',
};

/** Shapes (paths in a box of 12 by 12), so that colour never speaks alone. */
export const SHAPES: Readonly<Record<Status, string>> = {
  confirmed: 'M6 .5 11.5 6 6 11.5 .5 6Z', // a full diamond
  corroborated: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8Z', // a full disc
  reported: 'M6 .8a5.2 5.2 0 1 1 0 10.4A5.2 5.2 0 0 1 6 .8ZM6 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z', // a ring
  disputed: 'M6 .5 11.7 11H.3ZM5.2 4v3.8h1.6V4ZM5.2 8.6V10h1.6V8.6Z', // a triangle with a bang
  denied: 'M2 .6 6 4.6l4-4L11.4 2l-4 4 4 4L10 11.4l-4-4-4 4L.6 10l4-4-4-4Z', // a cross
  retracted: 'M11.5 4.9H4.6l2.3-2.3L5.5 1.2.7 6l4.8 4.8 1.4-1.4-2.3-2.3h6.9Z', // an arrow back
  unsupported: 'M1 1h10v10H1ZM3 3v6h6V3Z', // an empty square
  mentioned: 'M1 4.9h10v2.2H1Z', // a dash
};

/** Says how many voices, never more than the chains allow. */
export function voices(count: number): string {
  if (count === 0) return 'no independent voice';
  return `at most ${count} independent ${count === 1 ? 'voice' : 'voices'}`;
}

/** Says who stands behind a status, most telling first. */
export function beside(entry: Entry): string[] {
  return orSilence(entry, [...sides(entry), ...counted(entry)]);
}

/** Says the same where a line may be cut off: how many voices there are comes first. */
export function besideCountFirst(entry: Entry): string[] {
  return orSilence(entry, [...counted(entry), ...sides(entry)]);
}

function counted({ independent_voices }: Entry): string[] {
  return independent_voices ? [voices(independent_voices)] : [];
}

function sides(entry: Entry): string[] {
  const said: string[] = [];
  if (entry.admitted_by.length) said.push(`admitted by ${entry.admitted_by.join(', ')}`);
  if (entry.signed_off) said.push(`signed off by ${entry.signed_off.by}`);
  if (entry.denied_by.length) said.push(`denied by ${entry.denied_by.join(', ')}`);
  if (entry.retracted_by.length) said.push(`taken back by ${entry.retracted_by.join(', ')}`);
  if (entry.status_basis === 'unnamed_only') said.push('unnamed sources only');
  return said;
}

function orSilence({ withheld_by }: Entry, said: string[]): string[] {
  return said.length || !withheld_by.length ? said : [`no comment from ${withheld_by.join(', ')}`];
}

/** Says how many reports assert it. */
export function reports(count: number): string {
  return `${count} ${count === 1 ? 'report' : 'reports'}`;
}
