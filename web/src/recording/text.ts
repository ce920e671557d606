// What text may be in the ledger: its lengths in code points, its alphabets, and how it is tidied before it is sent.

const NOTHING_TO_SEE = /^[\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0]*$/;
const SLUG = /^[a-z0-9][a-z0-9._-]{0,127}$/;
const VOICE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const FREE = /^x-[a-z0-9-]+$/;
const URL_FORM =
  /^https?:\/\/(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#@:[\]<>"\\]+)(?::[0-9]{1,5})?(?:\/[^\s<>"\\]*|[?#][^\s<>"\\]*)?$/i;
const LANGUAGE =
  /^(?:(?:[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*(?:-[Xx](?:-[A-Za-z0-9]{1,8})+)?|[Xx](?:-[A-Za-z0-9]{1,8})+)$/;
const PRINTABLE = /^(?:[^\p{C}\p{Z}]| )*$/u;
const CONTROL = /[\p{Cc}\p{Cs}]/u;

/** Returns text as it is sent: in NFC, on one line, without space around it. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\t\r\n\v\f]+/g, ' ')
    .trim();
}

/** Counts as the ledger does: code points of the tidied text. */
export function lengthOf(text: string): number {
  return [...tidy(text)].length;
}

/** Each of these says what is wrong with a text that is given, or null. */
export type TextCheck = (text: string) => string | null;

/** Any text of some length. */
export function upTo(longest: number): TextCheck {
  return (text) => {
    const length = lengthOf(text);
    if (length > longest)
      return `Too long by ${length - longest}: at most ${longest.toLocaleString('en-GB')} characters.`;
    return CONTROL.test(tidy(text)) ? 'It holds a character that does not print.' : null;
  };
}

/** Text of some length with something to see in it. */
export function visible(longest: number): TextCheck {
  return (text) => upTo(longest)(text) ?? (NOTHING_TO_SEE.test(text) ? 'There is nothing to see in it.' : null);
}

export const slug: TextCheck = (text) =>
  SLUG.test(text) ? null : 'Use 1 to 128 of a–z, 0–9, dot, _ and -, beginning with a letter or digit.';

export const voice: TextCheck = (text) =>
  VOICE.test(text) ? null : 'Use 1 to 128 of A–Z, a–z, 0–9, dot, _ and -, beginning with a letter or digit.';

export const free: TextCheck = (text) =>
  FREE.test(text) && text.length <= 300 ? null : 'Write x- and a name of a–z, 0–9 and -, as x-drone-strike.';

export const url: TextCheck = (text) =>
  !URL_FORM.test(text) || CONTROL.test(text)
    ? 'Give a whole address: http:// or https://, a host, and no spaces.'
    : lengthOf(text) > 2000
      ? 'Too long: at most 2,000 characters.'
      : null;

export const language: TextCheck = (text) =>
  LANGUAGE.test(text) ? null : 'Give a language tag (BCP 47), as en, uk or zh-Hant-TW.';

export const sha256: TextCheck = (text) => (/^[0-9A-Fa-f]{64}$/.test(text) ? null : 'Give 64 hex digits.');

export const key: TextCheck = (text) =>
  PRINTABLE.test(text) && lengthOf(text) <= 200 ? null : 'Use 1 to 200 characters that print.';

export const admin1: TextCheck = (text) =>
  /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(text) ? null : 'Give an ISO 3166-2 code, as RU-KRS.';

/** Proposes a slug for a name: "Moscow Times" is "moscow-times". */
export function slugFor(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
