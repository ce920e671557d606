// One mark of many is in the way of Tab, and arrow keys move among them (roving tabindex, WAI-ARIA APG).

/** Returns the place that a key leads to from place *at* of *count*, or null where the key means nothing here. */
export function moved(key: string, at: number, count: number): number | null {
  if (count === 0) return null;
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(at + 1, count - 1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : null;
}
