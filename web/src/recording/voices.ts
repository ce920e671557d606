// Whose word a claim is, told from its chain while it is being written (rules version 1).
import type { SourceKind } from '../api/shapes';

/** What the rule has to know of a source. */
export interface Link {
  slug: string;
  name: string;
  kind: SourceKind;
  speaks_for: string | null;
}

/** Says who the voice of a chain will be, publisher first. */
export function voiceSentence(chain: readonly Link[]): string {
  const origin = chain.at(-1);
  if (!origin) return 'Voice: nobody yet. Choose the source of the report first.';
  const speaker = speakerOf(chain, origin);
  const voice = speaker.speaks_for ?? speaker.slug;
  if (speaker.kind === 'unnamed') {
    return `Voice: ${voice}, which is unnamed. It supports nothing by itself.`;
  }
  const through = voice === speaker.slug ? '' : `, through ${speaker.slug}`;
  const vouching = speaker === origin ? '' : `, who vouches for ${origin.slug}`;
  return `Voice: ${voice}${through}${vouching}.`;
}

/** The origin, if it is named; else the nearest before it that is named and no outlet; else the origin. */
function speakerOf(chain: readonly Link[], origin: Link): Link {
  if (origin.kind !== 'unnamed') return origin;
  return chain.slice(0, -1).findLast(({ kind }) => kind !== 'unnamed' && kind !== 'outlet') ?? origin;
}
