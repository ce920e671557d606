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
  const said =
    best !== null
      ? number(best)
      : low !== null && high !== null
        ? low === high
          ? number(low)
          : `${number(low)} to ${number(high)}`
        : low !== null
          ? `${number(low)} or more`
          : high !== null
            ? `up to ${number(high)}`
            : 'no number any more';
  return qualifier ? `${qualifier} ${best === null && low !== null && high === null ? number(low) : said}` : said;
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
