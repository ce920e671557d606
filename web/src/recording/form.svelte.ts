// What a form tells of its fields: which messages show, and where the API's refusals belong.
import { createContext } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { Refusal } from '../api/asking';
import type { Messages } from './checks';
import { bring } from './focusing';

const PAUSE = 600; // ms without a key, after which what was typed is judged

/** A field with something wrong, for the summary. */
export interface Wrong {
  pointer: string;
  label: string;
  message: string;
}

export class Form {
  isSubmitted = $state(false);
  isSending = $state(false);
  /** The API's refusal of the last attempt. */
  refusal = $state.raw<Refusal | null>(null);

  readonly #visited = new SvelteSet<string>();
  readonly #refused: Messages = $derived(
    new Map(this.refusal?.errors.map(({ pointer, detail }) => [this.#placed(pointer), detail])),
  );
  readonly #corrected = new SvelteSet<string>();
  readonly #labels = new Map<string, { label: string }>();
  readonly #check: () => Messages;
  readonly messages: Messages = $derived.by(() => this.#check());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** `prefix` makes the ids of its fields; `check` judges what they hold. */
  constructor(
    readonly prefix: string,
    check: () => Messages,
  ) {
    this.#check = check;
  }

  /** Returns the id of a field's control. */
  id(pointer: string): string {
    return `${this.prefix}${pointer.replaceAll('/', '-')}`;
  }

  /** Takes note of a field; returns how to forget it. */
  knows(pointer: string, label: string): () => void {
    const known = { label };
    this.#labels.set(pointer, known);
    return () => {
      // Another field may have come to this place: claims and figures move up when one before them is removed.
      if (this.#labels.get(pointer) === known) this.#labels.delete(pointer);
    };
  }

  /** Returns what is shown at a field, if anything. */
  shown(pointer: string): string | undefined {
    const own = this.messages.get(pointer);
    if (own && (this.isSubmitted || this.#visited.has(pointer))) return own;
    return this.#corrected.has(pointer) ? undefined : this.#refused.get(pointer);
  }

  /** A field was left: what it holds is judged. An empty one is not, before all of it is sent. */
  left(pointer: string, isEmpty: boolean): void {
    // Later: a message that comes while a button is pressed would move it from under the pointer.
    if (!isEmpty) setTimeout(() => this.#visited.add(pointer), 250);
  }

  /** A field was changed: it is judged once typing pauses, and what the API said of it holds no longer. */
  changed(pointer: string): void {
    for (let at = pointer; at; at = at.slice(0, at.lastIndexOf('/'))) this.#corrected.add(at);
    clearTimeout(this.#timers.get(pointer));
    this.#timers.set(
      pointer,
      setTimeout(() => this.#visited.add(pointer), PAUSE),
    );
  }

  /** Forgets which fields were seen: they are others now. */
  forget(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#visited.clear();
    this.isSubmitted = false;
    this.refusal = null;
  }

  /** Forgets which fields below a pointer were seen: they have moved. */
  forgetBelow(pointer: string): void {
    this.refusal = null;
    for (const field of [...this.#visited]) if (field.startsWith(`${pointer}/`)) this.#visited.delete(field);
  }

  /** Sends, if nothing is wrong. Returns what came of it; null where something was wrong, which is shown then. */
  async submit<T>(send: () => Promise<T>): Promise<T | null> {
    if (this.isSending) return null;
    this.isSubmitted = true;
    this.refusal = null;
    this.#corrected.clear();
    if (this.messages.size) return null;
    this.isSending = true;
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
      return null;
    } finally {
      this.isSending = false;
    }
  }

  /** Lists what is wrong and shown, for the summary. */
  get wrong(): Wrong[] {
    const refused = [...this.#refused].filter(([pointer]) => !this.#corrected.has(pointer));
    const all = new Map([...refused, ...(this.isSubmitted ? this.messages : [])]);
    return [...all].map(([pointer, message]) => ({ pointer, label: this.#labelOf(pointer), message }));
  }

  /** Moves the focus to a field, or to the nearest thing around it. */
  focus(pointer: string): void {
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
      const found = document.getElementById(this.id(at));
      if (found) {
        for (let up = found.closest('details'); up; up = up.parentElement?.closest('details') ?? null) up.open = true;
        bring(found);
        return;
      }
      if (!at) return;
    }
  }

  /** Returns the field that a pointer of the API belongs to: its own, or the nearest around it; '' for the whole. */
  #placed(pointer: string): string {
    let at = pointer;
    while (at && !this.#labels.has(at)) at = at.slice(0, at.lastIndexOf('/'));
    return at;
  }

  #labelOf(pointer: string): string {
    const claim = /^\/claims\/(\d+)/.exec(pointer)?.[1];
    const label = this.#labels.get(pointer)?.label ?? pointer.slice(pointer.lastIndexOf('/') + 1).replaceAll('_', ' ');
    return claim === undefined ? label : `Claim ${Number(claim) + 1}, ${label}`;
  }
}

export const [formHere, setForm] = createContext<Form>();
