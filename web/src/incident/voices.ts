// Who says what, set out for the eye: sides, groups that count as one, and a voice's words as runs.
import type { Claim, Stance, VoiceHeard, VoicesTold, VoiceWord } from '../api/shapes';
import { listed, named } from './wording';

export interface Group {
  key: string;
  voices: VoiceHeard[];
  /** Whether nobody named stands in it, so that it supports nothing by itself. */
  isUnnamed: boolean;
  /** Why its voices are joined. */
  joints: string[];
}

export interface Side {
  word: Stance | null;
  groups: Group[];
}

/** Words of the same stance in a row, through any office. */
export interface Run {
  first: VoiceWord;
  words: VoiceWord[];
}

const SIDES: readonly (Stance | null)[] = ['asserts', 'denies', 'withholds', 'retracts', null];

/** Returns the sides that somebody takes; on the asserting one, voices that count as one stand together. */
export function sides(told: VoicesTold, claims: ReadonlyMap<string, Claim>): Side[] {
  return SIDES.map((word) => {
    const voices = told.voices.filter((voice) =>
      word ? voice.word === word : !voice.word || voice.word === 'mentions',
    );
    return { word, groups: grouped(voices, told, claims) };
  }).filter(({ groups }) => groups.length > 0);
}

function grouped(voices: VoiceHeard[], told: VoicesTold, claims: ReadonlyMap<string, Claim>): Group[] {
  const groups = new Map<string, VoiceHeard[]>();
  for (const voice of voices) {
    const key = voice.group === null ? voice.voice : `#${voice.group}`;
    groups.set(key, [...(groups.get(key) ?? []), voice]);
  }
  return [...groups].map(([key, inIt]) => ({
    key,
    voices: inIt,
    isUnnamed: inIt.every(({ named }) => !named),
    joints: inIt.length > 1 ? joints(inIt, told, claims) : [],
  }));
}

/** Says what joins the voices of a group: one sentence for each pair of them. */
function joints(voices: VoiceHeard[], told: VoicesTold, claims: ReadonlyMap<string, Claim>): string[] {
  const inIt = new Set(voices.map(({ voice }) => voice));
  const said = new Map<string, string>();
  const voiceOf = new Map(told.claims.map(({ claim, voice }) => [claim, voice]));
  const names = namesOf(claims.values());
  for (const { voice, rule, of, because } of told.claims) {
    if (!inIt.has(voice) || (rule !== 'linked' && rule !== 'derived')) continue;
    const other = (of && voiceOf.get(of)) || 'a voice heard before';
    const through = because.length ? `, through ${listed(because.map((slug) => nameOf(slug, names)))}` : '';
    const verb = rule === 'linked' ? `is linked to ${other}` : `has it from ${other}, or the other way round`;
    said.set(`${voice} ${other} ${rule}`, `${voice} ${verb}${through}.`);
  }
  return said.size ? [...said.values()] : ['Their sources are joined.'];
}

/** Returns the runs of a voice's words: each begins where the stance changes. */
export function runs(words: readonly VoiceWord[]): Run[] {
  const found: Run[] = [];
  for (const word of words) {
    const last = found.at(-1);
    if (last && last.first.stance === word.stance && !word.reversal) last.words.push(word);
    else found.push({ first: word, words: [word] });
  }
  return found;
}

/** Returns the names of the sources in the claims' chains, by slug. */
export function namesOf(claims: Iterable<Claim>): Map<string, string> {
  const names = new Map<string, string>();
  for (const { chain } of claims) for (const { slug, name } of chain) names.set(slug, name);
  return names;
}

/** Says a source by its short name, or by its slug where no chain names it. */
export function nameOf(slug: string, names: ReadonlyMap<string, string>): string {
  const name = names.get(slug);
  return name ? named(name).short : slug;
}
