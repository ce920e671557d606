// What was said of one number, set out as a line for each voice.
import type { FigureSaid } from '../api/shapes';
import { plain } from '../words/names';
import { millis } from '../words/times';

/** A measure in a scope: numbers of different ones are never compared. */
export interface Number {
  key: string;
  measure: string;
  scope: string;
  label: string;
  words: number;
}

/** What a voice said, and until when it stood. */
export interface Word {
  said: FigureSaid;
  from: number;
  until: number;
  /** Whether the voice counts the number no longer. */
  isOver: boolean;
  /** The one number it comes down to, or null for a range. */
  level: number | null;
}

export interface Series {
  voice: string;
  words: Word[];
}

/** Returns the numbers that are spoken of, the most spoken of first. */
export function numbers(items: readonly FigureSaid[]): Number[] {
  const found = new Map<string, Number>();
  for (const { measure, scope } of items) {
    const key = keyOf({ measure, scope });
    const one = found.get(key) ?? { key, measure, scope, label: `${plain(measure)} · ${plain(scope)}`, words: 0 };
    found.set(key, { ...one, words: one.words + 1 });
  }
  return [...found.values()].sort((a, b) => b.words - a.words);
}

export function keyOf({ measure, scope }: { measure: string; scope: string }): string {
  return `${measure} ${scope}`;
}

/** Says what the number counts, by those who said so: "killed and wounded (ROK, UA)"; empty where nobody did. */
export function counted(items: readonly FigureSaid[]): string {
  const voices = new Map<string, Set<string>>();
  for (const { includes, voice } of items) {
    const said = includes?.length ? includes.map(plain).join(', ') : 'not said what';
    voices.set(said, (voices.get(said) ?? new Set()).add(voice));
  }
  if (voices.size === 1 && voices.has('not said what')) return '';
  return [...voices].map(([said, by]) => `${said} (${[...by].join(', ')})`).join('; ');
}

/** Returns a line for each voice, in the order first heard; the last word of each stands until *end*. */
export function series(items: readonly FigureSaid[], end: number): Series[] {
  const byVoice = new Map<string, FigureSaid[]>();
  for (const said of items) byVoice.set(said.voice, [...(byVoice.get(said.voice) ?? []), said]);
  return [...byVoice].map(([voice, all]) => ({
    voice,
    words: all.map((said, at) => {
      const next = all[at + 1];
      return {
        said,
        from: millis(said.at),
        until: next ? millis(next.at) : end,
        isOver: isOver(said),
        level: level(said),
      };
    }),
  }));
}

/** Returns until when to draw: the page's moment, but not so far that what was said shrinks to nothing. */
export function endOf(items: readonly FigureSaid[], moment: string | null): number {
  const [first, last] = [items[0], items.at(-1)].map((said) => (said ? millis(said.at) : 0)) as [number, number];
  const furthest = last + Math.max((last - first) * 0.2, 4 * 86_400_000);
  return moment === null ? furthest : Math.max(last, Math.min(furthest, millis(moment)));
}

export function isOver({ low, high, best }: FigureSaid): boolean {
  return low === null && high === null && best === null;
}

function level({ low, high, best }: FigureSaid): number | null {
  if (best !== null) return best;
  return low === high || low === null || high === null ? (low ?? high) : null;
}

/** Says a number without its qualifier, in as few letters as can be. */
export function briefly({ low, high, best }: FigureSaid): string {
  const says = (value: number) => value.toLocaleString('en-GB');
  if (best !== null) return says(best);
  if (low !== null && high !== null) return low === high ? says(low) : `${says(low)}–${says(high)}`;
  if (low !== null) return `${says(low)}+`;
  return high !== null ? `≤ ${says(high)}` : 'no longer';
}

/** Moves labels apart that would cover each other, and keeps them between *top* and *bottom*, in their order. */
export function nudged(wanted: readonly number[], gap: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, place) => place).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let least = top;
  for (const place of order) {
    placed[place] = Math.max(least, placed[place] ?? 0);
    least = (placed[place] ?? 0) + gap;
  }
  let most = bottom;
  for (const place of order.reverse()) {
    placed[place] = Math.min(most, placed[place] ?? 0);
    most = (placed[place] ?? 0) - gap;
  }
  return placed;
}

/** Colours, dashes and signs by place; they tell eight voices apart without colour, and thirty-two with it. */
export const DASHES = ['none', '7 3', '2 3', '10 3 2 3'];
export const SIGNS = [
  'M0-4a4 4 0 1 1 0 8 4 4 0 0 1 0-8Z',
  'M-3.6-3.6h7.2v7.2h-7.2Z',
  'M0-4.6 4.6 3.6h-9.2Z',
  'M0-5 5 0 0 5-5 0Z',
];
