// An answer that follows its question: the last good one stays while the next is under way, and the latest question wins.
import { untrack } from 'svelte';
import { get, Refusal } from '../api/asking';

/**
 * One answer of the API. While a question is under way, further ones wait, and only the latest of them is asked: so a
 * slider that is dragged never queues requests, and never shows an older answer after a newer one.
 */
export class Asked<T> {
  answer = $state.raw<T | null>(null);
  refusal = $state.raw<Refusal | null>(null);
  /** The address that `answer` is for. */
  answered = $state.raw<string | null>(null);
  isAsking = $state(false);

  #wanted: string | null = null;
  readonly #ask: (address: string) => Promise<T>;

  constructor(ask: (address: string) => Promise<T> = get<T>) {
    this.#ask = ask;
  }

  /** Wants the answer at an address; null wants none, and forgets. What was refused is asked again by `again` only. */
  want(address: string | null): void {
    if (address === this.#wanted) return;
    this.#wanted = address;
    untrack(() => {
      if (address === null) this.answer = this.refusal = this.answered = null;
      else if (!this.isAsking) void this.#follow();
    });
  }

  /** Asks the same again, though it was answered or refused before. */
  again(): void {
    this.answered = null;
    if (this.#wanted !== null && !this.isAsking) void this.#follow();
  }

  async #follow(): Promise<void> {
    this.isAsking = true;
    let asked: string | null = null;
    while (this.#wanted !== null && this.#wanted !== asked) {
      asked = this.#wanted;
      try {
        const answer = await this.#ask(asked);
        if (this.#wanted !== null) {
          this.answer = answer;
          this.answered = asked;
          this.refusal = null;
        }
      } catch (error) {
        this.refusal = error instanceof Refusal ? error : null;
        if (!this.refusal) throw error;
      }
    }
    this.isAsking = false;
  }
}
