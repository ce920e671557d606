// Links that act on the page they stand on, and still are links: with a modifier, a click is the browser's own.
import { page } from '../state/page.svelte';

/** Goes on to a changed state in place of following a link to it. */
export function opens(event: MouseEvent, changes: Parameters<typeof page.go>[0]): void {
  inPlace(event, () => page.go(changes));
}

/** Does something in place of following a link, unless the click asks for another tab or window. */
export function inPlace(event: MouseEvent, act: () => void): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  act();
}
