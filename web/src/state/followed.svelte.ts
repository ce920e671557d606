// A list that is read page by page: its first page follows its question, the others come one by one.
import { get, Refusal } from '../api/asking';
import { Asked } from './asked.svelte';

interface Paged {
  next: string | null;
}

/** The pages of one list. When the first is answered anew, the others are forgotten: they belong to what was before. */
export class Followed<P extends Paged> {
  readonly first = new Asked<P>();
  isFollowing = $state(false);
  #rest = $state.raw<{ of: P | null; pages: P[]; refusal: Refusal | null }>({ of: null, pages: [], refusal: null });

  readonly #own = $derived(this.#rest.of === this.first.answer ? this.#rest : null);
  readonly pages: P[] = $derived(this.first.answer ? [this.first.answer, ...(this.#own?.pages ?? [])] : []);
  readonly next: string | null = $derived(this.pages.at(-1)?.next ?? null);
  /** Why the next page could not be had. */
  readonly refusal: Refusal | null = $derived(this.#own?.refusal ?? null);

  want(address: string | null): void {
    this.first.want(address);
  }

  /** Reads the next page, where there is one. */
  async more(): Promise<void> {
    const of = this.first.answer;
    const pages = this.#own?.pages ?? [];
    if (!of || !this.next || this.isFollowing) return;
    this.isFollowing = true;
    try {
      const page = await get<P>(this.next);
      if (this.first.answer === of) this.#rest = { of, pages: [...pages, page], refusal: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#rest = { of, pages, refusal: error };
    } finally {
      this.isFollowing = false;
    }
  }
}
