// From what the fields hold to what is sent: the inner objects of the native format, without what is empty.
import type { ClaimDraft, CommonDraft, FigureDraft, HeadDraft, PlaceDraft, ReportDraft } from './draft';
import { tidy } from './text';

export type Wire = Record<string, unknown>;

/** Finds the slug of what was typed for a source; what is not known stays as it is, for the API to judge. */
export type SlugOf = (typed: string) => string;

/** Returns a report as it is sent. */
export function reportSent(draft: ReportDraft, slugOf: SlugOf, by: string): Wire {
  const head = headSent(draft, slugOf);
  const claims = draft.claims.map((claim) => claimSent(claim, claim.links.length ? [String(head.source)] : []));
  return given({ ...head, key: tidy(draft.key), claims, by: tidy(by) });
}

/** Returns the fields of a report that can be corrected, as they are sent. */
export function headSent(draft: HeadDraft, slugOf: SlugOf): Wire {
  const { source, published, key: _key, ...rest } = draft;
  const texts = Object.entries(rest).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, tidy(value)] as const] : [],
  );
  return given({ source: slugOf(source), published: tidy(published), ...Object.fromEntries(texts) });
}

/** Returns what a report says for its claims, as it is sent. */
export function commonSent({ links, occurred, place }: CommonDraft, source: string): Wire {
  return given({ chain: [source, ...links], occurred: tidy(occurred), place: placeSent(place) });
}

/** Returns a claim as it is sent; `head` are the first links of its chain. */
export function claimSent(claim: ClaimDraft, head: string[]): Wire {
  const { exact, prefix, suffix } = claim.quote;
  return given({
    kind: claim.kind,
    incident: claim.incident,
    stance: claim.stance,
    statement: tidy(claim.statement),
    quote: given({ exact: tidy(exact), prefix: tidy(prefix), suffix: tidy(suffix) }),
    chain: [...head, ...claim.links],
    occurred: tidy(claim.occurred),
    place: placeSent(claim.place),
    actors: claim.actors.map(({ name, role }) => given({ name: tidy(name), role })),
    figures: claim.figures.map(figureSent),
    modality: claim.modality,
    likelihood: tidy(claim.likelihood),
    basis: claim.basis,
    derived_from: claim.derivedFrom,
  });
}

/** Returns what a correction has to say: the fields that differ, null where one is empty now. */
export function changesBetween(before: Wire, after: Wire): Wire {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differs = (name: string) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  return Object.fromEntries(names.filter(differs).map((name) => [name, after[name] ?? null]));
}

/** Returns a whole number as typed, with its thousands apart or not: "12,000"; NaN for anything else. */
export function countOf(typed: string): number {
  const plain = typed.trim();
  const bare = /^\d{1,3}(?:[ ,\u00a0\u2009\u202f]\d{3})+$/.test(plain) ? plain.replace(/\D/g, '') : plain;
  return /^\d+$/.test(bare) ? Number(bare) : NaN;
}

/** Returns the names between the commas. */
export function namesIn(typed: string): string[] {
  return typed.split(',').map(tidy).filter(Boolean);
}

function placeSent(place: PlaceDraft): Wire {
  const { lat, lon, ...texts } = place;
  const said = Object.entries(texts).map(([name, value]) => [name, tidy(value)] as const);
  return given({
    ...Object.fromEntries(said),
    ...(lat.trim() && { lat: Number(lat) }),
    ...(lon.trim() && { lon: Number(lon) }),
  });
}

function figureSent(figure: FigureDraft): Wire {
  const count = (typed: string) => (typed.trim() ? countOf(typed) : '');
  return given({
    measure: figure.measure,
    scope: figure.scope,
    low: count(figure.low),
    best: count(figure.best),
    high: count(figure.high),
    qualifier: tidy(figure.qualifier),
    includes: namesIn(figure.includes),
  });
}

/** Returns an object without its empty fields. */
function given(fields: Wire): Wire {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => !isEmpty(value)));
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === undefined) return true;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
