// Times as words: days and instants in the reader's zone, and fuzzy dates that never claim more than was said.
import type { FuzzyDate } from '../api/shapes';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const END_OF_DAY = /T23:59:59\.999999Z$/;
const ENGLISH = 'en-GB';

/** The zones to choose from: everywhere, where the first material happened, and where the reader is. */
export const ZONES: readonly string[] = [
  ...new Set(['UTC', 'Europe/Kyiv', 'Europe/Moscow', 'Asia/Seoul', Intl.DateTimeFormat().resolvedOptions().timeZone]),
];

/** Tells whether the browser knows a zone by this name. */
export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat(ENGLISH, { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Returns a day or an instant as short as it can be said: an instant that ends a day (UTC) is that day. */
export function shortest(moment: string): string {
  return END_OF_DAY.test(moment) ? moment.slice(0, 10) : moment;
}

/** Says a day, or an instant in a zone: "28 Oct 2024", "28 Oct 2024, 17:43 UTC". A day is the same in every zone. */
export function moment(said: string, zone = 'UTC'): string {
  const short = shortest(said);
  if (DAY.test(short)) return day(short);
  const at = new Date(short);
  if (Number.isNaN(at.getTime())) return said;
  const date = at.toLocaleDateString(ENGLISH, { day: 'numeric', month: 'short', year: 'numeric', timeZone: zone });
  const seconds = at.getUTCSeconds() || at.getUTCMilliseconds() ? { second: '2-digit' as const } : {};
  const time = at.toLocaleTimeString(ENGLISH, { hour: '2-digit', minute: '2-digit', ...seconds, timeZone: zone });
  return `${date}, ${time} ${zoneName(at, zone)}`;
}

/** Says a moment of the clock: a day is the same in every zone, and where that is not UTC, its end is said to be. */
export function clockMoment(said: string, zone: string): string {
  const short = shortest(said);
  return DAY.test(short) && zone !== 'UTC' ? `${day(short)} (its end in UTC)` : moment(short, zone);
}

/** Says a day: "28 Oct 2024". */
export function day(iso: string): string {
  const at = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return iso;
  return at.toLocaleDateString(ENGLISH, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
}

/** Says when something happened, as exactly as was said: "about 2024", "8 to 13 Oct 2024", "until 28 Oct 2024". */
export function occurred(date: FuzzyDate | null): string {
  if (!date) return 'date unknown';
  const [begin, end] = date.edtf.split('/');
  if (end === undefined) return part(begin ?? '');
  if (begin === '..' || begin === '') return `until ${part(end)}`;
  if (end === '..' || end === '') return `from ${part(begin ?? '')} on`;
  return `${part(begin ?? '')} to ${part(end)}`;
}

/** Returns the instant in milliseconds that a day or an instant means: a day means its end. */
export function millis(said: string): number {
  return Math.floor(micros(said) / 1_000);
}

/** Returns the same in microseconds, as exact as the ledger's own times are. */
export function micros(said: string): number {
  const instant = DAY.test(said) ? `${said}T23:59:59.999999Z` : said;
  const fraction = /\.(\d{1,6})/.exec(instant)?.[1] ?? '';
  return Date.parse(instant.replace(/\.\d+/, '')) * 1_000 + Number(fraction.padEnd(6, '0'));
}

/** Says part of an EDTF text: a year, a month, a day, with its doubts. */
function part(text: string): string {
  const bare = text.replace(/[~?%]$/, '');
  const said = bare.includes('X')
    ? unspecified(bare)
    : /^\d{4}-\d{2}$/.test(bare)
      ? month(bare)
      : DAY.test(bare)
        ? day(bare)
        : instant(bare);
  const doubt = text.slice(bare.length);
  if (doubt === '~') return `about ${said}`;
  if (doubt === '?') return `${said} (uncertain)`;
  return doubt === '%' ? `about ${said} (uncertain)` : said;
}

/** Says a date of which some digits are unspecified: "some month of 2024", "the 2020s". */
function unspecified(text: string): string {
  const [year = '', month_, date] = text.split('-');
  if (year.includes('X')) {
    return year.endsWith('XX')
      ? `the years ${year.slice(0, 2)}00 to ${year.slice(0, 2)}99`
      : `the ${year.slice(0, 3)}0s`;
  }
  if (date !== undefined && month_ !== 'XX') return `some day of ${month(`${year}-${month_}`)}`;
  return `some ${date === undefined ? 'month' : 'day'} of ${year}`;
}

function month(iso: string): string {
  const at = new Date(`${iso}-01T00:00:00Z`);
  return at.toLocaleDateString(ENGLISH, { month: 'short', year: 'numeric', timeZone: 'UTC' });
}

function instant(text: string): string {
  return text.includes('T') ? moment(text) : text;
}

function zoneName(at: Date, zone: string): string {
  if (zone === 'UTC') return 'UTC';
  const parts = new Intl.DateTimeFormat(ENGLISH, { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone;
}
