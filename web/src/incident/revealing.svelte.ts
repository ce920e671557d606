// What is to be brought before the reader: the claim or the incident of a link, or of the address the page was opened with.
import { page } from '../state/page.svelte';

class Revealing {
  /** The id of the claim that is yet to be shown. */
  claim = $state.raw<string | null>(/^#claim-([\w-]+)$/.exec(location.hash)?.[1] ?? null);
  /** Whether the page was opened with an incident that is yet to be shown. */
  #isArriving = new URLSearchParams(location.search).has('incident') && this.claim === null;

  /** Brings the first sentence of an incident before who came by a link to it, where it stands low, or out of sight. */
  arrive(sentence: HTMLElement): void {
    const isLow = sentence.getBoundingClientRect().bottom > innerHeight / 2;
    if (this.#isArriving && isLow) document.getElementById('incident')?.scrollIntoView();
    this.#isArriving = false;
  }

  /** Wants a claim shown, and its incident opened for that. */
  show(claim: string, incident: string): void {
    page.go({ incident });
    history.replaceState(null, '', addressOf(claim, incident));
    this.claim = claim;
  }

  done(): void {
    this.claim = null;
  }
}

/** Returns the address of a claim on the page, for links. */
export function addressOf(claim: string, incident: string): string {
  return `${page.link({ incident })}#claim-${claim}`;
}

export const revealing = new Revealing();
