import type { CallAction, SandboxCall } from '../domain/sandbox.ts';
import { type Body, type BodyValue, JsonDecimal, WrittenNumber } from './body-text.ts';

/** A would-be PO as it is stored, with what its calls need. */
export interface StoredOrder {
  transactionId: string;
  number: string;
  idempotencyKey: string;
  body: Body;
  /** Stands for this PO in names of variables: letters, digits and underscores. */
  mark: string;
}

/** A call before it has a name and a hash. */
export type ApiCall = Pick<SandboxCall, 'part' | 'method' | 'path'> & Partial<Pick<SandboxCall, 'headers' | 'gives' | 'unsourced'>> & { body: Body | null };

/** What a report says itself, instead of a default: its legal entity, or the location of every line. */
export type OwnValue = 'entity' | 'location';

/** How an ERP's API takes POs, and where its bodies hold what patterns are about. Nothing here can call it. */
export interface ErpApi {
  /** The calls of an action, in the order in which they are sent; [] where no call for it is known. */
  calls: Readonly<Record<CallAction, (order: StoredOrder) => ApiCall[]>>;
  /** Headers of every call, besides the token's and the content's. */
  headers: Readonly<Record<string, string>>;
  /** Variables that are asked of the team, besides `baseUrl` and `token`. */
  variables: readonly string[];
  /** Where the lines stand, `expense.items`. */
  linesField: string;
  linesOf(body: Body): readonly Body[];
  isRefund(line: Body): boolean;
  /** The legal entity; '' where the body has none. */
  entityOf(body: Body): string;
  /** Keys of erpDefaults that are texts of the body, by the field that holds them (`subsidiary.id`, arrays without places). */
  defaultFields: Readonly<Record<string, string>>;
  /** Of those keys, the ones for which a report may say something itself: then the default is not used, even where it is the same. */
  ownValues: Readonly<Record<string, OwnValue>>;
}

/** A variable in a path or a body. */
export const variable = (name: string): string => `{{${name}}}`;

/** The variable for the number that the ERP gives a PO. */
export const numberOf = ({ mark }: Pick<StoredOrder, 'mark'>): string => `po_${mark}`;

/** A body without some of its fields. */
export const without = (body: Body, ...fields: readonly string[]): Body => Object.fromEntries(Object.entries(body).filter(([field]) => !fields.includes(field)));

/** The list under a field of a body; [] where there is none. */
export function listAt(body: Body, field: string): readonly Body[] {
  const value = body[field];
  return Array.isArray(value) ? (value as readonly Body[]) : [];
}

/** The body under a field of a body; {} where there is none. */
export function bodyAt(body: Body, field: string): Body {
  const value = body[field];
  return isBody(value) ? value : {};
}

/** Whether a value of a body has fields of its own. */
export const isBody = (value: BodyValue | undefined): value is Body => typeof value === 'object' && !Array.isArray(value) && !(value instanceof JsonDecimal) && !(value instanceof WrittenNumber);

/** A field that holds a text; '' where it holds none. */
export const textAt = (body: Body, field: string): string => (typeof body[field] === 'string' ? (body[field] as string) : '');

/** A text as OData writes it in a key: in single quotes, each inside doubled, ready for an address. */
export const keyText = (text: string): string => `'${encodeURIComponent(text.replaceAll("'", "''"))}'`;
