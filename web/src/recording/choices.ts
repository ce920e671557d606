// What can be chosen in the forms, each with a sentence that tells what choosing it means.
import type { SourceKind, Stance } from '../api/shapes';

export const KINDS: Readonly<Record<string, string>> = {
  deployment_detected: 'Forces have been moved somewhere.',
  training_observed: 'Forces train, or trained.',
  clash_reported: 'Forces have fought.',
  strength_estimated: 'So many are there, or shall be.',
  casualties_claimed: 'So many were killed, wounded, or lost.',
  equipment_observed: 'Weapons, vehicles, papers or other things were seen.',
  capture_reported: 'People or places were taken.',
  withdrawal_reported: 'Forces have left a place.',
  forecast_made: 'Something is expected, planned or thought possible.',
  confirmation_issued: 'A voice confirms what was claimed before.',
  denial_issued: 'A voice denies what was claimed.',
  silence_noted: 'A voice would not, or could not, say.',
  observation_reported: 'Anything else.',
};

export const STANCES: Readonly<Record<Stance, string>> = {
  asserts: 'It says that this is so.',
  denies: 'It says that this is not so.',
  withholds: 'No comment, or cannot confirm. It takes nothing back.',
  retracts: 'It takes its own earlier word back.',
  mentions: 'It speaks of this, and takes no side.',
};

export const SOURCE_KINDS: Readonly<Record<SourceKind, string>> = {
  outlet: 'outlet: publishes what others say',
  person: 'person: speaks for themselves',
  organisation: 'organisation: a body with a name',
  official: 'official: speaks in an office',
  unnamed: 'unnamed: a leak, nobody stands behind it by name',
};

export const RELIABILITIES: Readonly<Record<string, string>> = {
  A: 'completely reliable',
  B: 'usually reliable',
  C: 'fairly reliable',
  D: 'not usually reliable',
  E: 'unreliable',
  F: 'reliability cannot be judged',
};

export const CREDIBILITIES: Readonly<Record<string, string>> = {
  1: 'confirmed by other, independent sources',
  2: 'probably true',
  3: 'possibly true',
  4: 'doubtful',
  5: 'improbable',
  6: 'truth cannot be judged',
};

export const MEASURES: Readonly<Record<string, string>> = {
  personnel_present: 'People who are there.',
  personnel_planned: 'People who shall be there.',
  killed: 'Killed.',
  wounded: 'Wounded.',
  casualties: 'Lost in any way. Say under “includes” what is counted.',
  captured: 'Taken prisoner.',
  survivors: 'Left alive.',
};

export const SCOPES: Readonly<Record<string, string>> = {
  snapshot: 'at that moment',
  cumulative: 'everything so far',
  window: 'in a stretch of time',
  planned: 'in a plan',
};

export const PRECISIONS: Readonly<Record<string, string>> = {
  exact: 'about 10 m',
  vicinity: 'about 100 m',
  locality: 'about 1 km',
  district: 'anywhere in the district',
  region: 'anywhere in the region',
  country: 'anywhere in the country',
};

export const MODALITIES: Readonly<Record<string, string>> = {
  asserted: 'as a fact',
  assessed: 'as a judgement',
  alleged: 'as an accusation',
  forecast: 'as a prediction',
  conditional: 'as an if',
};

export const BASES: Readonly<Record<string, string>> = {
  testimony: 'what somebody saw or heard',
  document: 'a document',
  imagery: 'pictures',
  inference: 'a conclusion',
};

export const PUBLISHED_BASES: Readonly<Record<string, string>> = {
  page: 'as the page says',
  metadata: 'from its metadata',
  inferred: 'our inference',
};

export const ROLES: Readonly<Record<string, string>> = {
  subject: 'acts',
  opponent: 'is acted against',
  host: 'has them on its ground',
  partner: 'acts with them',
};

/** Words of estimate in common use; any other may be written. */
export const LIKELIHOODS: readonly string[] = [
  'almost no chance',
  'very unlikely',
  'unlikely',
  'roughly even chance',
  'likely',
  'very likely',
  'almost certain',
];
