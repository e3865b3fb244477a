import { shorten } from '../domain/text.ts';
import { type VarianceRow, unpackRow } from '../domain/variance.ts';
import type { RowDifference, TableComparison, Value } from '../store/database-comparison.ts';

/** Longer values are not quoted. */
const LONGEST_QUOTED = 60;

/** What differs in a table, one text a row: which row, where it was read, and how it differs. `shown` names files by their import. */
export function differencesInWords({ table, differences, more }: TableComparison, shown: ReadonlyMap<number, string>): string[] {
  const told = differences.map((difference) => `${table}: ${nameOf(table, difference.row, shown)} ${howItDiffers(table, difference)}`);
  return more === 0 ? told : [...told, `${table}: ${more.toLocaleString('en-US')} more rows differ`];
}

function nameOf(table: string, row: RowDifference['row'], shown: ReadonlyMap<number, string>): string {
  const file = typeof row.import_id === 'number' ? (shown.get(row.import_id) ?? `import ${row.import_id}`) : '';
  switch (table) {
    case 'import_file':
      return `import ${row.id} (${row.shown})`;
    case 'event':
      return `event ${row.event_id} of ${row.report_id} (${file}:${row.line})`;
    case 'manual_po':
      return `PO ${row.po_number}, version ${row.version} (${file}, ${row.line_rows})`;
    case 'ledger_holders':
      return `the imports ${row.import_ids} as holders of POs`;
    case 'ledger_overlap':
      return `the overlap of imports ${row.one_id}${inEntity(row.one_entity)} and ${row.other_id}${inEntity(row.other_entity)}`;
    case 'quarantine':
      return `${file}:${row.line}`;
    case 'run':
      return `${row.id ?? 'it'}`;
    case 'would_be_po':
      return `${row.po_number} of ${row.report_id}`;
    case 'variance_row':
      return row.transaction_id === null ? `row ${row.row_id}` : `row ${row.row_id} of ${row.transaction_id}`;
    case 'left_out':
      return `${row.document_id}`;
    case 'paired_outside':
      return `${row.po_name}, paired with ${row.transaction_id}`;
    case 'run_coverage':
      return 'what the run exercised';
    case 'run_path':
      return `path ${row.path} (${row.place})`;
    case 'sandbox_call':
      return `the call ${row.name}`;
    case 'sandbox_answer':
    case 'sandbox_unread':
      return `answer A${row.entry}:${row.line}`;
    default:
      return JSON.stringify(row).slice(0, LONGEST_QUOTED);
  }
}

const inEntity = (entity: Value | undefined): string => (typeof entity === 'string' && entity !== '' ? ` (${entity})` : '');

function howItDiffers(table: string, difference: RowDifference): string {
  if (difference.in === 'stored') return 'is in the database, and does not come out of the evidence';
  if (difference.in === 'derived') return 'comes out of the evidence, and is missing from the database';
  return difference.columns.flatMap((column) => (table === 'variance_row' && column.name === 'detail' ? detailDiffers(column) : [columnDiffers(column)])).join('; ');
}

function columnDiffers({ name, stored, derived }: { name: string; stored: Value; derived: Value }): string {
  const texts = [stored, derived].map(quoted);
  return texts.some((text) => text.length > LONGEST_QUOTED) ? `has another ${name} than by the evidence` : `has ${name} ${texts[0]}, and ${texts[1]} by the evidence`;
}

const quoted = (value: unknown): string => (value === null || value === undefined ? 'none' : typeof value === 'string' ? value || '(blank)' : JSON.stringify(value));

/** The parts of a row that differ. */
function detailDiffers(column: { name: string; stored: Value; derived: Value }): string[] {
  const rows = [column.stored, column.derived].map((text): VarianceRow | undefined => {
    try {
      return unpackRow(String(text), null);
    } catch {
      return undefined;
    }
  });
  const [stored, derived] = rows;
  if (stored === undefined || derived === undefined) return ['has a detail that is no row'];
  const parts = (Object.keys(derived) as (keyof VarianceRow)[]).filter((key) => JSON.stringify(stored[key]) !== JSON.stringify(derived[key]));
  if (parts.length === 0) return ['has another detail than by the evidence'];
  return parts.map((key) => `has ${key} ${shorten(quoted(stored[key]), LONGEST_QUOTED)}, and ${shorten(quoted(derived[key]), LONGEST_QUOTED)} by the evidence`);
}
