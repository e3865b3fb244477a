import Sqlite from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { importFiles, replayAll } from '../../src/pipeline/work-beside.ts';
import type { Progress, Workplace } from '../../src/pipeline/workplace.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { LEDGER_COLUMNS, type TestProject, approvalsText, approvedReport, ledgerCells, makeProject } from '../project-folder.ts';

const HERE = { bytes: Number.MAX_SAFE_INTEGER, events: Number.MAX_SAFE_INTEGER };
const BESIDE = { bytes: 0, events: 0 };
const PLACES: [string, typeof HERE][] = [['on this thread', HERE], ['on a thread of its own', BESIDE]];

const import_ = (workplace: Workplace, large: typeof HERE, strict = false) => importFiles(workplace, requestedInputs(workplace), { asOf: undefined, strict }, large);

/** What a call threw, as a user would be told. */
async function told(work: Promise<unknown>): Promise<{ name: string; message: string; where: unknown; code: unknown }> {
  try {
    await work;
  } catch (error) {
    const { name, message, where, code } = error as Error & { where?: unknown; code?: unknown };
    return { name, message, where, code };
  }
  throw new Error('it went on');
}

const damaged = (): TestProject => makeProject({ approvals: approvalsText(approvedReport(), 'not json') });

/** A gross ledger against net POs, some of which can't be put on that basis; one PO stands in several files. */
function taxedProject(): TestProject {
  const report = (id: string, amount: string) => approvedReport({ eventId: id, id, report: { total: amount, lines: [{ id: '1', date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Pads', amount, tax: '5.00' }] } });
  const keyed = (number: string, reference: string, amount: string, tax: string): string => [...ledgerCells({ po_number: number, reference, amount }), tax].join(',');
  const [headers, lines] = [
    'PURCHASEORDERNUMBER,ACCOUNTINGDATE,ORDERVENDORACCOUNTNUMBER,CURRENCYCODE,VENDORORDERREFERENCE,ORDERERPERSONNELNUMBER,PURCHASEORDERSTATUS\nPO-9,2026-06-02,V-1001,USD,EXP-9,clerk1,Backorder\n',
    'PURCHASEORDERNUMBER,LINENUMBER,LINEAMOUNT,MAINACCOUNTIDDISPLAYVALUE,DEFAULTLEDGERDIMENSIONDISPLAYVALUE,RECEIVINGSITEID\nPO-9,1,40.00,6110,D-10,L-012\n',
  ];
  return makeProject({
    approvals: approvalsText(report('EXP-1', '105.00'), report('EXP-2', '205.00'), report('EXP-3', '305.00'), report('EXP-9', '45.00')),
    ledger: `${[[...LEDGER_COLUMNS, 'tax'].join(','), keyed('PO-1', 'EXP-1', '105.00', '5.00'), keyed('PO-2', 'EXP-2', '205.00', ''), keyed('PO-3', 'EXP-3', '90071992547409.91', '-0.01')].join('\n')}\n`,
    files: { 'headers.csv': headers, 'lines.csv': lines },
    settings: {
      amountBasis: { approvals: 'gross', purchaseOrders: 'net', ledger: 'gross' },
      inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }, { format: 'dynamics-fo', files: 'headers.csv', lines: 'lines.csv' }], master: 'master', mapping: 'mapping' },
    },
  });
}

describe.concurrent('large work', () => {
  test('comes to the same on a thread of its own as without one', async () => {
    const outcomes = await Promise.all(PLACES.map(([, large]) => makeProject().work(async (workplace) => {
      const imported = await import_(workplace, large);
      const { run, reused } = await replayAll(workplace, undefined, large);
      return { imported, run, reused, rows: [...new RunReader(workplace.database).rows(run.id)] };
    })));
    expect(outcomes[0]?.rows).toHaveLength(1);
    expect(outcomes[1]).toEqual(outcomes[0]);
  });

  test('puts each PO on the basis of purchase orders, or says why not, on whichever thread', async () => {
    const [here, beside] = await Promise.all([Number.POSITIVE_INFINITY, 0].map((besideFromEvents) => taxedProject().work(async (workplace) => {
      await import_(workplace, HERE);
      const { run } = await replayRecord(workplace, undefined, { besideFromEvents });
      return { run, rows: [...new RunReader(workplace.database).rows(run.id)] };
    })));
    expect(here?.rows.map(({ transactionId, status, manual, causes }) => [transactionId, manual.poNumbers.join('+'), status, ...causes].join(' '))).toEqual([
      'EXP-1 PO-1 match', 'EXP-2 PO-2 amount_variance tax_missing', 'EXP-3 PO-3 amount_variance beyond_limit', 'EXP-9 PO-9 amount_variance tax_missing',
    ]);
    expect(beside).toEqual(here);
  });

  test.each(PLACES)('is not done again where nothing is new, %s', async (_, large) => {
    await makeProject().work(async (workplace) => {
      await import_(workplace, large);
      const first = await replayAll(workplace, undefined, large);
      expect((await import_(workplace, large)).every(({ alreadyKnown }) => alreadyKnown)).toBe(true);
      expect(await replayAll(workplace, undefined, large)).toEqual({ run: first.run, reused: true });
    });
  });

  test('says the same where it can\'t run', async () => {
    const [here, beside] = await Promise.all(PLACES.map(([, large]) => damaged().work((workplace) => told(import_(workplace, large, true)))));
    expect(here).toMatchObject({ name: 'CannotRun', where: 'approvals.jsonl', message: expect.stringContaining('--strict') });
    expect(beside).toEqual(here);
    const [nothingHere, nothingBeside] = await Promise.all(PLACES.map(([, large]) => makeProject().work((workplace) => told(replayAll(workplace, undefined, large)))));
    expect(nothingHere).toMatchObject({ name: 'CannotRun', message: 'nothing was imported yet' });
    expect(nothingBeside).toEqual(nothingHere);
  });

  test('keeps the code of a trouble with the database, by which it is told from a bug', async () => {
    const project = makeProject();
    await project.work(async (workplace) => {
      const other = new Sqlite(join(project.dir, 'po-shadow.db'));
      try {
        other.exec('BEGIN IMMEDIATE');
        expect(await told(import_(workplace, BESIDE))).toMatchObject({ code: 'SQLITE_BUSY' });
      } finally {
        other.close();
      }
    });
  }, 30_000);

  test('tells its progress', async () => {
    const steps: string[] = [];
    const progress: Progress = { start: (what, total) => steps.push(`${what} of ${total}`), advance: (count) => steps.push(`+${count > 0}`), done: () => steps.push('done') };
    await makeProject().work(async (workplace) => {
      await import_({ ...workplace, progress }, BESIDE);
      await replayAll({ ...workplace, progress }, undefined, BESIDE);
    });
    expect(steps).toContain('comparing and storing of 1');
    expect(steps.some((step) => step.startsWith('reading 2 files of '))).toBe(true);
    expect(steps).toContain('+true');
    expect(steps.at(-1)).toBe('done');
  });
});
