import { entryName } from '../../domain/audit.ts';
import { isAwaiting } from '../../domain/awaiting.ts';
import { shorten, visible, visibleJson } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { writeDecisions } from '../../pipeline/decisions/deciding.ts';
import { quarantineActs } from '../../pipeline/decisions/quarantine-disposition.ts';
import { withoutSupplied } from '../../pipeline/supplied.ts';
import { DecisionBook } from '../../resolution/decision-book.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { csvCell } from '../../report/variance-text.ts';
import { ErpLogReader } from '../../store/erp-log-store.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { acting, type ActingOptions } from '../acting.ts';
import { inProject } from '../context.ts';
import { commandFor, tell, writeOut } from '../output.ts';

export interface QuarantineOptions extends ActingOptions {
  action?: string;
  ids?: string[];
  reason?: string | undefined;
  awaiting: boolean;
  format: string;
}

/** `po-shadow quarantine`: what could not be read, and why; `accept` and `correct` say what becomes of it. */
export async function run(options: QuarantineOptions): Promise<number> {
  if (options.action !== undefined) return dispose(options, options.action);
  return inProject(options, async ({ database }) => {
    const reader = new RecordReader(database);
    const everything = await reader.quarantine();
    const standing = new Set(withoutSupplied(everything, reader).map(({ id }) => id));
    const items = options.awaiting ? everything.filter((item) => isAwaiting(item) && standing.has(item.id)) : everything;
    const logs = options.awaiting ? [] : new ErpLogReader(database).quarantine();
    const { quarantine: said, reviews } = new DecisionBook(new AuditTrail(database).entries());
    const saidOf = (id: number): string => {
      if (!standing.has(id)) return 'its object came since';
      const entry = said.get(id);
      return entry === undefined ? '' : `${entry.act.decision === 'accept' ? 'accepted' : 'corrected'} (${entryName(entry.sequence)}, ${reviews.get(entry.sequence)?.act.decision === 'approved' ? 'reviewed' : 'not reviewed'})`;
    };
    if (options.format === 'json') {
      writeOut(`${visibleJson([...items.map((item) => ({ id: item.id, kind: item.kind, file: item.shown, line: item.line, rows: item.rows, field: item.field, value: item.value, reason: item.reason, document: item.documentId, event: item.eventId, disposition: saidOf(item.id) || null })), ...logs.map((item, index) => ({ id: logId(index), kind: 'erp-log', file: item.shown, line: item.line, rows: 1, field: item.field, value: item.value, reason: item.reason, document: null, event: null, disposition: null }))], 2)}\n`);
      return 0;
    }
    if (options.format === 'csv' || options.format === 'md') {
      const rows = items.map((item) => [String(item.id), item.kind, item.shown, String(item.line), String(item.rows), item.field, item.value, item.reason, item.documentId ?? '', saidOf(item.id)]);
      rows.push(...logs.map((item, index) => [logId(index), 'erp-log', item.shown, String(item.line), '1', item.field, item.value, item.reason, '', '']));
      const head = ['id', 'kind', 'file', 'line', 'rows', 'field', 'value', 'reason', 'document', 'disposition'];
      if (options.format === 'csv') writeOut([head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''));
      else writeOut([head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => visible(shorten(cell, 200)).replaceAll('|', '\\|')).join(' | ')} |\n`).join(''));
      return 0;
    }
    if (items.length + logs.length === 0) writeOut(options.awaiting ? 'No event awaits its object.\n' : 'Quarantine is empty.\n');
    for (const item of items) {
      const document = item.documentId === null ? '' : ` (${item.kind === 'approvals' ? 'report' : item.kind === 'ledger' ? 'PO' : 'key'} ${item.documentId})`;
      const rows = item.rows === 1 ? '' : `, with its ${item.rows} rows`;
      writeOut(`${item.id}  ${visible(item.shown)}:${item.line}${visible(document)}${rows}: ${item.field === '' ? '' : `${visible(item.field)}: `}${visible(item.reason)}\n    ${visible(shorten(item.value === '' ? '(blank)' : item.value, 160))}\n${saidOf(item.id) === '' ? '' : `    ${saidOf(item.id)}\n`}`);
    }
    for (const [index, item] of logs.entries()) writeOut(`${logId(index)}  ${visible(item.shown)}:${item.line} (ERP log): ${item.field === '' ? '' : `${visible(item.field)}: `}${visible(item.reason)}\n    ${visible(shorten(item.value === '' ? '(blank)' : item.value, 160))}\n`);
    return 0;
  });
}

/** Entries of ERP logs hold up nothing, so nobody disposes of them: their numbers are none of the others. */
const logId = (index: number): string => `L${index + 1}`;

async function dispose(options: QuarantineOptions, action: string): Promise<number> {
  if (action !== 'accept' && action !== 'correct') throw new CannotRun(`quarantine ${action} is no command`, { remedy: 'quarantine lists; quarantine accept ID and quarantine correct ID say what becomes of it.' });
  if (options.ids === undefined || options.ids.length === 0) throw new CannotRun('nothing in quarantine is named', { remedy: 'Name it by the number in front of it: po-shadow quarantine.' });
  const ids = [...new Set(options.ids)];
  return inProject(options, async (workplace) => {
    const deciding = acting(options, workplace.settings, 'preparer');
    const before = new AuditTrail(workplace.database).head().length;
    const acts = await quarantineActs(workplace, ids, action, options.reason);
    const entries = await writeDecisions(workplace, deciding, acts, before);
    for (const [index, { sequence }] of entries.entries()) writeOut(`${visible(`${entryName(sequence)}  ${action === 'accept' ? 'accepted' : 'corrected'}: quarantine ${acts[index]?.item}, ${acts[index]?.at}`)}\n`);
    tell(visible(`Somebody else must review: ${commandFor(workplace.project.folder, `review ${entryName(entries[0]?.sequence ?? 0)} --by …`)}`));
    return 0;
  });
}
