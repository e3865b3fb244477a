import { formatMinor } from '../../domain/money.ts';
import { namedEnterers } from '../../domain/ledger-entry.ts';
import type { VanishedOrder } from '../../domain/vanished-order.ts';
import { erpProfile } from '../../erp/erp-profile.ts';
import type { NamedCodes } from '../../mapping/named-codes.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import type { LedgerLineFact, WouldBeLineFact } from '../../report/decision-model.ts';
import { newestVersion } from '../newest-version.ts';
import { namedOrdersIn } from '../orders-of-number.ts';
import { sha256 } from '../sha256.ts';
import type { Workplace } from '../workplace.ts';

/** Every line of every would-be PO of a run, in the order of reports; `at` is the newest snapshot of its report. */
export function* wouldBeLines({ database, settings }: Workplace, runId: string, imports: readonly StoredImport[]): Generator<WouldBeLineFact> {
  const profile = erpProfile(settings, sha256);
  const shown = new Map(imports.map(({ id, shown: name }) => [id, name]));
  const newest = "(SELECT import_id || ':' || line FROM event WHERE event.report_id = would_be_po.report_id ORDER BY revision DESC, occurred_at DESC, event_id DESC LIMIT 1)";
  const page = database.sqlite.prepare(`SELECT report_id, po_number, vendor_id, currency, po_date, period, request_body, ${newest} FROM would_be_po WHERE run_id = ? AND (report_id, po_number) > (?, ?) ORDER BY report_id, po_number LIMIT 500`).raw();
  let after: [string, string] = ['', ''];
  for (;;) {
    const rows = page.all(runId, ...after) as [string, string, string, string, string, string, string, string][];
    if (rows.length === 0) return;
    for (const [transactionId, poNumber, vendorId, currency, poDate, period, body, place] of rows) {
      const [importId, line] = place.split(':');
      const at = `${shown.get(Number(importId)) ?? `import ${importId}`}:${line}`;
      for (const line of profile.linesIn(body)) yield { transactionId, poNumber, poDate, period, vendorId, currency, ...line, at };
    }
    const last = rows[rows.length - 1] as (typeof rows)[number];
    after = [last[0], last[1]];
  }
}

/** Every line of the version of each manual PO that counts, in the order of numbers; `vanished` are those that stand no longer. */
export function* ledgerLines({ database }: Workplace, imports: readonly StoredImport[], vanished: readonly VanishedOrder[], names: NamedCodes): Generator<LedgerLineFact> {
  const goneFrom = new Map(vanished.filter(({ instead }) => instead === undefined).map((order) => [order.poNumber, order.goneFrom]));
  const byId = new Map(imports.map((each) => [each.id, each]));
  for (const page of new RecordReader(database).ledgerPages()) {
    for (const { name, versions } of namedOrdersIn(page, names)) {
      const { order, seenImportId } = newestVersion(versions, byId).version;
      for (const { line, glAccount, department, location, amountMinor, status, row } of order.lines) {
        yield {
          poNumber: name, poDate: order.poDate, period: order.period, vendorId: order.vendorId, vendorName: order.vendorName, reference: order.reference, memo: order.memo, currency: order.currency,
          line, glAccount, department, location, amount: formatMinor(amountMinor, order.currency), status, enteredBy: namedEnterers(order).join(', '), goneFrom: goneFrom.get(name) ?? '', at: `${byId.get(seenImportId)?.shown ?? `import ${seenImportId}`}:${row}`,
        };
      }
    }
  }
}

/** How many lines there are of each, without reading them. */
export function lineCounts({ database, settings }: Workplace, runId: string): { wouldBeLines: number; ledgerLines: number } {
  const wouldBe = database.sqlite.prepare('SELECT coalesce(sum(json_array_length(request_body, ?)), 0) FROM would_be_po WHERE run_id = ?').pluck().get(`$.${erpProfile(settings, sha256).linesField}`, runId) as number;
  // Of every version, so at least as many as are written; enough to choose the form of the workbook.
  const ledger = database.sqlite.prepare("SELECT coalesce(sum(json_array_length(content, '$[7]')), 0) FROM manual_po").pluck().get() as number;
  return { wouldBeLines: wouldBe, ledgerLines: ledger };
}
