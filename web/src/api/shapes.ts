// The shapes of the HTTP API's answers, as the page reads them. The reference at /docs tells what each field means.

export type Clock = 'published' | 'recorded';
export type Status =
  'confirmed' | 'disputed' | 'corroborated' | 'reported' | 'denied' | 'retracted' | 'unsupported' | 'mentioned';
export type Stance = 'asserts' | 'denies' | 'withholds' | 'retracts' | 'mentions';
export type SourceKind = 'outlet' | 'person' | 'organisation' | 'official' | 'unnamed';

export interface AsOf {
  known_on: string | null;
  recorded_by: string | null;
  position: number;
  settled: boolean;
  clock: 'live' | 'replayed';
  rules: number;
}

/** A page of a list; `next` is the address of the next one. */
export interface Page<T> {
  as_of: AsOf;
  items: T[];
  next: string | null;
}

export interface TimelineView {
  timeline: string;
  title: string;
  description: string | null;
  incidents: number;
  reports: number;
}

export interface FuzzyDate {
  edtf: string;
  earliest: string | null;
  latest: string | null;
}

export interface Place {
  name: string;
  country?: string;
  admin1?: string;
  lat?: number;
  lon?: number;
  precision?: string;
}

export interface Figure {
  measure: string;
  scope: string;
  low: number | null;
  high: number | null;
  best: number | null;
  qualifier: string | null;
  includes?: string[];
}

export interface FigureSaid extends Figure {
  at: string;
  voice: string;
  incident: string;
  claim: string | null;
}

export interface Envelope {
  measure: string;
  scope: string;
  low: number | null;
  high: number | null;
  voices: string[];
}

export interface FigurePage extends Page<FigureSaid> {
  envelopes?: Envelope[];
}

export interface SignOff {
  by: string;
  rationale: string;
  published: string;
}

export interface Entry {
  incident: string;
  title: string;
  kind: string;
  occurred: FuzzyDate | null;
  place: Place | null;
  adverse_to: string[];
  status: Status;
  status_basis: string;
  signed_off: SignOff | null;
  reports: number;
  independent_voices: number;
  asserted_by: string[];
  denied_by: string[];
  withheld_by: string[];
  retracted_by: string[];
  admitted_by: string[];
  erased: Erasure | null;
  figures: (Figure & { voice: string; claim: string })[];
  because: string[];
  first_published: string;
  last_published: string;
}

export interface ChainLink {
  slug: string;
  name: string;
  kind: SourceKind;
  voice: string;
}

export interface Erasure {
  on: string;
  basis: string;
}

export interface Sealed {
  position: number;
  recorded: string;
}

export interface Claim {
  claim: string;
  ref: string;
  report: {
    id: string;
    key: string;
    source: string;
    title: string | null;
    url: string | null;
    published: string;
    published_basis: string | null;
  };
  timeline: string;
  incident: string | null;
  kind: string;
  stance: Stance;
  statement: string;
  quote: { exact: string; prefix?: string; suffix?: string } | null;
  chain: ChainLink[];
  voice: string;
  occurred: FuzzyDate | null;
  place: Place | null;
  actors: { name: string; role: string | null }[];
  figures: Figure[];
  modality: string;
  likelihood: string | null;
  basis: string | null;
  derived_from: string[];
  credibility: number | null;
  corrected: boolean;
  withdrawn: boolean;
  position: number;
  recorded: string;
  by: string;
  sealed: Sealed | null;
  erased: Erasure | null;
}

export interface Report {
  id: string;
  key: string;
  timeline: string;
  source: string;
  published: string;
  published_basis: string | null;
  title: string | null;
  url: string | null;
  language: string | null;
  archive_url: string | null;
  sha256: string | null;
  accessed: string | null;
  chain: string[];
  place: Place | null;
  occurred: FuzzyDate | null;
  claims: string[];
  corrected: boolean;
  withdrawn: boolean;
  position: number;
  recorded: string;
  by: string;
  sealed: Sealed | null;
  erased: Erasure | null;
}

export interface Source {
  slug: string;
  name: string;
  kind: SourceKind;
  voice: string;
  speaks_for: string | null;
  linked_to: string[];
  reliability: string | null;
  erased: Erasure | null;
}

export interface IncidentFound {
  as_of: AsOf;
  entry: Entry | null;
  claims: Claim[];
  next: string | null;
  merged_into?: string;
}

export interface ReportFound {
  as_of: AsOf;
  report: Report | null;
  claims: Claim[];
  next: string | null;
}

export interface HistoryStep {
  at: string;
  position: number;
  before: Entry | null;
  after: Entry | null;
  changed: string[];
  because: string[];
  by: string;
  reason: string | null;
}

export interface Difference {
  from: AsOf;
  to: AsOf;
  added: Entry[];
  removed: Entry[];
  changed: { incident: string; before: Entry; after: Entry; changed: string[]; steps: number }[];
  next: string | null;
}

export interface VoiceWord {
  published: string;
  claim: string;
  report: string;
  office: string;
  stance: Stance;
  before: Stance | null;
  after: Stance | null;
  reversal: boolean;
  contradicts: string[];
}

export interface VoiceHeard {
  voice: string;
  named: boolean;
  word: string | null;
  group: number | null;
  offices: { source: string; stance: Stance; published: string; claim: string }[];
  words: VoiceWord[];
}

export interface VoicesTold {
  as_of: AsOf;
  incident: string;
  independent_voices: number;
  voices: VoiceHeard[];
  claims: { claim: string; voice: string; rule: string; of: string | null; because: string[] }[];
  echoes: Echo[];
}

/** A voice that gave the same number as another, some days later: perhaps an echo of it. */
export interface Echo {
  claim: string;
  voice: string;
  earlier: string;
  earlier_voice: string;
  measure: string;
  scope: string;
  low: number | null;
  high: number | null;
  best: number | null;
  days: number;
}

export interface SummaryItem {
  incidents: number;
  status?: Status;
  kind?: string;
  country?: string | null;
  admin1?: string | null;
  month?: string | null;
}

export interface Summary {
  as_of: AsOf;
  items: SummaryItem[];
}

export interface Moment {
  at: string;
  position: number | null;
}

export interface Moments {
  as_of: AsOf;
  clock: Clock;
  thinned: boolean;
  items: Moment[];
}

export interface LedgerChange {
  position: number;
  recorded: string;
  by: string;
  fact: string;
  incident: string | null;
  report: string | null;
  claim: string | null;
  reason: string | null;
  transitions: { incident: string; from: Status | null; to: Status | null; because: string[] }[];
}

export interface SimilarFound {
  as_of: AsOf;
  incidents: { entry: Entry; because: string[] }[];
  reports: { report: Report; because: string[] }[];
}

/** RFC 9457, as the API tells what it refuses. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}
