import type { z } from 'zod';
import { shorten } from '../domain/text.ts';
import { type Body, type BodyValue, JsonDecimal } from './body-text.ts';

/** A field of a body that the API would refuse. */
export interface FieldProblem {
  code: 'ERP_FIELD_TOO_LONG' | 'ERP_FIELD_INVALID';
  /** The path in the body: `to_PurchaseOrderItem[0].PurchaseOrderItemText`. */
  field: string;
  /** What the body holds there, '' where it holds nothing. */
  value: string;
  /** What the field takes. */
  detail: string;
  /** Characters that the field takes and characters that it was given; 0 where it is not about length. */
  limit: number;
  length: number;
}

/** The fields of a body that its schema refuses, in the order of the body; [] for a body that the API would take. */
export function fieldProblems(schema: z.ZodType, body: Body): FieldProblem[] {
  const { error } = schema.safeParse(body);
  return error === undefined ? [] : error.issues.map((issue) => problemOf(issue, body));
}

function problemOf(issue: z.core.$ZodIssue, body: Body): FieldProblem {
  const value = textAt(body, issue.path);
  const field = issue.path.reduce<string>((path, step) => (typeof step === 'number' ? `${path}[${step}]` : path === '' ? String(step) : `${path}.${String(step)}`), '');
  const name = field.replace(/^.*\](?:\.|$)/, '');
  const about = { field, value: shorten(value, 200) };
  if (issue.code === 'too_big' && issue.origin === 'string') {
    const limit = Number(issue.maximum);
    return { code: 'ERP_FIELD_TOO_LONG', ...about, detail: `${name} takes ${limit} characters, these are ${value.length}`, limit, length: value.length };
  }
  const detail = value === '' ? `${name} must be filled in` : `${name} ${issue.message}`;
  return { code: 'ERP_FIELD_INVALID', ...about, detail, limit: 0, length: value.length };
}

/** The value at a path as text. */
function textAt(body: Body, path: readonly PropertyKey[]): string {
  let value: BodyValue | undefined = body;
  for (const step of path) value = typeof value === 'object' ? (value as Record<PropertyKey, BodyValue | undefined>)[step] : undefined;
  if (value instanceof JsonDecimal) return value.text;
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
