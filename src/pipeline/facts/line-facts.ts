import { type BusinessDate, isWithin } from '../../domain/calendar.ts';
import { type ManualPurchaseOrder, namedEnterers, stands } from '../../domain/ledger-entry.ts';
import type { LineEnd } from '../../domain/line-end.ts';
import { formatMinor } from '../../domain/money.ts';
import type { VanishedOrder } from '../../domain/vanished-order.ts';
import { erpProfile } from '../../erp/erp-profile.ts';
import type { NamedCodes } from '../../mapping/named-codes.ts';
import type { Database } from '../../store/database.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import { RunNames } from '../../store/run-names.ts';
import type { StoredRun } from '../../store/run-store.ts';
import type { LedgerLineFact, WouldBeLineFact } from '../../report/decision-model.ts';
import { newestVersion } from '../newest-version.ts';
import { namedOrdersIn } from '../orders-of-number.ts';
import { sha256 } from '../sha256.ts';
import type { Workplace } from '../workplace.ts';

/** What lines are told of: a run, what was imported, and the days whose rows are shown; null where all are. */
export interface LineSource {
  run: Pick<StoredRun, 'id' | 'summary'>;
  imports: readonly StoredImport[];
  days: { from: BusinessDate; to: BusinessDate } | null;
}

/** Every line of every would-be PO of a run, in the order of reports; `at` is the newest snapshot of its report. */
export function* wouldBeLines({ database, settings }: Workplace, { run, imports, days }: LineSource): Generator<WouldBeLineFact> {
  const profile = erpProfile(settings, sha256);
  const shown = new Map(imports.map(({ id, shown: name }) => [id, name]));
  const names = new RunNames(database, run.id, days);
  const newest = "(SELECT import_id || ':' || line FROM event WHERE event.report_id = would_be_po.report_id ORDER BY revision DESC, occurred_at DESC, event_id DESC LIMIT 1)";
  const page = database.sqlite.prepare(`SELECT report_id, po_number, vendor_id, currency, po_date, period, request_body, ${newest} FROM would_be_po WHERE run_id = ? AND (report_id, po_number) > (?, ?) ORDER BY report_id, po_number LIMIT 500`).raw();
  let after: [string, string] = ['', ''];
  for (;;) {
    const rows = page.all(run.id, ...after) as [string, string, string, string, string, string, string, string][];
    if (rows.length === 0) return;
    const inRows = names.transactionsInRows(rows.map(([transactionId]) => transactionId));
    for (const [transactionId, poNumber, vendorId, currency, poDate, period, body, place] of rows) {
      const [importId, line] = place.split(':');
      const at = `${shown.get(Number(importId)) ?? `import ${importId}`}:${line}`;
      const ended = endedInRow(inRows.get(transactionId)) ?? 'outside the window';
      for (const line of profile.linesIn(body)) yield { transactionId, poNumber, poDate, period, vendorId, currency, ...line, ended, at };
    }
    const last = rows[rows.length - 1] as (typeof rows)[number];
    after = [last[0], last[1]];
  }
}

/** Where a PO ended of which a row is (not) chosen; undefined for one that is in no row. */
const endedInRow = (isChosen: boolean | undefined): LineEnd | undefined => (isChosen === undefined ? undefined : isChosen ? 'in a row' : 'in another week');

/** Every line of the version of each manual PO that counts, in the order of numbers; `vanished` are those that stand no longer. */
export function* ledgerLines({ database }: Workplace, source: LineSource, vanished: readonly VanishedOrder[], names: NamedCodes): Generator<LedgerLineFact> {
  const goneFrom = new Map(vanished.filter(({ instead }) => instead === undefined).map((order) => [order.poNumber, order.goneFrom]));
  const byId = new Map(source.imports.map((each) => [each.id, each]));
  const endsOf = ledgerEnds(database, source, new Set(goneFrom.keys()));
  for (const page of new RecordReader(database).ledgerPages()) {
    const named = [...namedOrdersIn(page, names)].map(({ name, versions }) => ({ name, version: newestVersion(versions, byId).version }));
    const endOf = endsOf(named.map(({ name }) => name));
    for (const { name, version: { order, seenImportId } } of named) {
      const ended = endOf(name, order);
      for (const { line, glAccount, department, location, amountMinor, status, row } of order.lines) {
        yield {
          poNumber: name, poDate: order.poDate, period: order.period, vendorId: order.vendorId, vendorName: order.vendorName, reference: order.reference, memo: order.memo, currency: order.currency,
          line, glAccount, department, location, amount: formatMinor(amountMinor, order.currency), status, enteredBy: namedEnterers(order).join(', '), goneFrom: goneFrom.get(name) ?? '',
          ended: status === 'cancelled' ? 'cancelled' : ended, at: `${byId.get(seenImportId)?.shown ?? `import ${seenImportId}`}:${row}`,
        };
      }
    }
  }
}

/** Tells of some manual POs, asked for at once, where each ended. What no list of the run names lies outside its window, or was imported after it. */
function ledgerEnds(database: Database, { run, days }: LineSource, vanished: ReadonlySet<string>): (names: readonly string[]) => (name: string, order: ManualPurchaseOrder) => LineEnd {
  const runNames = new RunNames(database, run.id, days);
  return (names) => {
    const [inRows, leftOut, outside] = [runNames.ordersInRows(names), runNames.ordersLeftOut(names), runNames.ordersOutside(names)];
    return (name, order) => {
      if (!stands(order)) return 'cancelled';
      if (vanished.has(name)) return 'vanished';
      if (outside.has(name)) return 'report outside the window';
      if (leftOut.has(name)) return 'left out by scope';
      return endedInRow(inRows.get(name)) ?? (isWithin(run.summary.window, order.poDate) ? 'not replayed yet' : 'outside the window');
    };
  };
}

/** How many lines there are of each, without reading them. */
export function lineCounts({ database, settings }: Workplace, runId: string): { wouldBeLines: number; ledgerLines: number } {
  const wouldBe = database.sqlite.prepare('SELECT coalesce(sum(json_array_length(request_body, ?)), 0) FROM would_be_po WHERE run_id = ?').pluck().get(`$.${erpProfile(settings, sha256).linesField}`, runId) as number;
  // Of every version, so at least as many as are written; enough to choose the form of the workbook.
  const ledger = database.sqlite.prepare("SELECT coalesce(sum(json_array_length(content, '$[7]')), 0) FROM manual_po").pluck().get() as number;
  return { wouldBeLines: wouldBe, ledgerLines: ledger };
}
