// What is wrong with a draft, told before it is sent: messages by JSON pointer, with the same bounds as the API.
import { KINDS, MEASURES } from './choices';
import { isCountry } from './countries';
import type { ClaimDraft, CommonDraft, FigureDraft, HeadDraft, PlaceDraft, ReportDraft } from './draft';
import { readEdtf } from './edtf';
import { endOfTomorrow, momentAt } from './moments';
import * as text from './text';
import type { TextCheck } from './text';
import { countOf, namesIn } from './wire';

/** What is wrong, by the pointer of its field. */
export type Messages = ReadonlyMap<string, string>;

/** What a check has to know beyond the draft. */
export interface Known {
  /** Finds the slug of a source as typed, null where nobody is meant by it, and says why. */
  sources: { slugOf: (typed: string) => string | null; unknown: (typed: string) => string };
  now: number;
}

export const LONGEST_CHAIN = 6;
const MOST = 100;
const GREATEST = Number.MAX_SAFE_INTEGER;
const MOMENT = 'This is no moment. Give a day, or a day with a time and its offset, in the years 1000 to 9998.';

/** Collects messages; the first one about a field stands. */
export class Found {
  readonly messages = new Map<string, string>();

  constructor(private readonly at = '') {}

  add(pointer: string, message: string | null): void {
    if (message !== null && !this.messages.has(this.at + pointer)) this.messages.set(this.at + pointer, message);
  }

  /** Checks a field that may be empty. */
  optional(pointer: string, value: string, check: TextCheck): void {
    if (value.trim()) this.add(pointer, check(value.trim()));
  }

  /** Checks a field that may not be empty. */
  needed(pointer: string, value: string, missing: string, check: TextCheck): void {
    this.add(pointer, value.trim() ? check(value.trim()) : missing);
  }

  /** Takes over what was found elsewhere, at its own pointers. */
  take(others: Messages): void {
    for (const [pointer, message] of others) if (!this.messages.has(pointer)) this.messages.set(pointer, message);
  }
}

/** Checks a whole report. */
export function checkReport(draft: ReportDraft, known: Known): Messages {
  const found = new Found();
  found.take(checkHead(draft, known));
  found.optional('/key', draft.key, text.key);
  if (!draft.key.trim()) {
    if (!draft.url.trim()) found.add('/key', 'Give a key, or a URL that can stand in for it.');
    else if (text.key(draft.url.trim())) found.add('/key', 'The URL is too long to stand in for the key. Give a key.');
  }
  const source = known.sources.slugOf(draft.source);
  draft.claims.forEach((claim, index) => found.take(checkClaim(claim, source, `/claims/${index}`)));
  return found.messages;
}

/** Checks the fields of a report itself. */
export function checkHead(draft: HeadDraft, { sources, now }: Known, at = ''): Messages {
  const found = new Found(at);
  found.needed('/source', draft.source, 'Say who published it.', (typed) =>
    sources.slugOf(typed) ? null : sources.unknown(typed),
  );
  found.needed('/published', draft.published, 'Say when it was published.', published(now));
  found.optional('/title', draft.title, text.upTo(300));
  found.optional('/url', draft.url, text.url);
  found.optional('/language', draft.language, text.language);
  found.optional('/archive_url', draft.archive_url, text.url);
  found.optional('/sha256', draft.sha256, text.sha256);
  found.optional('/accessed', draft.accessed, (typed) => (momentAt(typed) === null ? MOMENT : null));
  return found.messages;
}

/** Checks what a report says for its claims. */
export function checkCommon({ links, occurred, place }: CommonDraft, source: string | null, at: string): Messages {
  const found = new Found(at);
  checkChain(found, links, source);
  found.optional('/occurred', occurred, edtf);
  found.take(checkPlace(place, `${at}/place`));
  return found.messages;
}

/** Checks a published moment: one that lies after tomorrow is a slip. */
export function published(now: number): TextCheck {
  return (typed) => {
    const at = momentAt(typed);
    if (at === null) return MOMENT;
    return at > endOfTomorrow(now) ? 'This lies after tomorrow (UTC). Give when it was published.' : null;
  };
}

/** Checks a claim of a report by a source. */
export function checkClaim(claim: ClaimDraft, source: string | null, at: string): Messages {
  const found = new Found(at);
  found.needed('/kind', claim.kind, 'Choose what kind of claim it is.', (kind) =>
    kind in KINDS ? null : text.free(kind),
  );
  found.needed('/statement', claim.statement, 'Say in one statement what is claimed.', text.visible(500));
  checkQuote(found, claim);
  checkChain(found, claim.links, source);
  found.optional('/occurred', claim.occurred, edtf);
  found.take(checkPlace(claim.place, `${at}/place`));
  claim.actors.forEach(({ name }, index) =>
    found.needed(`/actors/${index}/name`, name, 'Name the actor, or take this one out.', text.visible(300)),
  );
  claim.figures.forEach((figure, index) => found.take(checkFigure(figure, `${at}/figures/${index}`)));
  checkFiguresTogether(found, claim.figures);
  found.optional('/likelihood', claim.likelihood, text.upTo(300));
  for (const name of ['actors', 'figures', 'derivedFrom'] as const) {
    const pointer = name === 'derivedFrom' ? '/derived_from' : `/${name}`;
    if (claim[name].length > MOST) found.add(pointer, `At most ${MOST}.`);
  }
  return found.messages;
}

/** Checks a fuzzy date. */
export const edtf: TextCheck = (typed) => {
  const read = readEdtf(typed);
  return 'wrong' in read ? read.wrong : null;
};

/** Checks a place; an empty one is none, and allowed. */
export function checkPlace(place: PlaceDraft, at: string): Messages {
  const found = new Found(at);
  const { name, country, admin1, lat, lon, precision } = place;
  found.optional('/name', name, text.visible(300));
  if (country && !isCountry(country)) found.add('/country', 'Choose a country of the list.');
  found.optional('/admin1', admin1, text.admin1);
  if (admin1.trim() && !isCountry(admin1.trim().slice(0, 2))) found.add('/admin1', 'It is in no country.');
  if (admin1.trim() && country && !admin1.trim().startsWith(country)) {
    found.add('/admin1', `It is not in ${country}: codes there begin with ${country}-.`);
  }
  found.optional('/lat', lat, degrees(90));
  found.optional('/lon', lon, degrees(180));
  if (!lat.trim() !== !lon.trim()) found.add(lat.trim() ? '/lon' : '/lat', 'Give both, or none of them.');
  const isSomewhere = [name, country, admin1, lat].some((value) => value.trim());
  if (precision && !isSomewhere) found.add('', 'Say where: give a name, a country, a region, or a point.');
  return found.messages;
}

/** Checks one figure. */
export function checkFigure(figure: FigureDraft, at: string): Messages {
  const found = new Found(at);
  const { measure, low, best, high } = figure;
  found.needed('/measure', measure, 'Choose what is counted.', (name) => (name in MEASURES ? null : text.free(name)));
  for (const [name, typed] of Object.entries({ low, best, high })) found.optional(`/${name}`, typed, count);
  const given = Object.entries({ low, best, high }).filter(([, typed]) => typed.trim());
  if (!given.length) found.add('', 'Give at least one number.');
  given.forEach(([name, typed], index) => {
    const [before = '', least = ''] = given[index - 1] ?? [];
    if (before && countOf(typed) < countOf(least))
      found.add(`/${name}`, `It is less than the ${before}: low ≤ best ≤ high.`);
  });
  found.optional('/qualifier', figure.qualifier, text.upTo(300));
  const includes = namesIn(figure.includes);
  if (includes.length > MOST) found.add('/includes', `At most ${MOST}.`);
  for (const name of includes) found.add('/includes', text.visible(300)(name));
  return found.messages;
}

function checkQuote(found: Found, { quote }: ClaimDraft): void {
  found.optional('/quote/exact', quote.exact, text.visible(500));
  if (!quote.exact.trim() && (quote.prefix.trim() || quote.suffix.trim())) {
    found.add('/quote/exact', 'Give the words themselves, not only what stands around them.');
  }
  for (const name of ['prefix', 'suffix'] as const) found.optional(`/quote/${name}`, quote[name], text.upTo(500));
}

function checkChain(found: Found, links: string[], source: string | null): void {
  const chain = source ? [source, ...links] : links;
  const twice = chain.find((slug, index) => chain.indexOf(slug) < index);
  if (twice) found.add('/chain', `${twice} stands in it twice. Each source stands in a chain once.`);
  if (links.length >= LONGEST_CHAIN) found.add('/chain', `A chain has at most ${LONGEST_CHAIN} links.`);
}

function checkFiguresTogether(found: Found, figures: FigureDraft[]): void {
  figures.forEach(({ measure, scope }, index) => {
    const isSame = (other: FigureDraft) => other.measure === measure && other.scope === scope;
    if (measure && figures.findIndex(isSame) < index) {
      found.add(`/figures/${index}/measure`, 'This measure and scope stands above already: each once in a claim.');
    }
  });
}

function degrees(most: number): TextCheck {
  return (typed) => {
    const value = Number(typed);
    return Number.isFinite(value) && Math.abs(value) <= most ? null : `Give degrees from −${most} to ${most}, as 51.7.`;
  };
}

const count: TextCheck = (typed) => {
  const value = countOf(typed);
  if (Number.isNaN(value)) return 'Give a whole number, as 3000.';
  return value <= GREATEST ? null : 'This number is too great.';
};
