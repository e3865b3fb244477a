import type { ErpObjection, FindingCode, ObjectionTime, Severity } from '../domain/finding.ts';

/** What an ERP says to a finding, and when; '' where it publishes no code, or no text. */
export interface PublishedObjection {
  when: ObjectionTime;
  code: string;
  /** What stands in braces is filled in: {value} of the finding, {field}, {date} of the PO, {currency}, {company}, names that the profile gives. */
  text: string;
  /** What of it no public source states; it is marked [U] in docs/erp-profiles.md. */
  unsourced?: string;
}

/** By finding; one that is missing is no objection of that ERP. */
export type ObjectionTable = Readonly<Partial<Record<FindingCode, PublishedObjection>>>;

/** Texts by the name in braces that they stand for. */
export type ObjectionNames = Readonly<Record<string, string>>;

/** A published objection as a finding carries it; names that nobody knows stay in braces. */
export function objectionOf({ when, code, text }: PublishedObjection, names: ObjectionNames, later: Readonly<Record<Exclude<ObjectionTime, 'rejected_at_create'>, Severity>>): ErpObjection {
  const severity = when === 'rejected_at_create' ? 'error' : later[when];
  if (code === '' && text === '') return { when, severity };
  return { when, severity, erp: { code, text: text.replace(/\{(\w+)\}/g, (braced, name: string) => names[name] ?? braced) } };
}
