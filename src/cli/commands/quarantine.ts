import { shorten, visible, visibleJson } from '../../domain/text.ts';
import { csvCell } from '../../report/variance-text.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { type CommonOptions, inProject } from '../context.ts';
import { writeOut } from '../output.ts';

/** `po-shadow quarantine`: what could not be read, and why. */
export async function run(options: CommonOptions & { format: string }): Promise<number> {
  return inProject(options, async ({ database }) => {
    const items = await new RecordReader(database).quarantine();
    if (options.format === 'json') {
      writeOut(`${visibleJson(items.map((item) => ({ id: item.id, kind: item.kind, file: item.shown, line: item.line, rows: item.rows, field: item.field, value: item.value, reason: item.reason, document: item.documentId, event: item.eventId })), 2)}\n`);
      return 0;
    }
    if (options.format === 'csv' || options.format === 'md') {
      const rows = items.map((item) => [item.kind, item.shown, String(item.line), String(item.rows), item.field, item.value, item.reason, item.documentId ?? '']);
      const head = ['kind', 'file', 'line', 'rows', 'field', 'value', 'reason', 'document'];
      if (options.format === 'csv') writeOut([head, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join(''));
      else writeOut([head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => visible(shorten(cell, 200)).replaceAll('|', '\\|')).join(' | ')} |\n`).join(''));
      return 0;
    }
    if (items.length === 0) writeOut('Quarantine is empty.\n');
    for (const item of items) {
      const document = item.documentId === null ? '' : ` (${item.kind === 'approvals' ? 'report' : item.kind === 'ledger' ? 'PO' : 'key'} ${item.documentId})`;
      const rows = item.rows === 1 ? '' : `, with its ${item.rows} rows`;
      writeOut(`${visible(item.shown)}:${item.line}${visible(document)}${rows}: ${item.field === '' ? '' : `${visible(item.field)}: `}${visible(item.reason)}\n    ${visible(shorten(item.value === '' ? '(blank)' : item.value, 160))}\n`);
    }
    return 0;
  });
}
