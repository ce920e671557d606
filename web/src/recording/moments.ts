// Published moments, as a day or an instant with its offset: how they are read, written and bounded.
import { moment } from '../words/times';
import { dayAt } from './edtf';

/** An instant in parts, as inputs hold it. */
export interface MomentParts {
  date: string;
  time: string;
  offset: string;
}

const DAY = 86_400_000;
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(\.\d{1,6})?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const FIRST = Date.UTC(1000, 0, 1);
const END = Date.UTC(9999, 0, 1);

/** The offsets in use on Earth. */
export const OFFSETS: readonly string[] = [
  ...Array.from({ length: 27 }, (_, hour) => offset((hour - 12) * 60)),
  ...[-570, -210, 210, 270, 330, 345, 390, 525, 570, 630, 765].map(offset),
].sort((one, other) => minutes(one) - minutes(other));

/** Returns when a moment was, in milliseconds: a day counts as its end, UTC. Null where it is none. */
export function momentAt(text: string): number | null {
  const match = INSTANT.exec(text);
  const start = dayAt(match?.[1] ?? text);
  if (start === null) return null;
  const at = match ? Date.parse(text) : start + DAY - 1;
  return at < FIRST || at >= END ? null : at;
}

/** Returns when the day (UTC) of a moment began. */
export function dayStart(text: string): number {
  return Math.floor((momentAt(text) ?? 0) / DAY) * DAY;
}

/** Returns the end of tomorrow, UTC: what is published later is a slip. */
export function endOfTomorrow(now: number): number {
  return (Math.floor(now / DAY) + 2) * DAY - 1;
}

/** Says what a moment means; null where it is none. */
export function momentMeaning(text: string): string | null {
  if (momentAt(text) === null) return null;
  return text.includes('T') ? `${moment(text)}.` : `${moment(text)}: counts as the end of that day, UTC.`;
}

/** Takes a moment apart; null where inputs could not show it. */
export function partsOf(text: string): MomentParts | null {
  if (!text) return { date: '', time: '', offset: 'Z' };
  if (dayAt(text) !== null) return { date: text, time: '', offset: 'Z' };
  const [, date = '', time = '', fraction, zone = 'Z'] = INSTANT.exec(text) ?? [];
  return date && !fraction && OFFSETS.includes(zone) ? { date, time, offset: zone } : null;
}

/** Puts a moment together; '' without a date. */
export function joined({ date, time, offset: zone }: MomentParts): string {
  return date && time ? `${date}T${time}${zone}` : date;
}

function offset(of: number): string {
  if (of === 0) return 'Z';
  const two = (value: number) => String(value).padStart(2, '0');
  return `${of < 0 ? '-' : '+'}${two(Math.floor(Math.abs(of) / 60))}:${two(Math.abs(of) % 60)}`;
}

function minutes(of: string): number {
  if (of === 'Z') return 0;
  const [hours, rest] = of.slice(1).split(':').map(Number);
  return (of.startsWith('-') ? -1 : 1) * ((hours ?? 0) * 60 + (rest ?? 0));
}
