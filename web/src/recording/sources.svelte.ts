// The sources that the ledger knows, for all forms: loaded once, and again after one was added.
import { address, get, Refusal } from '../api/asking';
import type { Page, Source } from '../api/shapes';

class Sources {
  items = $state.raw<Source[]>([]);
  isLoaded = $state(false);
  /** Why they could not be loaded; what is typed is taken for slugs then. */
  refusal = $state.raw<Refusal | null>(null);

  readonly #bySlug = $derived(new Map(this.items.map((source) => [source.slug, source])));
  readonly #byName = $derived(byName(this.items));

  /** Loads all of them; `position` is what the answer has to include. */
  async load(position?: number): Promise<void> {
    const found: Source[] = [];
    try {
      let next: string | null = address(['sources'], { limit: 500, min_position: position });
      while (next) {
        const page: Page<Source> = await get<Page<Source>>(next);
        found.push(...page.items);
        next = page.next;
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.refusal = error;
      return;
    }
    this.items = found;
    this.isLoaded = true;
    this.refusal = null;
  }

  /** Returns a source by its slug. */
  of(slug: string): Source | undefined {
    return this.#bySlug.get(slug);
  }

  /** Finds the slug of what was typed: a slug, or a name that only one source has. Null where nobody is meant. */
  slugOf(typed: string): string | null {
    const said = typed.trim();
    if (!this.isLoaded) return said || null;
    if (this.#bySlug.has(said)) return said;
    const [only, ...others] = this.named(said);
    return only && !others.length ? only : null;
  }

  /** Returns the slugs of all sources that have a name. */
  named(typed: string): string[] {
    return (this.#byName.get(typed.trim().toLowerCase()) ?? []).map(({ slug }) => slug);
  }

  /** Returns what to offer for a source: its name, where nobody else has it. */
  offered({ slug, name }: Source): string {
    return this.#byName.get(name.toLowerCase())?.length === 1 ? name : slug;
  }

  /** Says why nobody is meant by what was typed. */
  unknown(typed: string): string {
    const named = this.named(typed);
    if (named.length) return `More than one source has this name: ${named.join(', ')}. Give its slug.`;
    return 'No source of this name is known. Choose one of the list, or add a new source.';
  }

  /** Returns the name of a slug. */
  nameOf(slug: string): string {
    return this.#bySlug.get(slug)?.name ?? slug;
  }
}

function byName(items: Source[]): Map<string, Source[]> {
  const names = new Map<string, Source[]>();
  for (const source of items) {
    const name = source.name.toLowerCase();
    names.set(name, [...(names.get(name) ?? []), source]);
  }
  return names;
}

export const sources = new Sources();
