import Table from 'cli-table3';
import { type Instant, formatInstant } from '../domain/calendar.ts';
import { type RollbackFact, hasDrill } from '../domain/rollback.ts';
import { visible } from '../domain/text.ts';
import type { Paint } from './paint.ts';

const HEAD = ['Item', 'Kind', 'State', 'Why', 'What is shown'];
const WRAPPED = [3, 4];
const LEAST_WRAPPED = 16;

/** `A12: attested with rota.pdf (dana, 2026-06-15T08:00:00Z)`. */
const why = (fact: RollbackFact): string => (fact.at === null ? fact.why : `${fact.why} (${[fact.by, fact.at].filter((part) => part !== '').join(', ')})`);

/** The judged checklist as a table; without a width nothing is wrapped. */
export function rollbackTable(facts: readonly RollbackFact[], { width, paint }: { width: number | null; paint: Paint }): string {
  const rows = facts.map((fact) => [fact.id, fact.kind, fact.verified ? 'Verified' : 'NOT VERIFIED', why(fact), fact.text].map(visible));
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => (row[column] ?? '').length)) + 2);
  if (width !== null) {
    const kept = widths.reduce((sum, each, column) => (WRAPPED.includes(column) ? sum : sum + each), HEAD.length + 1);
    for (const column of WRAPPED) widths[column] = Math.max(LEAST_WRAPPED, Math.min(widths[column] as number, Math.floor((width - kept) / WRAPPED.length)));
  }
  const table = new Table({ head: HEAD, style: { head: [], border: [], compact: true }, colWidths: widths, wordWrap: true });
  for (const [index, row] of rows.entries()) table.push(row.map((cell, column) => (column === 2 ? paint(facts[index]?.verified === true ? 'green' : 'red', cell) : cell)));
  return table.toString();
}

/** `3 of 5 items verified, as of 2026-06-15T08:00:00Z`. */
export function rollbackSummary(facts: readonly RollbackFact[], asOf: Instant | null): string {
  if (facts.length === 0) return 'The rollback checklist has no items: rollback.yaml is missing or empty, and the gate rollback_verified fails.';
  const counted = `${facts.filter(({ verified }) => verified).length} of ${facts.length} items verified${asOf === null ? '' : `, as of ${formatInstant(asOf)}`}.`;
  return hasDrill(facts) ? counted : `${counted} No item is of kind drill, so the gate rollback_verified fails.`;
}
