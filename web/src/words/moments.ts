// Moments as a reader types them: a day, or an instant with its offset, and never one that has not come anywhere.
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;
const FARTHEST_AHEAD = 24 * 3_600_000; // no clock is so wrong: nearer the future, the API decides
const EARLIEST = Date.parse('1000-01-01');

/** Returns what is wrong with a moment, or null. */
export function wrongMoment(said: string, now: number = Date.now()): string | null {
  if (!DAY.test(said) && !INSTANT.test(said)) {
    return `"${said}" is no moment; allowed: a day as 2024-10-28, or an instant as 2024-10-28T17:43:00Z`;
  }
  const at = Date.parse(said);
  if (Number.isNaN(at) || (DAY.test(said) && new Date(at).toISOString().slice(0, 10) !== said)) {
    return `"${said}" is in no calendar`;
  }
  if (at < EARLIEST) return `"${said}" is too early; allowed: years from 1000 on`;
  if (at > now + FARTHEST_AHEAD) return `"${said}" has not come yet`;
  return null;
}
