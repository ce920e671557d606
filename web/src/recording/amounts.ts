// How many, in words.

/** Says how many there are of a thing: "1 claim", "2 claims". */
export function plural(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
