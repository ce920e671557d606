// Places as words: the names of countries, and of regions once the map has fetched its outlines.
const countries = new Intl.DisplayNames('en', { type: 'region' });
const COUNTRY = /^[A-Z]{2}$/;
const CODE = /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/;

class PlaceNames {
  /** The names of what the map draws, by codes. */
  drawn = $state.raw<ReadonlyMap<string, string>>(new Map());

  /** Says a code: "Russia", "Kursk, Russia"; of a region that has no name yet, its country. */
  of(code: string): string {
    const country = countryName(code.slice(0, 2));
    const region = COUNTRY.test(code) ? undefined : this.drawn.get(code);
    return region ? `${region}, ${country}` : country;
  }

  /** Returns the code of what was typed: a code itself, or the name of a place, of those that are *likely* first. */
  codeOf(typed: string, likely: readonly string[]): string {
    const code = typed.trim().toUpperCase();
    if (CODE.test(code)) return code;
    return [...likely, ...this.drawn.keys()].find((one) => this.#names(one).includes(code)) ?? code;
  }

  #names(code: string): string[] {
    const own = this.drawn.get(code) ?? '';
    return [own, this.of(code)].map((name) => name.toUpperCase());
  }
}

function countryName(code: string): string {
  return (COUNTRY.test(code) && countries.of(code)) || code;
}

export const places = new PlaceNames();
