// The page's state: its address, the position that all panels are read at, and what the reader likes.
import { address as path } from '../api/asking';
import type { AsOf, Clock } from '../api/shapes';
import { clockOf, FILTERS, filtersOf, query, read, type Address } from './address';

type Query = Record<string, string | number | null | undefined>;

/** One for the whole page: `page`. */
class PageState {
  address = $state.raw<Address>({});
  /** Parameters of the address that nobody knows. */
  unknown = $state.raw<string[]>([]);
  /** The newest position that the page has heard of; all panels are read at one, so that they fit together. */
  newest = $state<number | null>(null);
  /** Whether the list is being asked for: what is less urgent waits, so that a dragged clock shows it first. */
  isListing = $state(false);
  /** The point of view of what is shown, as the API told it. */
  asOf = $state.raw<AsOf | null>(null);

  readonly clock: Clock = $derived(clockOf(this.address));
  readonly filters = $derived(filtersOf(this.address));
  readonly zone = $derived(this.address.tz ?? 'UTC');
  /** Whether what is recorded from now on can show: no cut on the recorded clock. */
  readonly isLive = $derived(!this.address.recorded_by && !this.address.at_position);
  /** The parameters of the point of view, for every question. */
  readonly pointOfView: Query = $derived({
    known_on: this.address.known_on,
    recorded_by: this.address.at_position ? null : this.address.recorded_by,
    at_position: this.address.at_position ?? (this.address.recorded_by ? null : this.newest),
  });

  /** Takes the state from the browser's address, and follows its way back and forth. */
  begin(): void {
    const take = () => {
      ({ address: this.address, unknown: this.unknown } = read(location.search));
    };
    take();
    addEventListener('popstate', take);
  }

  /** Goes on to a changed state; null takes a part away. While something is dragged, the way back is not lengthened. */
  go(changes: { [name in keyof Address]: string | null }, { replacing = false } = {}): void {
    const next: Address = { ...this.address };
    for (const [name, value] of Object.entries(changes) as [keyof Address, string | null][]) {
      if (value) next[name] = value;
      else delete next[name];
    }
    if (query(next) === query(this.address)) return;
    this.address = next;
    if (replacing) history.replaceState(null, '', query(next));
    else history.pushState(null, '', query(next));
  }

  /** Shows the whole list again. */
  clearFilters(): void {
    this.go(Object.fromEntries(FILTERS.map((name) => [name, null])));
  }

  /** Takes note that the ledger has reached a position: what is shown live is read anew, at it. */
  reached(position: number): void {
    if (this.newest === null || position > this.newest) this.newest = position;
  }

  /** Returns the query of the state with some changes, for links. */
  link(changes: { [name in keyof Address]: string | null }): string {
    const next: Address = { ...this.address };
    for (const [name, value] of Object.entries(changes) as [keyof Address, string | null][]) {
      if (value) next[name] = value;
      else delete next[name];
    }
    return query(next);
  }

  /** Returns the address of a part of the timeline in the API, from the point of view of the page. */
  of(parts: string[], asked: Query = {}): string {
    return path(['timelines', this.address.timeline ?? '', ...parts], { ...this.pointOfView, ...asked });
  }
}

export const page = new PageState();
