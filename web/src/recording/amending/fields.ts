// The fields that can be corrected, as the page calls them.
import { plain } from '../../words/names';

const WORDS: Readonly<Record<string, string>> = {
  occurred: 'happened',
  url: 'URL',
  archive_url: 'archived at',
  sha256: 'SHA-256',
  published_basis: 'basis of published',
};

export const OF_CLAIM: readonly string[] = [
  'statement',
  'stance',
  'kind',
  'incident',
  'chain',
  'occurred',
  'place',
  'figures',
  'quote',
  'modality',
  'likelihood',
  'basis',
  'derived_from',
  'actors',
];

export const OF_REPORT: readonly string[] = [
  'source',
  'published',
  'published_basis',
  'title',
  'url',
  'language',
  'archive_url',
  'sha256',
  'accessed',
  'chain',
  'occurred',
  'place',
];

/** Says the names of fields: "statement, happened". */
export function fieldWords(names: readonly string[]): string {
  return names.map((name) => WORDS[name] ?? plain(name)).join(', ');
}
