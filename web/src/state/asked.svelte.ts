// An answer that follows its question: the last good one stays while the next is under way, and the latest question wins.
import { untrack } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { get, Refusal } from '../api/asking';

const unreached = new SvelteSet<{ again(): void }>();

/**
 * One answer of the API. While a question is under way, further ones wait, and only the latest of them is asked: so a
 * slider that is dragged never queues requests, and never shows an older answer after a newer one.
 */
export class Asked<T> {
  answer = $state.raw<T | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  /** The address that is wanted, and the one that `answer` is for. */
  wanted = $state.raw<string | null>(null);
  answered = $state.raw<string | null>(null);
  isAsking = $state(false);
  /** Whether what there is to show was asked before the clock, or whatever else, moved on. */
  readonly isStale = $derived(this.answer !== null && this.answered !== this.wanted);

  readonly #ask: (address: string) => Promise<T>;

  constructor(ask: (address: string) => Promise<T> = get<T>) {
    this.#ask = ask;
  }

  /** Wants the answer at an address; null wants none, and forgets. What was refused is asked again by `again` only. */
  want(address: string | null): void {
    untrack(() => {
      if (address === this.wanted) return;
      this.wanted = address;
      if (address === null) {
        this.answer = this.answered = null;
        this.#refuse(null);
      } else if (!this.isAsking) void this.#follow();
    });
  }

  /** Asks the same again, though it was answered or refused before. */
  again(): void {
    if (this.wanted !== null && !this.isAsking) void this.#follow();
  }

  async #follow(): Promise<void> {
    this.isAsking = true;
    try {
      let asked: string | null = null;
      while (this.wanted !== null && this.wanted !== asked) {
        asked = this.wanted;
        await this.#askFor(asked);
      }
    } finally {
      this.isAsking = false;
    }
  }

  async #askFor(address: string): Promise<void> {
    try {
      const answer = await this.#ask(address);
      if (this.wanted === null) return;
      this.answer = answer;
      this.answered = address;
      this.#refuse(null);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (this.wanted !== null) this.#refuse(error);
    }
  }

  #refuse(refusal: Refusal | null): void {
    this.refusal = refusal;
    if (refusal?.isOffline) unreached.add(this);
    else unreached.delete(this);
  }
}

/** What could not be asked for want of a connection; all of it is asked again at once. */
export const connection = {
  get isLost(): boolean {
    return unreached.size > 0;
  },
  tryAgain(): void {
    for (const asked of [...unreached]) asked.again();
  },
};
