// What the page says politely, to eyes and to screen readers (a live region), without moving anything.

class Saying {
  text = $state('');

  /** Says something; the same thing said twice is heard twice. */
  say(text: string): void {
    this.text = this.text === text ? `${text}\u00a0` : text;
  }
}

export const saying = new Saying();
