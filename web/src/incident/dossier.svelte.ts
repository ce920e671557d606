// All that is asked about one incident, at the page's point of view, with what its parts look up in the answers.
import type { Claim, IncidentFound, VoicesTold } from '../api/shapes';
import { Asked } from '../state/asked.svelte';
import { Followed } from '../state/followed.svelte';
import { page } from '../state/page.svelte';
import { namesOf } from './voices';

/** So many claims are read without being asked for. */
const PLENTY = 5000;

export class Dossier {
  readonly found = new Followed<IncidentFound>();
  readonly told = new Asked<VoicesTold>();

  readonly entry = $derived(this.found.first.answer?.entry ?? null);
  readonly claims: Claim[] = $derived(this.found.pages.flatMap(({ claims }) => claims));
  readonly byId: ReadonlyMap<string, Claim> = $derived(new Map(this.claims.map((claim) => [claim.claim, claim])));
  readonly names: ReadonlyMap<string, string> = $derived(namesOf(this.claims));
  /** Why each claim counts or not. */
  readonly weighed = $derived(new Map(this.told.answer?.claims.map((weighed) => [weighed.claim, weighed])));
  readonly hasFigures = $derived(this.claims.some(({ figures }) => figures.length > 0));
  /** Whether more claims ought to be read by themselves. */
  readonly wantsMore = $derived(
    this.found.next !== null && !this.found.refusal && !this.found.isFollowing && this.claims.length < PLENTY,
  );

  constructor(readonly incident: string) {}

  want(): void {
    this.found.want(page.of(['incidents', this.incident], { limit: 500 }));
    this.told.want(page.of(['incidents', this.incident, 'voices']));
  }
}
