import type { Instant, ZonedClock } from '../../domain/calendar.ts';
import { AMOUNT_PROBLEMS, parseMinor } from '../../domain/money.ts';
import { cutList } from '../../intake/answer-pages.ts';
import { readInstant } from '../../intake/fields.ts';
import { JsonNumber, type JsonValue } from '../../intake/json-text.ts';
import { type RowProblem, Unreadable } from '../../intake/row-problem.ts';
import { plainDecimal } from '../../intake/plain-decimal.ts';

export type Fields = Map<string, JsonValue>;

/** An object of a document and its path in it, so that what is wrong names its field. */
export class Part {
  readonly #fields: Fields;
  readonly #path: string;

  constructor(fields: Fields, path = '') {
    this.#fields = fields;
    this.#path = path;
  }

  /** The path of a field. */
  at(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }

  /** A field as it is written, trimmed; '' where it is absent or null. Codes and flags may come as texts or as numbers. */
  text(key: string): string {
    const value = this.#fields.get(key);
    if (value === undefined || value === null) return '';
    if (typeof value === 'string') return value.trim();
    if (value instanceof JsonNumber) return value.text;
    if (typeof value === 'boolean') return String(value);
    throw new Unreadable(this.at(key), shownAs(value), 'must be a text or a number');
  }

  /** An amount in minor units. Zeros beyond the currency's decimals are no decimals, since the service writes up to eight. */
  amount(key: string, decimals: number): number {
    const text = this.text(key);
    if (text === '') throw new Unreadable(this.at(key), '', 'the amount is missing');
    const minor = parseMinor(plainDecimal(text), decimals);
    if (typeof minor !== 'number') throw new Unreadable(this.at(key), text, AMOUNT_PROBLEMS[minor]);
    return minor;
  }

  /** A date or an instant; null where it is absent. */
  moment(key: string, clock: ZonedClock | undefined): { at: Instant; dateOnly: boolean } | null {
    const text = this.text(key);
    if (text === '') return null;
    const date = DATE_WITHOUT_TIME.exec(text)?.[1];
    return { at: readInstant(this.at(key), date === undefined ? text : `${date}T00:00:00Z`, clock), dateOnly: date !== undefined };
  }

  part(key: string): Part {
    const value = this.#fields.get(key);
    if (!(value instanceof Map)) throw new Unreadable(this.at(key), shownAs(value), 'must be an object');
    return new Part(value, this.at(key));
  }

  /** A list of objects; empty where it is absent or null. */
  parts(key: string): Part[] {
    const value = this.#fields.get(key) ?? [];
    if (!Array.isArray(value)) throw new Unreadable(this.at(key), shownAs(value), 'must be a list');
    return value.map((item, index) => {
      const path = `${this.at(key)}[${index}]`;
      if (!(item instanceof Map)) throw new Unreadable(path, shownAs(item), 'must be an object');
      return new Part(item, path);
    });
  }

  /** Why a list of `found` entries within this object is not whole, where the object says so; null where it does not. */
  cutList(found: number): RowProblem | null {
    return cutList(this.#fields, this.#path, found);
  }

  isObject(key: string): boolean {
    return this.#fields.get(key) instanceof Map;
  }

  /** Whether a field is there and not null. */
  has(key: string): boolean {
    return (this.#fields.get(key) ?? null) !== null;
  }
}

// Midnight UTC is how the service writes a date that has no time.
const DATE_WITHOUT_TIME = /^(\d{4}-\d{2}-\d{2})(?:T00:00(?::00(?:\.0+)?)?Z)?$/;

/** A value as a refusal shows it; '' where it is absent or null. */
export function shownAs(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return '(a list)';
  if (value instanceof Map) return '(an object)';
  return value instanceof JsonNumber ? value.text : String(value);
}
