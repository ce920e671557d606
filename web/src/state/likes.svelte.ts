// What a reader likes, kept in this browser and in no link: the colours, and whether single keys act.
export type Theme = 'light' | 'dark';

class Likes {
  #theme = $state<Theme | null>(kept('theme') as Theme | null);
  #hasKeys = $state(kept('keys') !== 'off');

  /** Light or dark; null as the system has it. */
  get theme(): Theme | null {
    return this.#theme;
  }
  set theme(theme: Theme | null) {
    this.#theme = theme;
    keep('theme', theme);
    this.show();
  }

  /** Whether keys without a modifier act: who speaks to the machine can switch them off (WCAG 2.1.4). */
  get hasKeys(): boolean {
    return this.#hasKeys;
  }
  set hasKeys(has: boolean) {
    this.#hasKeys = has;
    keep('keys', has ? null : 'off');
  }

  /** Puts the colours on the document. */
  show(): void {
    if (this.#theme) document.documentElement.dataset.theme = this.#theme;
    else delete document.documentElement.dataset.theme;
  }
}

function kept(name: string): string | null {
  try {
    return localStorage.getItem(`asknown.${name}`);
  } catch {
    return null; // a browser may forbid it
  }
}

function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(`asknown.${name}`);
    else localStorage.setItem(`asknown.${name}`, value);
  } catch {
    // then it lasts as long as the page
  }
}

export const likes = new Likes();
