// The address that shows the very same for ever, whatever is recorded later.
import { page } from '../state/page.svelte';

/** Returns it, once the list is told: before, it is not known at which position the page stands. */
export function pinned(): string | null {
  if (!page.asOf || !page.isListed || page.list.refusal) return null;
  return (
    location.origin + location.pathname + page.link({ at_position: String(page.asOf.position), recorded_by: null })
  );
}
