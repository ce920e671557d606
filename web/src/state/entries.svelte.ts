// The list of incidents, a window of it: pages come as they are scrolled to, far ones go, and all is never loaded.
import { get, Refusal } from '../api/asking';
import type { Entry, Page } from '../api/shapes';

/** How many entries a page holds, and how many pages stay loaded. */
export const PER_PAGE = 60;
const KEPT = 30;

/** Entries by their index in the list. Pages follow each other by their cursors, so they are reached in order. */
export class Entries {
  #pages = $state.raw<ReadonlyMap<number, readonly Entry[]>>(new Map());
  #addresses = $state.raw<readonly string[]>([]);
  #loading = new Set<number>();
  refusal = $state.raw<Refusal | null>(null);

  /** How many entries can be scrolled through so far. */
  readonly reach = $derived(this.#reach());
  /** Whether there are more behind them. */
  readonly hasMore = $derived(this.#addresses.length > this.#ends());

  /** Takes over the first page, which was asked anew. */
  restart(page: Page<Entry>): void {
    this.#pages = new Map([[0, page.items]]);
    this.#addresses = page.next ? ['', page.next] : [''];
    this.#loading.clear();
    this.refusal = null;
  }

  /** Returns the entry at an index, where it is loaded. */
  at(index: number): Entry | undefined {
    return this.#pages.get(Math.floor(index / PER_PAGE))?.[index % PER_PAGE];
  }

  /** Returns the entries from one index to before another, as far as they are loaded. */
  between(begin: number, end: number): { index: number; entry: Entry }[] {
    const found: { index: number; entry: Entry }[] = [];
    for (let index = begin; index < end; index += 1) {
      const entry = this.at(index);
      if (entry) found.push({ index, entry });
    }
    return found;
  }

  /** Loads the page on which an index lies, and the one before it if it went, as far as their addresses are known. */
  need(begin: number, end: number): void {
    for (let number = Math.floor(begin / PER_PAGE); number <= Math.floor(end / PER_PAGE); number += 1) {
      if (number >= 0 && !this.#pages.has(number)) void this.#load(number);
    }
  }

  async #load(number: number): Promise<void> {
    const address = this.#addresses[number];
    if (!address || this.#loading.has(number)) return;
    this.#loading.add(number);
    try {
      const page = await get<Page<Entry>>(address);
      if (this.#addresses[number] !== address) return; // another list by now
      this.#take(number, page);
      this.refusal = null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
    } finally {
      this.#loading.delete(number);
    }
  }

  #take(number: number, page: Page<Entry>): void {
    const pages = new Map(this.#pages).set(number, page.items);
    const far = [...pages.keys()].sort((a, b) => Math.abs(a - number) - Math.abs(b - number)).slice(KEPT);
    for (const one of far) if (one) pages.delete(one);
    this.#pages = pages;
    if (page.next && this.#addresses.length === number + 1) this.#addresses = [...this.#addresses, page.next];
  }

  #ends(): number {
    return Math.max(-1, ...this.#pages.keys()) + 1;
  }

  #reach(): number {
    const last = Math.max(0, ...this.#pages.keys());
    const loaded = last * PER_PAGE + (this.#pages.get(last)?.length ?? 0);
    return Math.max(loaded, (this.#addresses.length - 1) * PER_PAGE);
  }
}
