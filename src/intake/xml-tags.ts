/** What stops the reading of a whole part: it would lose cells without a word. */
export class UnreadablePart extends Error {}

/** White space of XML. */
export const isSpace = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const EQUALS = 0x3d;

/** The tags of a part, one after the other. What is not well-formed is left to the reader behind it, which refuses it. */
export class Tags {
  readonly content: Buffer;
  /** Whether the tag closes an element, or opens and closes one. */
  closes = false;
  empty = false;
  /** Behind the tag. */
  end = 0;
  #from = 0;
  #nameEnd = 0;

  constructor(content: Buffer) {
    this.content = content;
  }

  /** Goes to the next tag; false at the end. */
  next(): boolean {
    const { content } = this;
    for (;;) {
      const at = content.indexOf(LESS, this.end);
      if (at < 0) return false;
      const byte = content[at + 1];
      if (byte === 0x21) this.#skip(at, '<!--', '-->');
      else if (byte === 0x3f) this.#skip(at, '<?', '?>');
      else {
        this.#tag(at, byte === SLASH);
        return true;
      }
    }
  }

  /** Goes to the next tag of an element that is not closed yet. */
  nextWithin(): true {
    if (!this.next()) throw new UnreadablePart('ends in the middle');
    return true;
  }

  /** Whether the next tag closes the element that is open; else it opens another one, which is now the tag. */
  closed(name: string): boolean {
    this.nextWithin();
    if (!this.closes) return false;
    if (!this.is(name)) throw new UnreadablePart(`has ${this.shown()} where </${name}> should be`);
    return true;
  }

  is(name: string): boolean {
    const length = this.#nameEnd - this.#from;
    if (length !== name.length) return false;
    for (let index = 0; index < length; index++) if (this.content[this.#from + index] !== name.charCodeAt(index)) return false;
    return true;
  }

  /** The tag for a message. */
  shown(): string {
    return `<${this.closes ? '/' : ''}${this.content.toString('utf8', this.#from, Math.min(this.#nameEnd, this.#from + 40))}>`;
  }

  /** The value of an attribute with a name of one letter, as written; null where it is not there. */
  attribute(name: 'r' | 't'): string | null {
    const { content } = this;
    const letter = name.charCodeAt(0);
    for (let at = this.#nameEnd; at < this.end; at++) {
      const byte = content[at];
      if (byte === 0x22 || byte === 0x27) at = content.indexOf(byte, at + 1);
      else if (byte === letter && isSpace(content[at - 1])) {
        let value = at + 1;
        while (isSpace(content[value])) value++;
        if (content[value] !== EQUALS) continue;
        value++;
        while (isSpace(content[value])) value++;
        const quote = content[value];
        if (quote !== 0x22 && quote !== 0x27) continue;
        return content.toString('latin1', value + 1, content.indexOf(quote, value + 1));
      }
    }
    return null;
  }

  /** Passes over the text of the element that the tag opened and what closes it, and gives the end of the text. */
  skipText(name: string, address: string): number {
    const textEnd = this.content.indexOf(LESS, this.end);
    this.nextWithin();
    if (!this.closes || !this.is(name) || this.#from !== textEnd + 2) throw new UnreadablePart(`has something else than a text in <${name}> of cell ${address}`);
    return textEnd;
  }

  /** Blanks the element that the tag opened. */
  blank(): void {
    const { content } = this;
    const from = this.#from - 1;
    if (!this.empty) {
      const close = content.indexOf(`</${content.toString('latin1', this.#from, this.#nameEnd)}`, this.end);
      const end = close < 0 ? -1 : content.indexOf(GREATER, close);
      if (end < 0) throw new UnreadablePart('ends in the middle');
      this.end = end + 1;
    }
    content.fill(0x20, from, this.end);
  }

  #tag(at: number, closes: boolean): void {
    const { content } = this;
    this.closes = closes;
    this.#from = at + (closes ? 2 : 1);
    let end = this.#from;
    for (let byte = content[end]; byte !== undefined && byte !== GREATER && byte !== SLASH && !isSpace(byte); byte = content[++end]);
    this.#nameEnd = end;
    for (let byte = content[end]; byte !== GREATER; byte = content[++end]) {
      if (byte === 0x22 || byte === 0x27) end = content.indexOf(byte, end + 1);
      if (byte === undefined || byte === LESS || end < 0) throw new UnreadablePart('ends in the middle, or is damaged');
    }
    this.empty = !closes && content[end - 1] === SLASH;
    this.end = end + 1;
  }

  /** Passes over a comment or an instruction. exceljs passes over CDATA, too, which is a text; a DTD no part may have. */
  #skip(at: number, start: string, stop: string): void {
    const { content } = this;
    if (content.toString('latin1', at, at + start.length) !== start) throw new UnreadablePart(content.toString('latin1', at, at + 9) === '<![CDATA[' ? 'has a text in a CDATA section' : 'has a DTD');
    const end = content.indexOf(stop, at + start.length);
    if (end < 0) throw new UnreadablePart('ends in the middle');
    this.end = end + stop.length;
  }
}
