// The page's state: its address, the position that all panels are read at, and the list from which its moment is told.
import { address as path } from '../api/asking';
import type { AsOf, Clock, Entry, Page } from '../api/shapes';
import { isZone } from '../words/times';
import { changed, clockOf, FILTERS, filtersOf, query, read, type Address, type Changes } from './address';
import { Asked } from './asked.svelte';
import { PER_PAGE } from './entries.svelte';

type Query = Record<string, string | number | null | undefined>;

/** One for the whole page: `page`. */
class PageState {
  address = $state.raw<Address>({});
  /** Parameters of the address that nobody knows. */
  unknown = $state.raw<string[]>([]);
  /** The position at which all panels are read, so that they fit together: the newest that the page shows. */
  newest = $state<number | null>(null);
  /** The newest position that it has heard of. */
  heard = $state(0);
  /** Whether the reader is deep in the list: then what is newly recorded waits, and moves nothing. */
  holds = $state(false);
  /** The first page of the list. */
  readonly list = new Asked<Page<Entry>>();

  readonly clock: Clock = $derived(clockOf(this.address));
  readonly filters = $derived(filtersOf(this.address));
  readonly zone = $derived(this.address.tz && isZone(this.address.tz) ? this.address.tz : 'UTC');
  /** Whether what is recorded from now on can show: no cut on the recorded clock. */
  readonly isLive = $derived(!this.address.recorded_by && !this.address.at_position);
  /** The parameters of the point of view, for every question. */
  readonly pointOfView: Query = $derived({
    known_on: this.address.known_on,
    recorded_by: this.address.at_position ? null : this.address.recorded_by,
    at_position: this.address.at_position ?? (this.address.recorded_by ? null : this.newest),
  });
  /** Where the list is asked for. */
  readonly question = $derived(this.of(['incidents'], { ...this.filters, limit: PER_PAGE }));
  /** Whether the list has been told, or refused: what is less urgent waits for it, so that a dragged clock shows it first. */
  readonly isListed = $derived(
    this.list.wanted === this.question && (this.list.answered === this.question || this.list.refusal !== null),
  );
  /** The point of view of the list that is shown, as the API told it. */
  readonly asOf: AsOf | null = $derived(this.list.answer?.as_of ?? null);

  /** Takes the state from the browser's address, and follows its way back and forth. */
  begin(): void {
    const take = () => {
      ({ address: this.address, unknown: this.unknown } = read(location.search));
    };
    take();
    addEventListener('popstate', take);
  }

  /** Goes on to a changed state. While something is dragged, the way back is not lengthened. */
  go(changes: Changes, { replacing = false } = {}): void {
    const next = changed(this.address, changes);
    if (query(next) === query(this.address)) return;
    this.address = next;
    if (replacing) history.replaceState(null, '', query(next));
    else history.pushState(null, '', query(next));
  }

  /** Returns the query of the state with some changes, for links. */
  link(changes: Changes): string {
    return query(changed(this.address, changes));
  }

  /** Shows the whole list again. */
  clearFilters(): void {
    this.go(Object.fromEntries(FILTERS.map((name) => [name, null])));
  }

  /** Takes note that the ledger has reached a position: what is shown live is read anew, at it, unless that waits. */
  reached(position: number): void {
    this.heard = Math.max(this.heard, position);
    if (!this.holds) this.catchUp();
  }

  /** Takes note from which row on the list is read: deep in it, what is newly recorded must move nobody. */
  readsFrom(row: number): void {
    this.holds = row >= PER_PAGE;
    if (!this.holds) this.catchUp();
  }

  /** Reads what is shown live at the newest position that was heard of. */
  catchUp(): void {
    if (this.newest === null || this.heard > this.newest) this.newest = this.heard;
  }

  /** Returns the address of a part of the timeline in the API, from the point of view of the page. */
  of(parts: string[], asked: Query = {}): string {
    return path(['timelines', this.address.timeline ?? '', ...parts], { ...this.pointOfView, ...asked });
  }
}

export const page = new PageState();
