// Follows the ledger: says politely what was recorded, and lets the page read anew what it shows live.
import { address as path } from '../api/asking';
import type { LedgerChange } from '../api/shapes';
import { plain } from '../words/names';
import { connection } from './asked.svelte';
import { page } from './page.svelte';
import { saying } from './saying.svelte';

const LATER = 3_000; // milliseconds
const TOGETHER = 250; // milliseconds: what one transaction records comes fact by fact

class Live {
  /** Whether the feed is cut off, and being tried again. */
  isCutOff = $state(false);
  /** The position up to which the page itself recorded, and has said so. */
  own = 0;

  #feed: EventSource | null = null;
  #heard = 0;
  #waiting: LedgerChange[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Follows a timeline from a position on, while the page is looked at; returns what stops it. */
  follow(timeline: string, since: number): () => void {
    this.#heard = since;
    // A browser opens few connections to one place: a page in the background must not hold one (it catches up later).
    const turn = () => (document.hidden ? this.#close() : this.#open(timeline));
    // A connection that was open when the network went may hang for ever, and say nothing: begin anew.
    const back = () => {
      this.#close();
      turn();
    };
    document.addEventListener('visibilitychange', turn);
    addEventListener('online', back);
    turn();
    return () => {
      document.removeEventListener('visibilitychange', turn);
      removeEventListener('online', back);
      this.#close();
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#waiting = [];
    };
  }

  #open(timeline: string): void {
    if (this.#feed) return;
    const feed = new EventSource(path(['timelines', timeline, 'changes'], { since: this.#heard }));
    this.#feed = feed;
    feed.onopen = () => {
      this.isCutOff = false;
      connection.tryAgain();
    };
    feed.onmessage = ({ data }: MessageEvent<string>) => this.#hear(JSON.parse(data) as LedgerChange);
    feed.onerror = () => {
      this.isCutOff = true;
      if (feed.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      // It gives up where it was answered with an error, as while the service starts: begin again.
      setTimeout(() => {
        if (this.#feed !== feed) return;
        this.#close();
        this.#open(timeline);
      }, LATER);
    };
  }

  #close(): void {
    this.#feed?.close();
    this.#feed = null;
  }

  #hear(change: LedgerChange): void {
    this.#heard = Math.max(this.#heard, change.position);
    this.#waiting.push(change);
    this.#timer ??= setTimeout(() => this.#tell(), TOGETHER);
  }

  #tell(): void {
    this.#timer = undefined;
    const changes = this.#waiting;
    this.#waiting = [];
    page.reached(this.#heard);
    if (this.#heard > this.own) {
      saying.say(`Newly recorded: ${summed(changes)}.${page.isLive ? '' : ' This page shows an earlier state.'}`);
    }
  }
}

function summed(changes: readonly LedgerChange[]): string {
  const facts = new Map<string, number>();
  for (const { fact } of changes) facts.set(fact, (facts.get(fact) ?? 0) + 1);
  const counted = [...facts].map(([fact, count]) => (count > 1 ? `${count} × ${plain(fact)}` : plain(fact)));
  const turned = changes.flatMap(({ transitions }) =>
    transitions.map(
      ({ incident, from, to }) => `“${titleOf(incident)}” was ${from ?? 'not known'}, is ${to ?? 'gone'}`,
    ),
  );
  return [counted.join(', '), ...turned.slice(0, 3)].join('; ');
}

/** Returns the title of an incident, where the list that is shown has it. */
function titleOf(incident: string): string {
  return page.list.answer?.items.find((entry) => entry.incident === incident)?.title ?? incident;
}

export const live = new Live();
