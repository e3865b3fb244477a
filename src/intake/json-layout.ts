import type { UnreadNames } from './unread-names.ts';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const LIST_START = 91;
const LIST_END = 93;
const OBJECT_START = 123;
const OBJECT_END = 125;
const ZERO = 48;
const NINE = 57;
const MINUS = 45;

/** What an object is to be read for: by its keys the place of a value, an object in it, or a list of flat objects with a place for the list and one for each value of theirs. */
export interface Shape {
  readonly [key: string]: number | Shape | ListShape;
}
export type ListShape = readonly [place: number, of: { readonly [key: string]: number }];

/** More ways in which keys follow one another than any export has; beyond, its lines are not worth remembering. */
const MOST_STEPS = 500;

/** Bytes that stand for themselves in a JSON string: all but controls, quote and backslash. */
const PLAIN = new Uint8Array(256).fill(1, 32);
PLAIN[QUOTE] = 0;
PLAIN[92] = 0;

/** A key where lines had it so far: what stands between the value before it and its own, byte for byte, and what followed it. */
class Step {
  readonly next: Step[] = [];
  readonly key: string;
  readonly before: Step | null;
  readonly token: Uint8Array;
  /** Undefined for a key that nobody asks for. */
  readonly member: Member | undefined;

  constructor(key: string, before: Step | null, token: Uint8Array, member: Member | undefined) {
    this.key = key;
    this.before = before;
    this.token = token;
    this.member = member;
  }
}

/** What a key stands for. */
class Member {
  readonly place: number;
  /** Of an object, or of the objects of a list. */
  readonly inner: ObjectKind | null;
  readonly isList: boolean;

  constructor(place: number, inner: ObjectKind | null, isList: boolean) {
    this.place = place;
    this.inner = inner;
    this.isList = isList;
  }
}

class ObjectKind {
  readonly first = new Step('', null, Buffer.alloc(0), undefined);
  readonly members = new Map<string, Member>();
  /** How many places its values take, those of objects in it too. */
  readonly size: number;
  /** What stands before its keys where they are told: `report.lines[].`. */
  readonly path: string;
  constructor(shape: Shape, path: string) {
    this.path = path;
    let size = 0;
    for (const [key, asked] of Object.entries(shape)) {
      const member = memberOf(asked, path + key);
      this.members.set(key, member);
      size = Math.max(size, member.place + 1, member.isList ? 0 : (member.inner?.size ?? 0));
    }
    this.size = size;
  }
}

const isList = (asked: number | Shape | ListShape): asked is ListShape => Array.isArray(asked);

/** Gathers the keys of a parsed value that its shape does not know, by their paths; what stands behind such a key is not looked at. */
export function gatherUnreadKeys(value: unknown, shape: Shape, unread: UnreadNames, path = ''): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const key in value) {
    const asked = shape[key];
    if (typeof asked === 'number') continue;
    const inner = (value as Record<string, unknown>)[key];
    if (asked === undefined || !Object.hasOwn(shape, key)) unread.add(path + key);
    else if (!isList(asked)) gatherUnreadKeys(inner, asked, unread, `${path}${key}.`);
    else if (Array.isArray(inner)) for (const each of inner) gatherUnreadKeys(each, asked[1], unread, `${path}${key}[].`);
  }
}

function memberOf(asked: number | Shape | ListShape, path: string): Member {
  if (typeof asked === 'number') return new Member(asked, null, false);
  return isList(asked) ? new Member(asked[0], new ObjectKind(asked[1], `${path}[].`), true) : new Member(-1, new ObjectKind(asked, `${path}.`), false);
}

/**
 * Tells where the values of a JSON line stand, without making anything of them: an export writes the same keys in the same order line by line, so what
 * stood between two values in a line before is what is looked for in the next. It is not for every line: one with an escape, a key that stands
 * twice, or what nobody asks for and is more than a value, is left to whoever reads JSON as a whole.
 *
 * Of what is read, `spans` has two numbers for each place: where the value begins and ends, a text without its quotes; the beginning is -1 where there is no value, or a
 * null. For a list they are where the places of its first object begin in `spans`, and how many objects there are.
 */
export class JsonLayout {
  spans = new Int32Array(4096);
  readonly #kind: ObjectKind;
  readonly #unread: UnreadNames | undefined;
  #bytes: Uint8Array = Buffer.alloc(0);
  #used = 0;
  #steps = 0;

  /** Keys that the shape does not know are gathered in `unread`, once each way in which they follow another one. */
  constructor(shape: Shape, unread?: UnreadNames) {
    this.#unread = unread;
    this.#kind = new ObjectKind(shape, '');
  }

  /** Reads the line of `bytes` from `start` to `end`, which is UTF-8 and has a line end behind it. False for a line that this does not read. */
  read(bytes: Uint8Array, start: number, end: number): boolean {
    this.#bytes = bytes;
    this.#used = 0;
    return bytes[start] === OBJECT_START && this.#object(this.#kind, this.#take(this.#kind.size), start) === end;
  }

  /** Places for an object, all of them without a value. */
  #take(size: number): number {
    const base = this.#used;
    this.#used += 2 * size;
    if (this.#used > this.spans.length) {
      const larger = new Int32Array(2 * this.#used);
      larger.set(this.spans);
      this.spans = larger;
    }
    for (let at = base; at < this.#used; at += 2) this.spans[at] = -1;
    return base;
  }

  /** Where the object ends that begins at `at`, whose places begin at `base`; -1 where it can't be read. */
  #object(kind: ObjectKind, base: number, at: number): number {
    const bytes = this.#bytes;
    let step = kind.first;
    let here = at + 1;
    for (;;) {
      let next = this.#known(step, here);
      if (next === null) {
        const close = this.#space(here);
        if (bytes[close] === OBJECT_END) return close + 1;
        next = this.#learned(kind, step, here);
        if (next === null) return -1;
      }
      step = next;
      here += step.token.length;
      const { member } = step;
      if (bytes[here] === QUOTE) {
        const from = ++here;
        while (PLAIN[bytes[here] as number] === 1) here++;
        if (bytes[here] !== QUOTE) return -1;
        if (member !== undefined) {
          if (member.inner !== null) return -1;
          this.spans[base + 2 * member.place] = from;
          this.spans[base + 2 * member.place + 1] = here;
        }
        here++;
      } else if (member?.inner !== null && member?.inner !== undefined && bytes[here] === (member.isList ? LIST_START : OBJECT_START)) {
        here = member.isList ? this.#list(member.inner, base + 2 * member.place, here) : this.#object(member.inner, base, here);
        if (here < 0) return -1;
      } else {
        const from = here;
        here = this.#bare(from);
        if (here < 0) return -1;
        // A null is no value.
        if (member !== undefined && bytes[from] !== 110) {
          if (member.inner !== null) return -1;
          this.spans[base + 2 * member.place] = from;
          this.spans[base + 2 * member.place + 1] = here;
        }
      }
    }
  }

  #list(kind: ObjectKind, listAt: number, at: number): number {
    const bytes = this.#bytes;
    this.spans[listAt] = this.#used;
    let count = 0;
    let here = this.#space(at + 1);
    if (bytes[here] !== LIST_END) {
      for (;;) {
        if (bytes[here] !== OBJECT_START) return -1;
        here = this.#object(kind, this.#take(kind.size), here);
        if (here < 0) return -1;
        count++;
        here = this.#space(here);
        if (bytes[here] === LIST_END) break;
        if (bytes[here] !== COMMA) return -1;
        here = this.#space(here + 1);
      }
    }
    this.spans[listAt + 1] = count;
    return here + 1;
  }

  /** Where a value ends that is true, false, null or a whole number; -1 for any other. What must stand behind it is looked for by whoever goes on. */
  #bare(at: number): number {
    const bytes = this.#bytes;
    const first = bytes[at] as number;
    if (first === 116) return bytes[at + 1] === 114 && bytes[at + 2] === 117 && bytes[at + 3] === 101 ? at + 4 : -1;
    if (first === 102) return bytes[at + 1] === 97 && bytes[at + 2] === 108 && bytes[at + 3] === 115 && bytes[at + 4] === 101 ? at + 5 : -1;
    if (first === 110) return bytes[at + 1] === 117 && bytes[at + 2] === 108 && bytes[at + 3] === 108 ? at + 4 : -1;
    let here = first === MINUS ? at + 1 : at;
    if (bytes[here] === ZERO) return here + 1;
    const digits = here;
    while ((bytes[here] as number) >= ZERO && (bytes[here] as number) <= NINE) here++;
    return here > digits ? here : -1;
  }

  #space(at: number): number {
    let here = at;
    while (isSpace(this.#bytes[here])) here++;
    return here;
  }

  /** The key at `at`, where it was seen behind `step` before. */
  #known(step: Step, at: number): Step | null {
    const bytes = this.#bytes;
    for (const next of step.next) {
      const { token } = next;
      let place = 0;
      while (place < token.length && bytes[at + place] === token[place]) place++;
      if (place === token.length) return next;
    }
    return null;
  }

  /** The same for one that was not, which it is from now on; null where none stands there, or one that the object has already. */
  #learned(kind: ObjectKind, step: Step, at: number): Step | null {
    const bytes = this.#bytes;
    let here = this.#space(at);
    if (step !== kind.first) {
      if (bytes[here] !== COMMA) return null;
      here = this.#space(here + 1);
    }
    if (bytes[here] !== QUOTE) return null;
    const from = ++here;
    while (PLAIN[bytes[here] as number] === 1) here++;
    if (bytes[here] !== QUOTE) return null;
    const key = Buffer.from(bytes.subarray(from, here)).toString();
    here = this.#space(here + 1);
    if (bytes[here] !== COLON) return null;
    here = this.#space(here + 1);
    for (let each: Step | null = step; each !== null && each !== kind.first; each = each.before) if (each.key === key) return null;
    if (this.#steps++ >= MOST_STEPS) return null;
    const member = kind.members.get(key);
    if (member === undefined) this.#unread?.add(kind.path + key);
    const next = new Step(key, step, Buffer.from(bytes.subarray(at, here)), member);
    step.next.push(next);
    return next;
  }
}

const isSpace = (byte: number | undefined): boolean => byte === 32 || byte === 9 || byte === 13;
