// Wire names as words: kinds, measures, scopes, fields, facts.

/** Says a wire name: "clash_reported" is "clash reported", "x-drone-strike" is "drone strike". */
export function plain(name: string): string {
  return name.replace(/^x-/, '').replaceAll(/[_-]/g, ' ');
}

/** Says a figure with its bounds and its qualifier: "at least 3,000", "1,000 to 1,500". */
export function figure({
  low,
  high,
  best,
  qualifier,
}: {
  low: number | null;
  high: number | null;
  best: number | null;
  qualifier: string | null;
}): string {
  const number = (value: number) => value.toLocaleString('en-GB');
  if (best !== null) return joined(qualifier, number(best));
  if (low !== null && high !== null) {
    return joined(qualifier, low === high ? number(low) : `${number(low)} to ${number(high)}`);
  }
  if (low !== null)
    return SAYS_LEAST.test(qualifier ?? '')
      ? joined(qualifier, number(low))
      : joined(qualifier, `${number(low)} or more`);
  if (high !== null)
    return SAYS_MOST.test(qualifier ?? '')
      ? joined(qualifier, number(high))
      : joined(qualifier, `up to ${number(high)}`);
  return 'no number any more';
}

const SAYS_LEAST = /at least|more than|over|above|surpass|exceed|no fewer|minimum|not less/i;
const SAYS_MOST = /at most|up to|less than|fewer than|under|below|no more|maximum/i;

function joined(qualifier: string | null, said: string): string {
  return qualifier ? `${qualifier} ${said}` : said;
}

/** What the rules for counting voices say of a claim. */
export const RULES: Readonly<Record<string, string>> = {
  counts: 'counts: the first assertion of a voice that nothing joins to one heard before',
  same_origin: 'does not count again: it comes from a source that was heard before',
  same_voice: 'does not count again: another source of the same voice was heard before',
  linked: 'does not count: its voice is linked to one heard before',
  derived: 'does not count: its word derives from one heard before, or that one from it',
  unnamed: 'does not count: nobody named stands behind it',
  superseded: 'does not count any more: its voice says otherwise by now',
  no_assertion: 'asserts nothing, or nothing but figures',
};
