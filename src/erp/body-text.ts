import { formatMinor } from '../domain/money.ts';

/** An amount that a body carries as a JSON number: its exact decimal text, written from minor units and never through a float. */
export class JsonDecimal {
  readonly text: string;

  constructor(minor: number, currency: string) {
    this.text = formatMinor(minor, currency);
  }
}

/** A number of a body that was read back, as it is written there. */
export class WrittenNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a request body is made of; a key whose value is undefined is left out. Plain numbers are whole ones: line numbers, quantities. */
export type BodyValue = string | number | boolean | JsonDecimal | WrittenNumber | readonly BodyValue[] | Body;
export interface Body {
  readonly [key: string]: BodyValue | undefined;
}

/** A body as JSON, its keys in the order in which they were given, so that the same PO is the same bytes. */
export function bodyText(value: BodyValue): string {
  if (value instanceof JsonDecimal || value instanceof WrittenNumber) return value.text;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error(`a body holds ${value}, which is no whole number`);
  if (typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(bodyText).join(',')}]`;
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) if (member !== undefined) members.push(`${JSON.stringify(key)}:${bodyText(member)}`);
  return `{${members.join(',')}}`;
}

const isList = (value: readonly BodyValue[] | Body): value is readonly BodyValue[] => Array.isArray(value);

/** JSON.parse with what engines tell a reviver besides: how a number is written. */
const parseWritten = JSON.parse as (text: string, revive: (key: string, value: unknown, context: { source: string }) => unknown) => unknown;

/** A stored body as data, its numbers as they are written, so that bodyText gives the same text again. */
export function readBody(text: string): Body {
  // Written by a profile alone: an object.
  return parseWritten(text, (_key, value, { source }) => (typeof value === 'number' ? new WrittenNumber(source) : value)) as Body;
}
