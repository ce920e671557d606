// The stops of the clock: which of them a moment lies at, and where their labels stand.
import type { Moment } from '../api/shapes';
import { micros } from '../words/times';

/** Returns the index of the last stop at or before a moment: all of them without one, -1 before the first. */
export function stopAt(stops: readonly Moment[], moment: string | undefined): number {
  if (!moment) return stops.length;
  const at = micros(moment);
  let low = 0;
  let high = stops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (micros((stops[middle] as Moment).at) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Returns how far along the slider, from 0 to 1, a stop stands; it begins at -1 where a moment lies before them all. */
export function alongOf(index: number, count: number, least: number): number {
  return (index - least) / Math.max(1, count - least);
}

/** A label under the slider: how far along it stands, from 0 to 1. */
export interface Label {
  along: number;
  text: string;
}

/** Returns a label for the first stop of each month, as many as have room beside each other. */
export function labels(stops: readonly Moment[], apart: number, least: number): Label[] {
  const found: Label[] = [];
  let month = '';
  for (const [index, { at }] of stops.entries()) {
    const along = alongOf(index, stops.length, least);
    const isNew = at.slice(0, 7) !== month;
    month = at.slice(0, 7);
    const last = found.at(-1);
    if (isNew && along <= 1 - apart && (!last || along - last.along >= apart)) {
      found.push({ along, text: monthOf(at) });
    }
  }
  return found;
}

function monthOf(at: string): string {
  return new Date(at).toLocaleDateString('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
}
