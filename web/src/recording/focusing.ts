// Moves the focus to where the reader goes on, in the middle of the screen: at its edges, sticky parts may hide it.

export function bring(element: HTMLElement | null | undefined): void {
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'center' });
}
