// What is being written down before it is recorded: everything as text, the way the fields hold it.
import type { Claim, Figure, Place, Report, Stance } from '../api/shapes';

export interface PlaceDraft {
  name: string;
  country: string;
  admin1: string;
  lat: string;
  lon: string;
  precision: string;
}

export interface FigureDraft {
  measure: string;
  scope: string;
  low: string;
  best: string;
  high: string;
  qualifier: string;
  /** Names, with commas between them. */
  includes: string;
}

export interface ClaimDraft {
  /** Tells claims of one draft apart while they are moved about; never sent. */
  id: number;
  /** A slug, or '' while it is unfiled. */
  incident: string;
  kind: string;
  stance: Stance;
  statement: string;
  quote: { exact: string; prefix: string; suffix: string };
  /** The slugs behind the report's source, origin last. */
  links: string[];
  occurred: string;
  place: PlaceDraft;
  actors: { name: string; role: string }[];
  figures: FigureDraft[];
  modality: string;
  likelihood: string;
  basis: string;
  derivedFrom: string[];
}

/** A report without its claims. */
export interface HeadDraft {
  /** As typed: a name or a slug. */
  source: string;
  published: string;
  published_basis: string;
  title: string;
  url: string;
  language: string;
  key: string;
  archive_url: string;
  sha256: string;
  accessed: string;
}

/** What a report says for all its claims that do not say it themselves. */
export interface CommonDraft {
  links: string[];
  occurred: string;
  place: PlaceDraft;
}

export interface ReportDraft extends HeadDraft {
  claims: ClaimDraft[];
}

let counted = 0;

export function blankPlace(): PlaceDraft {
  return { name: '', country: '', admin1: '', lat: '', lon: '', precision: '' };
}

export function blankFigure(): FigureDraft {
  return { measure: '', scope: 'snapshot', low: '', best: '', high: '', qualifier: '', includes: '' };
}

export function blankClaim(): ClaimDraft {
  return {
    id: (counted += 1),
    incident: '',
    kind: '',
    stance: 'asserts',
    statement: '',
    quote: { exact: '', prefix: '', suffix: '' },
    links: [],
    occurred: '',
    place: blankPlace(),
    actors: [],
    figures: [],
    modality: 'asserted',
    likelihood: '',
    basis: '',
    derivedFrom: [],
  };
}

export function blankReport(): ReportDraft {
  return {
    source: '',
    published: '',
    published_basis: '',
    title: '',
    url: '',
    language: '',
    key: '',
    archive_url: '',
    sha256: '',
    accessed: '',
    claims: [blankClaim()],
  };
}

/** Tells whether nothing is written yet. */
export function isBlank(draft: ReportDraft): boolean {
  const said = ({ claims, ...head }: ReportDraft) =>
    JSON.stringify([head, claims.map((claim) => ({ ...claim, id: 0 }))]);
  return said(draft) === said(blankReport());
}

/** Returns the same claim to be written on, as another one. */
export function copyOf(claim: ClaimDraft): ClaimDraft {
  return { ...structuredClone(claim), id: (counted += 1) };
}

/** Returns a recorded claim as fields hold it. */
export function draftOf(claim: Claim): ClaimDraft {
  return {
    ...blankClaim(),
    incident: claim.incident ?? '',
    kind: claim.kind,
    stance: claim.stance,
    statement: claim.statement,
    quote: { exact: '', prefix: '', suffix: '', ...claim.quote },
    links: claim.chain.slice(1).map(({ slug }) => slug),
    occurred: claim.occurred?.edtf ?? '',
    place: placeDraft(claim.place),
    actors: claim.actors.map(({ name, role }) => ({ name, role: role ?? '' })),
    figures: claim.figures.map(figureDraft),
    modality: claim.modality,
    likelihood: claim.likelihood ?? '',
    basis: claim.basis ?? '',
    derivedFrom: [...claim.derived_from],
  };
}

/** Returns a recorded report as fields hold it. */
export function headOf(report: Report): HeadDraft {
  return {
    source: report.source,
    published: report.published,
    published_basis: report.published_basis ?? '',
    title: report.title ?? '',
    url: report.url ?? '',
    language: report.language ?? '',
    key: report.key,
    archive_url: report.archive_url ?? '',
    sha256: report.sha256 ?? '',
    accessed: report.accessed ?? '',
  };
}

/** Returns what a recorded report says for its claims. */
export function commonOf(report: Report): CommonDraft {
  return {
    links: report.chain.slice(1),
    occurred: report.occurred?.edtf ?? '',
    place: placeDraft(report.place),
  };
}

function placeDraft(place: Place | null): PlaceDraft {
  if (!place) return blankPlace();
  const said = Object.entries(place).map(([name, value]) => [name, value === null ? '' : String(value)]);
  return { ...blankPlace(), ...Object.fromEntries(said) };
}

function figureDraft({ measure, scope, low, best, high, qualifier, includes }: Figure): FigureDraft {
  const text = (value: number | null) => (value === null ? '' : String(value));
  return {
    measure,
    scope,
    low: text(low),
    best: text(best),
    high: text(high),
    qualifier: qualifier ?? '',
    includes: (includes ?? []).join(', '),
  };
}
