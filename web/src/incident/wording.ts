// What an incident and its claims say, as short English: why a status, where, how it was put.
import type { Claim, Entry, Place, Stance } from '../api/shapes';
import { plain } from '../words/names';
import { beside, reports } from '../words/statuses';

/** Says names as a list: "UA", "UA and ROK", "UA, ROK and US". */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** Says what stands behind an entry's status, part by part. */
export function behind(entry: Entry): string[] {
  const said = beside(entry);
  const silent = entry.withheld_by.length ? `no comment from ${entry.withheld_by.join(', ')}` : '';
  if (silent && !said.includes(silent)) said.push(silent);
  return [...said, reports(entry.reports)];
}

/** Says why an entry has its status. */
export function why(entry: Entry): string {
  const says = (names: string[], one: string, more: string) => `${listed(names)} ${names.length === 1 ? one : more}`;
  switch (entry.status_basis) {
    case 'admitted':
      return `${says(entry.admitted_by, 'says so against its own interest', 'say so against their own interest')}.`;
    case 'signed_off':
      return 'It is asserted, and an editor has signed it off.';
    case 'outside_denials':
      return `It is asserted, but ${says(entry.denied_by, 'denies', 'deny')} it: no fewer outsiders than independent voices that assert it.`;
    case 'independent_voices':
      return `${entry.independent_voices} voices, or groups of voices, assert it, and nothing is known to join them.`;
    case 'single_voice':
      return `All who assert it count as one voice: ${listed(entry.asserted_by)}.`;
    case 'unnamed_only':
      return 'Only unnamed sources assert it.';
    case 'named_denial':
      return `Nobody asserts it, and ${says(entry.denied_by, 'denies', 'deny')} it.`;
    case 'taken_back':
      return `Nobody asserts it any more: ${says(entry.retracted_by, 'has', 'have')} taken it back.`;
    case 'no_named_word':
      return 'There are only withheld words, or a denial by somebody unnamed.';
    case 'no_word':
      return 'It is spoken of, and nobody takes a side.';
    default:
      return plain(entry.status_basis);
  }
}

const NEARNESS: Readonly<Record<string, string>> = {
  exact: 'exact spot',
  vicinity: 'within about 100 m',
  locality: 'within about 1 km',
};

/** Says where, no nearer than was said: "somewhere in Kursk Oblast (region)". */
export function where(place: Place | null): string {
  if (!place) return 'place unknown';
  const { name, precision } = place;
  if (!precision) return name;
  const near = NEARNESS[precision];
  if (near) return `${name} (${near})`;
  const isArea = !/^(near|in|around|off|between|along)\b/i.test(name);
  return isArea ? `somewhere in ${name} (${precision})` : `${name} (${precision})`;
}

/** Says a source's name and its office apart: "Jonas Ohman", "head of Blue/Yellow". */
export function named(name: string): { short: string; office: string } {
  const [, short, comma, bracket] = /^(.+?)(?:, (.+)| \(([^()]+)\))$/.exec(name) ?? [];
  return short ? { short, office: comma ?? bracket ?? '' } : { short: name, office: '' };
}

/** What the day of publication rests on. */
export const PUBLISHED_BASES: Readonly<Record<string, string>> = {
  page: 'as its page says',
  metadata: 'from its metadata',
  inferred: 'inferred by us',
};

const MODALITIES: Readonly<Record<string, string>> = {
  assessed: 'as a judgement',
  alleged: 'as an accusation',
  forecast: 'as a prediction',
  conditional: 'as an if',
};

const CREDIBILITY: Readonly<Record<number, string>> = {
  1: 'confirmed by independent sources',
  2: 'probably true',
  3: 'possibly true',
  4: 'doubtful',
  5: 'improbable',
  6: 'cannot be judged',
};

/** Says how a source puts it, and what it says it rests on; empty where it is put as a fact and rests on its word. */
export function manner({ modality, likelihood, basis }: Claim): string {
  const put = MODALITIES[modality];
  return [put && `put ${put}`, likelihood && `“${likelihood}”`, basis && `rests on ${basis}`]
    .filter(Boolean)
    .join(', ');
}

/** Says a grade: "6, cannot be judged". */
export function grade(credibility: number): string {
  return `${credibility}, ${CREDIBILITY[credibility] ?? ''}`;
}

/** What a word of a voice was: "denied before". */
export const BEFORE: Readonly<Record<Stance, string>> = {
  asserts: 'asserted',
  denies: 'denied',
  withholds: 'gave no word',
  retracts: 'took it back',
  mentions: 'took no side',
};

/** Returns a language that a text's letters give away, so that it is read and broken rightly. */
export function language(text: string): 'ko' | 'uk' | 'ru' | undefined {
  if (/\p{Script=Hangul}/u.test(text)) return 'ko';
  if (/[іїєґІЇЄҐ]/.test(text)) return 'uk';
  return /[ыэъёЫЭЪЁ]/.test(text) ? 'ru' : undefined;
}

/** Returns an address with its host, where a browser may be sent there. */
export function outside(url: string | null): { href: string; host: string } | null {
  const parsed = url !== null && URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !['http:', 'https:'].includes(parsed.protocol)) return null;
  return { href: parsed.href, host: parsed.host.replace(/^www\./, '') };
}
