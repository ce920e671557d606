// Who records: asked for in every form, remembered in this browser.
import { visible } from './text';

const KEPT = 'asknown.by';

class Recorder {
  by = $state(kept());

  /** What is wrong with the name, if anything. */
  readonly wrong = $derived(this.by.trim() ? visible(300)(this.by) : null);

  /** Remembers the name. */
  keep(): void {
    try {
      localStorage.setItem(KEPT, this.by.trim());
    } catch {
      // without storage the forms work all the same
    }
  }
}

function kept(): string {
  try {
    return localStorage.getItem(KEPT) ?? '';
  } catch {
    return '';
  }
}

export const recorder = new Recorder();
