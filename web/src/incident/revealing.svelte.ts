// Which claim is to be brought before the reader: from a link to it, or from the address the page was opened with.
import { page } from '../state/page.svelte';

class Revealing {
  /** The id of the claim that is yet to be shown. */
  claim = $state.raw<string | null>(/^#claim-([\w-]+)$/.exec(location.hash)?.[1] ?? null);

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
