// The changes right before and behind a moment, where the slider has too many to stop at each.
import { get } from '../api/asking';
import type { Moment, Moments } from '../api/shapes';
import { micros } from '../words/times';

type At = (from: string | null, to: string | null) => string;

/** Returns the last change before a moment and behind another; thinned or not, the API tells the last of a stretch. */
export async function before(at: At, from: string | null, to: string): Promise<Moment | null> {
  const { items } = await get<Moments>(at(from, instant(micros(to) - 1)));
  return items.at(-1) ?? null;
}

/** Returns the first change behind a moment: stretch by stretch, until the API tells each one. */
export async function behind(at: At, from: string, to: string | null): Promise<Moment | null> {
  const { items, thinned } = await get<Moments>(at(from, to));
  const [first] = items;
  return first && thinned ? behind(at, from, first.at) : (first ?? null);
}

/** Says an instant of so many microseconds. */
function instant(at: number): string {
  const second = new Date(Math.floor(at / 1_000_000) * 1_000).toISOString().slice(0, 19);
  return `${second}.${String(at % 1_000_000).padStart(6, '0')}Z`;
}
