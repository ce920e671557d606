// When something happened, as EDTF writes it (our subset): what a text bounds, what it means, how the picker writes one.
import { day, occurred } from '../words/times';

/** A text that is a date: its bounds [earliest, latest) in milliseconds UTC, null where open; or what is wrong with it. */
export type Read = { earliest: number | null; latest: number | null } | { wrong: string };

export const SHAPES = ['day', 'month', 'year', 'between', 'before', 'after'] as const;
export type Shape = (typeof SHAPES)[number];

/** What the picker holds; `from` and `to` are days, months or years, as the shape has it. */
export interface Picked {
  shape: Shape;
  from: string;
  to: string;
  isUncertain: boolean;
  isApproximate: boolean;
}

export const NOTHING_PICKED: Picked = { shape: 'day', from: '', to: '', isUncertain: false, isApproximate: false };

const CALENDAR = /^(\d{2}(?:\d{2}|\dX|XX))(?:-(\d{2}|XX)(?:-(\d{2}|XX))?)?$/;
const DAY_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const FIRST = Date.UTC(1000, 0, 1);
const END = Date.UTC(9999, 0, 1);
const DAY = 86_400_000;
const NO_DATE =
  'This is no date. Write 2024-10-25, 2024-10 or 2024, with a time 2024-10-25T18:30Z, ' +
  'or an interval: 2024-10-08/2024-10-13, ../2024-10-28, 2024-10-28/.. — each date may end in ?, ~ or %.';

/** Reads a text as the API will. */
export function readEdtf(text: string): Read {
  const slash = text.indexOf('/');
  const [begin, end] = slash < 0 ? [text, null] : [text.slice(0, slash), text.slice(slash + 1)];
  if (end === null) return bounds(begin) ?? { wrong: NO_DATE };
  if (begin === '..' && end === '..') return { wrong: 'An interval needs a date at one end at least.' };
  const from = begin === '..' ? { earliest: null } : bounds(begin);
  const to = end === '..' ? { latest: null } : bounds(end);
  if (!from || !to) return { wrong: NO_DATE };
  const read = { earliest: from.earliest, latest: to.latest };
  if (read.earliest !== null && read.latest !== null && read.latest <= read.earliest) {
    return { wrong: 'It ends before it begins. Write the earlier date first.' };
  }
  return read;
}

/** Says what a text means, in a sentence; null where it is no date. */
export function meaning(text: string): string | null {
  const read = readEdtf(text);
  if ('wrong' in read) return null;
  const words = occurred({ edtf: text, earliest: null, latest: null });
  const first = read.earliest === null ? null : day(iso(read.earliest));
  const last = read.latest === null ? null : day(iso(read.latest - 1));
  if (first === null) return `Means: ${words}, no later than the end of ${last}, UTC.`;
  if (last === null) return `Means: ${words}, no earlier than ${first}, UTC.`;
  if (text.includes('T')) return `Means: ${words}.`;
  return first === last ? `Means: ${words}, UTC.` : `Means: ${words}, some time from ${first} to ${last}, UTC.`;
}

/** Writes what was picked; '' while a date is missing. */
export function write({ shape, from, to, isUncertain, isApproximate }: Picked): string {
  const doubt = isUncertain ? (isApproximate ? '%' : '?') : isApproximate ? '~' : '';
  if (shape === 'between') return from && to ? `${from}${doubt}/${to}${doubt}` : '';
  if (!from) return '';
  if (shape === 'before') return `../${from}${doubt}`;
  return shape === 'after' ? `${from}${doubt}/..` : `${from}${doubt}`;
}

/** Returns what was picked in another shape, with as much of its dates as fits. */
export function reshaped(picked: Picked, shape: Shape): Picked {
  const length = shape === 'year' ? 4 : shape === 'month' ? 7 : 10;
  const fitting = (date: string) => (date.length >= length ? date.slice(0, length) : '');
  return { ...picked, shape, from: fitting(picked.from), to: shape === 'between' ? fitting(picked.to) : '' };
}

/** Finds what the picker would have to hold to write a text; null where it cannot. */
export function pick(text: string): Picked | null {
  if (!text) return { ...NOTHING_PICKED };
  const [begin = '', end] = text.split('/');
  const dated = begin === '..' ? (end ?? '') : begin;
  const doubt = /[?~%]$/.exec(dated)?.[0] ?? '';
  const bare = (part: string) => part.replace(/[?~%]$/, '');
  const picked: Picked = {
    shape: shapeOf(begin, end),
    from: bare(dated),
    to: begin !== '..' && end && end !== '..' ? bare(end) : '',
    isUncertain: doubt === '?' || doubt === '%',
    isApproximate: doubt === '~' || doubt === '%',
  };
  return write(picked) === text && isPickable(picked) ? picked : null;
}

function shapeOf(begin: string, end: string | undefined): Shape {
  if (end !== undefined) return begin === '..' ? 'before' : end === '..' ? 'after' : 'between';
  const length = begin.replace(/[?~%]$/, '').length;
  return length === 4 ? 'year' : length === 7 ? 'month' : 'day';
}

/** Tells whether the inputs of the picker can show it: a date input knows whole days only. */
function isPickable({ shape, from, to }: Picked): boolean {
  const form = shape === 'year' ? /^\d{4}$/ : shape === 'month' ? /^\d{4}-\d{2}$/ : /^\d{4}-\d{2}-\d{2}$/;
  return form.test(from) && (to === '' || form.test(to));
}

function bounds(text: string): { earliest: number; latest: number } | null {
  const plain = text.replace(/[?~%]$/, '');
  const found = plain.includes('T') ? dayTime(plain) : calendar(plain);
  return found && found.earliest >= FIRST && found.latest <= END ? found : null;
}

/** A time of day lasts as long as its last unit: a minute, or a second. */
function dayTime(text: string): { earliest: number; latest: number } | null {
  const match = DAY_TIME.exec(text);
  if (!match || dayAt(match[1] ?? '') === null) return null;
  const earliest = Date.parse(text);
  return { earliest, latest: earliest + (match[3] ? 1_000 : 60_000) };
}

function calendar(text: string): { earliest: number; latest: number } | null {
  const match = CALENDAR.exec(text);
  if (!match) return null;
  const [year = '', month = 'XX', date = 'XX'] = match.slice(1);
  const first = Number(year.replaceAll('X', '0'));
  const last = Number(year.replaceAll('X', '9'));
  if (first < 1000) return null; // Date.UTC takes the first hundred years for those after 1900
  if (month === 'XX') {
    return date === 'XX' ? { earliest: Date.UTC(first, 0, 1), latest: Date.UTC(last + 1, 0, 1) } : null;
  }
  if (first !== last || Number(month) < 1 || Number(month) > 12) return null;
  if (date === 'XX')
    return { earliest: Date.UTC(first, Number(month) - 1, 1), latest: Date.UTC(first, Number(month), 1) };
  const earliest = dayAt(`${year}-${month}-${date}`);
  return earliest === null ? null : { earliest, latest: earliest + DAY };
}

/** Returns when a day begins (UTC), null where the calendar has no such day. */
export function dayAt(text: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return Number.isNaN(at) || iso(at) !== text ? null : at;
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
