import { TextDecoder } from 'node:util';

/** What is wrong with an XML text. */
export class XmlProblem extends Error {
  override readonly name = 'XmlProblem';
}

/** What an XmlReader calls; names are without their namespace's prefix. */
export interface XmlHandler {
  /** `attributes` as written; see attributeOf. */
  open(name: string, attributes: string): void;
  text(text: string): void;
  close(name: string): void;
}

const LONGEST_TOKEN = 4 * 1024 * 1024;
const DEEPEST = 200;
const GREATER = 62;
const DOUBLE_QUOTE = 34;
const SINGLE_QUOTE = 39;
const NAME = /^[A-Za-z_][\w.:-]*$/;
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string {
  const plain = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (!plain.includes('&')) return plain;
  return plain.replace(/&([^;&]{0,12});?/g, (entity, name: string) => {
    const code = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name);
    const point = code === null ? Number.NaN : code[1] === undefined ? Number(code[2]) : Number.parseInt(code[1], 16);
    if (entity.endsWith(';')) {
      if (Object.hasOwn(NAMED, name)) return NAMED[name] as string;
      if (point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)) return String.fromCodePoint(point);
    }
    throw new XmlProblem(`the entity ${JSON.stringify(entity)} is not known`);
  });
}

const ATTRIBUTES = new Map<string, RegExp>();

function attributePattern(name: string): RegExp {
  let pattern = ATTRIBUTES.get(name);
  if (pattern === undefined) {
    pattern = new RegExp(`(?:^|\\s)${name.startsWith(':') ? `[\\w.-]+${name}` : name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
    ATTRIBUTES.set(name, pattern);
  }
  return pattern;
}

/** The value of an attribute in a tag's attributes; a name without a prefix finds the one without, `:id` one with any prefix. */
export function attributeOf(attributes: string, name: string): string | undefined {
  const found = attributePattern(name).exec(attributes);
  const value = found?.[1] ?? found?.[2];
  return value === undefined ? undefined : decoded(value);
}

/**
 * Reads XML piece by piece, as office programs write it: elements, attributes, text, comments, CDATA and the five named entities.
 * A document type is refused, so no entity can be defined that grows without end. Throws XmlProblem.
 */
export class XmlReader {
  readonly #handler: XmlHandler;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  readonly #path: string[] = [];
  #left = '';
  #root = false;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  write(bytes: Buffer): void {
    this.#take(this.#decode(() => this.#decoder.decode(bytes, { stream: true })));
  }

  /** Ends the text: what was opened must be closed. */
  end(): void {
    this.#take(this.#decode(() => this.#decoder.decode()));
    if (!this.#root || this.#path.length > 0 || this.#left.trim() !== '') throw new XmlProblem('the XML ends in the middle');
  }

  #decode(decode: () => string): string {
    try {
      return decode();
    } catch {
      throw new XmlProblem('the XML is not valid UTF-8');
    }
  }

  #take(more: string): void {
    const text = this.#left === '' ? more : this.#left + more;
    let at = 0;
    for (;;) {
      const tag = text.indexOf('<', at);
      if (tag < 0) break;
      const end = this.#tokenEnd(text, tag);
      if (end < 0) {
        if (tag > at) this.#text(text.slice(at, tag));
        at = tag;
        break;
      }
      if (tag > at) this.#text(text.slice(at, tag));
      this.#token(text, tag, end);
      at = end;
    }
    this.#left = text.slice(at);
    if (this.#left.length > LONGEST_TOKEN) throw new XmlProblem('a piece of the XML is too long');
  }

  /** Where the token ends that begins at `<`, or -1 where more is needed. */
  #tokenEnd(text: string, tag: number): number {
    const behind = (mark: string, from: number): number => {
      const found = text.indexOf(mark, from);
      return found < 0 ? -1 : found + mark.length;
    };
    if (text.startsWith('<!--', tag)) return behind('-->', tag + 4);
    if (text.startsWith('<![CDATA[', tag)) return behind(']]>', tag + 9);
    if (text.startsWith('<?', tag)) return behind('?>', tag + 2);
    for (let at = tag + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === GREATER) return at + 1;
      // A > within quotes does not end a tag.
      if (code === DOUBLE_QUOTE || code === SINGLE_QUOTE) {
        at = text.indexOf(code === DOUBLE_QUOTE ? '"' : "'", at + 1);
        if (at < 0) return -1;
      }
    }
    return -1;
  }

  #text(text: string): void {
    if (this.#path.length > 0) this.#handler.text(decoded(text));
    else if (text.replace('\ufeff', '').trim() !== '') throw new XmlProblem('text outside the XML');
  }

  #token(text: string, start: number, end: number): void {
    const second = text[start + 1];
    if (second === '?') return;
    if (second === '!') {
      if (text.startsWith('<!--', start)) return;
      if (!text.startsWith('<![CDATA[', start)) throw new XmlProblem('a document type is not allowed');
      if (this.#path.length > 0) this.#handler.text(text.slice(start + 9, end - 3));
      return;
    }
    if (second === '/') {
      const name = text.slice(start + 2, end - 1).trimEnd();
      if (this.#path.pop() !== name) throw new XmlProblem(`</${name.slice(0, 40)}> closes what it did not open`);
      this.#handler.close(localName(name));
      return;
    }
    const empty = text[end - 2] === '/';
    const inner = text.slice(start + 1, empty ? end - 2 : end - 1);
    const space = inner.search(/\s/);
    const name = space < 0 ? inner : inner.slice(0, space);
    if (!NAME.test(name)) throw new XmlProblem('a tag without a name');
    if (this.#path.length === 0 && this.#root) throw new XmlProblem('more than one root in the XML');
    if (this.#path.length >= DEEPEST) throw new XmlProblem('the XML is nested too deeply');
    this.#root = true;
    this.#handler.open(localName(name), space < 0 ? '' : inner.slice(space));
    if (empty) this.#handler.close(localName(name));
    else this.#path.push(name);
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
