// What a claim does to its incident, in words and marks.
import type { Stance } from '../api/shapes';

export const STANCES: readonly Stance[] = ['asserts', 'denies', 'withholds', 'retracts', 'mentions'];

/** A stance in one sentence. */
export const STANCE_MEANINGS: Readonly<Record<Stance, string>> = {
  asserts: 'Says that it is so.',
  denies: 'Says that it is not so.',
  withholds: 'Gives no word: no comment, cannot confirm.',
  retracts: 'Takes back what the same voice said before.',
  mentions: 'Speaks of it, and takes no side.',
};

/** Shapes (paths in a box of 12 by 12), other ones than those of the statuses. */
export const STANCE_SHAPES: Readonly<Record<Stance, string>> = {
  asserts: 'M6 1 11.4 10.8H.6Z', // a triangle up
  denies: 'M6 11 .6 1.2h10.8Z', // a triangle down
  withholds: 'M2 1.2h3v9.6H2ZM7 1.2h3v9.6H7Z', // two bars, as of a pause
  retracts: 'M4.6 1 5.9 2.3 4.4 3.8H8a3.3 3.3 0 0 1 0 6.9H3.6V8.8H8a1.4 1.4 0 0 0 0-3.1H4.4L5.9 7.2 4.6 8.5.9 4.75Z', // an arrow that turns back
  mentions: 'M6 3.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6Z', // a small disc
};
