import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STATUS_NAMES, TRIED, type VarianceStatus, WORST_FIRST, packRow } from '../../src/domain/variance.ts';
import { Database } from '../../src/store/database.ts';
import { FirstTransactionStatuses } from '../../src/store/first-transaction-status.ts';
import { type NewRow, RunWriter } from '../../src/store/run-store.ts';
import { row } from '../report/decision-fixture.ts';

const RUNS = ['run-0001', 'run-0002'];
const NAMES = ['EXP-1', 'EXP-2', 'EXP-3', 'EXP-4'];

let folder: string;
let database: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'po-shadow-run-'));
  database = await Database.open(join(folder, 'po-shadow.db'));
});
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

/** Does work whose effects nobody needs. */
async function undone(work: () => void | Promise<void>): Promise<void> {
  const isDone = new Error('done');
  await expect(database.transaction(async () => {
    database.sqlite.pragma('defer_foreign_keys = ON');
    await work();
    throw isDone;
  })).rejects.toBe(isDone);
}

const finish = (writer: RunWriter, number: number): Promise<void> => writer.finish({ number, asOf: null, digest: `${number}`, fingerprint: '', programVersion: '', settings: '', inputs: '', summary: {} as never });

interface Told {
  transactionId: string | null;
  status: VarianceStatus;
  isTried: boolean;
  pass: string | null;
  causes: string[];
}

/** Rows as they are told; their ids are as many as there are rows, and the same in every run. */
const rowsOf = (told: readonly Told[]): (NewRow & Pick<Told, 'isTried'>)[] =>
  told.map(({ transactionId, isTried, status, pass, causes }, place) => {
    const { date, currency, ...rest } = row(transactionId, { status, causes, match: { pass } });
    return { id: `R${(place * 7919) % 1000}`, transactionId, date, status, currency, isTried, detail: packRow({ ...rest, date, currency }, true) };
  });

const wasTried = ({ isTried }: Pick<Told, 'isTried'>): boolean => isTried;

const status = fc.oneof(fc.constantFrom(...STATUS_NAMES), fc.constantFrom<VarianceStatus>('match', 'match', 'awaiting_manual', 'rejected'));
const told = fc.record<Told>({ transactionId: fc.constantFrom(...NAMES, null), status, isTried: fc.boolean(), pass: fc.constantFrom('reference', 'by_hand', null), causes: fc.constantFrom<string[]>([], ['SNAPSHOT_UNREADABLE'], ['SNAPSHOT_UNREADABLE', 'VENDOR_UNKNOWN']) });
const pages = fc.array(fc.array(told, { maxLength: 70 }), { maxLength: 3 });

test('rows are stored in their order, however many come at once, and each that was tried keeps the status that it had first', async () => {
  await fc.assert(fc.asyncProperty(fc.tuple(pages, pages), (runs) => undone(async () => {
    const first = new Map<unknown, unknown[]>();
    for (const [number, each] of runs.entries()) {
      const run = RUNS[number] as string;
      const all = rowsOf(each.flat());
      const writer = new RunWriter(database, run);
      let from = 0;
      for (const { length } of each) {
        writer.addRows(all.slice(from, from + length), wasTried);
        from += length;
      }
      await finish(writer, number + 1);
      const stored = database.sqlite.prepare('SELECT place, row_id, transaction_id, row_date, status, currency, detail FROM variance_row WHERE run_id = ? ORDER BY place').raw().all(run);
      expect(stored).toEqual(all.map(({ id, transactionId, date, status, currency, detail }, place) => [place, id, transactionId, date, status, currency, detail]));
      for (const { id, status, isTried } of all) if (isTried && !first.has(id)) first.set(id, [id, status, run]);
    }
    expect(database.sqlite.prepare('SELECT row_id, status, run_id FROM first_status').raw().all().sort()).toEqual([...first.values()].sort());
  })), { numRuns: 60 });
});

test('would-be POs are stored whole, however many come at once', async () => {
  for (const count of [0, 1, 31, 32, 33, 96]) {
    await undone(() => {
      const of = (name: string): string[] => Array.from({ length: count }, (_, place) => `${name} ${String(place).padStart(3, '0')}`);
      const columns = { reportId: of('report'), number: of('number'), vendorId: of('vendor'), currency: of('currency'), amountMinor: Array.from({ length: count }, (_, place) => place), poDate: of('date'), period: of('period'), idempotencyKey: of('key'), requestBody: of('body') };
      new RunWriter(database, 'run-0001').addOrders(columns);
      const stored = database.sqlite.prepare('SELECT run_id, report_id, po_number, vendor_id, currency, amount_minor, po_date, period, idempotency_key, request_body FROM would_be_po ORDER BY report_id').raw().all();
      const { reportId, number, vendorId, currency, amountMinor, poDate, period, idempotencyKey, requestBody } = columns;
      expect(stored).toEqual(reportId.map((id, place) => ['run-0001', id, number[place], vendorId[place], currency[place], amountMinor[place], poDate[place], period[place], idempotencyKey[place], requestBody[place]]));
    });
  }
});

/** What a run says of transactions besides its rows. */
const besides = fc.record({ pairedByHand: fc.subarray(NAMES), notAtOnce: fc.subarray(NAMES), awaiting: fc.subarray(NAMES) });

test('a transaction has the worst status of its rows in the run that first tried it; none while it waits for the clerk, was paired by hand alone, or awaits its object', async () => {
  const isBefore = (left: VarianceStatus, right: VarianceStatus): boolean => WORST_FIRST.indexOf(left) < WORST_FIRST.indexOf(right);
  let stored = 0;
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.array(told, { maxLength: 8 }), besides), { minLength: 2, maxLength: 2 }), (runs) => undone(() => {
    const expected = new Map<string, [string, VarianceStatus, string]>();
    for (const [number, [rows, { pairedByHand, notAtOnce, awaiting }]] of runs.entries()) {
      const run = RUNS[number] as string;
      new RunWriter(database, run).addRows(rowsOf(rows), wasTried);
      new FirstTransactionStatuses(database).store(run, { pairedByHand, notAtOnce, awaiting });
      for (const name of NAMES) {
        const own = rows.filter(({ transactionId }) => transactionId === name);
        const worst = own.map((each) => each.status).reduce<VarianceStatus | undefined>((least, each) => (least === undefined || isBefore(each, least) ? each : least), undefined);
        if (expected.has(name) || worst === undefined || worst === 'awaiting_manual' || !own.some((each) => TRIED.includes(each.status))) continue;
        const agrees = isBefore('awaiting_manual', worst);
        if (agrees && pairedByHand.includes(name) && own.some(({ pass }) => pass === 'by_hand')) continue;
        if (awaiting.includes(name) && own.some((each) => each.status === 'rejected' && each.causes.join() === 'SNAPSHOT_UNREADABLE')) continue;
        expected.set(name, [name, agrees && notAtOnce.includes(name) ? 'missing_manual' : worst, run]);
      }
    }
    stored += expected.size;
    expect(database.sqlite.prepare('SELECT transaction_id, status, run_id FROM first_transaction_status ORDER BY transaction_id').raw().all()).toEqual(NAMES.flatMap((name) => (expected.has(name) ? [expected.get(name)] : [])));
  })), { numRuns: 250 });
  expect(stored).toBeGreaterThan(250);
});
