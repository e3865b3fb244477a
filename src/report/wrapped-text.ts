/** What lines begin with, and how wide they may be; null for as wide as they are. */
export interface Wrapping {
  room: number | null;
  first: string;
  /** Begins each further line. */
  further: string;
}

/** A text as lines of at most `room` characters, broken at spaces; a word that is longer than a line stays whole. */
export function wrappedText(text: string, { room, first, further }: Wrapping): string {
  if (room === null) return `${first}${text}\n`;
  let lines = '';
  let line = first;
  let isBegun = false;
  for (const word of text.split(' ')) {
    if (isBegun && line.length + 1 + word.length > room) {
      lines += `${line.trimEnd()}\n`;
      line = further;
      isBegun = false;
    }
    // Where spaces stood together and a line was broken between them.
    if (word === '' && !isBegun && lines !== '') continue;
    line += isBegun ? ` ${word}` : word;
    isBegun = true;
  }
  return `${lines}${line}\n`;
}
