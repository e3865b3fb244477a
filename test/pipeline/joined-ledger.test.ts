import { describe, expect, it } from 'vitest';
import type { PackedManual } from '../../src/domain/ledger-entry.ts';
import { checkControls } from '../../src/pipeline/controls.ts';
import { configuredInputs } from '../../src/pipeline/configured-inputs.ts';
import { type ImportedFile, importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { readBeside } from '../../src/pipeline/read-beside.ts';
import { type ReadingJob, type ReadingSink, readHere } from '../../src/pipeline/reading.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { fileOf } from '../intake/collected.ts';
import { type TestProject, approvalsText, approvedReport, makeProject } from '../project-folder.ts';
import { audit, copyOf, failing, problemsOf, raw } from './audit-tampering.ts';

const text = (...rows: string[]): string => rows.map((row) => `${row}\n`).join('');
const HEADER_NAMES = 'PURCHASEORDERNUMBER,ACCOUNTINGDATE,ORDERVENDORACCOUNTNUMBER,CURRENCYCODE,VENDORORDERREFERENCE,ORDERERPERSONNELNUMBER,PURCHASEORDERSTATUS';
const LINE_NAMES = 'PURCHASEORDERNUMBER,LINENUMBER,LINEAMOUNT,MAINACCOUNTIDDISPLAYVALUE,DEFAULTLEDGERDIMENSIONDISPLAYVALUE,RECEIVINGSITEID';
const HEADERS = text(HEADER_NAMES, 'PO-7782,2026-06-02,V-1001,USD,EXP-9041,clerk1,Backorder', 'PO-7790,2026-06-03,V-1001,USD,EXP-9042,clerk1,Backorder');
const LINES = text(LINE_NAMES, 'PO-7782,1,845.50,6110,D-10,L-012', 'PO-7790,1,300.00,6110,D-10,L-012');

const joinedProject = (files: Record<string, string> = {}, ledger: Record<string, unknown> = {}): TestProject => makeProject({
  approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '300.00' })),
  settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'dynamics-fo', files: 'headers.csv', lines: 'lines.csv', ...ledger }], master: 'master', mapping: 'mapping' } },
  files: { 'ledger.csv': null, 'headers.csv': HEADERS, 'lines.csv': LINES, ...files },
});

const counts = ({ shown, alreadyKnown, rowsRead, rowsAccepted, rowsKnown, rowsQuarantined }: ImportedFile): string => `${shown}${alreadyKnown ? ' known' : ''} ${rowsRead}=${rowsAccepted}+${rowsKnown}+${rowsQuarantined}`;

/** Imports what the project has and replays; returns what became of the ledger's files, and each report's status. */
const runOf = (project: TestProject, day?: number): Promise<{ files: string[]; rows: string[]; vanished: string[]; quarantine: string[] }> => project.work(async (workplace) => {
  const imported = await importInputs(workplace, requestedInputs(workplace), { asOf: day === undefined ? undefined : Date.UTC(2026, 5, day), strict: false });
  const { run } = await replayRecord(workplace, undefined);
  return {
    files: imported.filter(({ kind }) => kind === 'ledger').map(counts), vanished: run.summary.vanished,
    rows: [...new RunReader(workplace.database).rows(run.id)].map(({ transactionId, manual, status, causes }) => [transactionId ?? '–', manual.poNumbers.join('+') || '–', status, ...causes].join(' ')),
    quarantine: (await new RecordReader(workplace.database).quarantine()).map(({ shown, line, rows, documentId, reason }) => `${shown}:${line} (${rows}) ${documentId}: ${reason}`),
  };
});

const MATCHES = ['EXP-9041 PO-7782 match', 'EXP-9042 PO-7790 match'];

describe('headers and lines in two files', () => {
  it('make POs that match, each file counted by its own rows', async () => {
    expect(await runOf(joinedProject())).toEqual({ files: ['headers.csv 2=2+0+0', 'lines.csv 2=2+0+0'], rows: MATCHES, vanished: [], quarantine: [] });
  });

  it('change nothing when they are imported again', async () => {
    const project = joinedProject();
    await runOf(project);
    expect((await runOf(project)).files).toEqual(['headers.csv known 2=0+2+0', 'lines.csv known 2=0+2+0']);
    expect(raw(project.dir, (sqlite) => sqlite.prepare('SELECT count(*) FROM manual_po').pluck().get())).toBe(2);
    expect(raw(project.dir, (sqlite) => sqlite.prepare('SELECT count(*) FROM import_file WHERE kind = ?').pluck().get('ledger'))).toBe(2);
  });

  it('are a new export with new lines beside the same headers: the newest version counts', async () => {
    const project = joinedProject();
    await runOf(project, 20);
    project.write('lines.csv', LINES.replace('300.00', '310.00'));
    const { files, rows } = await runOf(project, 21);
    expect(files).toEqual(['headers.csv 2=1+1+0', 'lines.csv 2=1+1+0']);
    expect(rows).toEqual(['EXP-9041 PO-7782 match', 'EXP-9042 PO-7790 amount_variance digit_wrong']);
    expect((await audit(project.dir)).checks.map(({ name, problems }) => [name, problems])).toEqual(['trail', 'database', 'evidence', 'entries', 'record', 'runs'].map((name) => [name, []]));
  });

  it('bring back a PO whose lines come later, and till then it is no match', async () => {
    const project = joinedProject({ 'lines.csv': LINES.replace(/PO-7790.*\n/, '') });
    const first = await runOf(project);
    expect(first).toEqual({ files: ['headers.csv 2=1+0+1', 'lines.csv 1=1+0+0'], rows: ['EXP-9041 PO-7782 match', 'EXP-9042 – missing_manual'], vanished: [], quarantine: ['headers.csv:3 (1) PO-7790: no line of this PO in lines.csv: what it is over is not told'] });
    project.write('lines.csv', LINES);
    expect((await runOf(project)).rows).toEqual(MATCHES);
  });

  it.each([
    ['its header can\'t be read', { 'headers.csv': HEADERS.replace('2026-06-03', '2026-06-33') }],
    ['its lines are gone', { 'lines.csv': LINES.replace(/PO-7790.*\n/, '') }],
    ['its line can\'t be read', { 'lines.csv': LINES.replace('300.00', '300.005') }],
    ['its header is gone', { 'headers.csv': HEADERS.replace(/PO-7790.*\n/, '') }],
  ])('a PO of which in a later export %s is incomplete: no match, and not vanished', async (_, files) => {
    for (const [first, second] of [[20, 21], [20, 20]]) {
      const project = joinedProject();
      await runOf(project, first);
      for (const [name, content] of Object.entries(files)) project.write(name, content);
      const { rows, vanished } = await runOf(project, second);
      expect([rows, vanished]).toEqual([['EXP-9041 PO-7782 match', 'EXP-9042 PO-7790 amount_variance manual_incomplete'], []]);
    }
  });

  it.each([
    ['line', 'lines.csv', LINES, LINES.replace('300.00', '300.005'), 'more decimals than the currency has'],
    ['header', 'headers.csv', HEADERS, HEADERS.replace('2026-06-03', '2026-06-33'), 'not an existing date written YYYY-MM-DD'],
  ])('a %s that could not be read counts no longer once the export of that instant was made again', async (_, name, right, wrong, reason) => {
    const project = joinedProject({ [name]: wrong });
    expect((await runOf(project, 20)).quarantine).toContainEqual(`${name}:3 (1) PO-7790: ${reason}`);
    project.write(name, right);
    expect((await runOf(project, 20)).rows).toEqual(MATCHES);
  });

  it('tell of a PO that a later export holds in neither file', async () => {
    const project = joinedProject({ 'headers.csv': `${HEADERS}PO-7799,2026-06-03,V-1001,USD,,clerk1,Backorder\n`, 'lines.csv': `${LINES}PO-7799,1,5.00,6110,D-10,L-012\n` });
    await runOf(project);
    const gone = (content: string): string => content.replace(/PO-7782.*\n/, '');
    project.write('headers.csv', `${gone(HEADERS)}PO-7700,2026-06-01,V-1001,USD,,clerk1,Backorder\nPO-7799,2026-06-03,V-1001,USD,,clerk1,Backorder\n`);
    project.write('lines.csv', `${gone(LINES)}PO-7700,1,1.00,6110,D-10,L-012\nPO-7799,1,5.00,6110,D-10,L-012\n`);
    expect((await runOf(project, 20)).vanished).toEqual(['PO-7782']);
  });

  it('take a control count and amount once, and name both files as those of the input', async () => {
    const project = joinedProject({}, { controls: { count: 2, amount: { USD: '1145.50' } } });
    await runOf(project);
    await project.work(async (workplace) => {
      expect((await checkControls(workplace)).map(({ what, found, agrees }) => [what, found, agrees])).toEqual([['count', '2', true], ['amount in USD', '1145.50', true]]);
      const [, ledger] = configuredInputs(workplace, await new RecordReader(workplace.database).imports());
      expect([ledger?.files, ledger?.unread, ledger?.imports.length]).toEqual([['headers.csv', 'lines.csv'], [], 2]);
    });
  });

  it('import nothing with --strict where one file has a row that can\'t be read', async () => {
    const project = joinedProject({ 'headers.csv': `${HEADERS}PO-9,,V-1001,USD,,clerk1,Backorder\n` });
    await project.work(async (workplace) => {
      await expect(importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: true })).rejects.toThrow('1 row can\'t be read, and --strict was given');
      expect(await new RecordReader(workplace.database).imports()).toEqual([]);
    });
  });
});

describe('how the files of an input are written', () => {
  const named = (rows: string, vendor: string): Buffer => Buffer.from(rows.replace('CURRENCYCODE', 'PURCHASEORDERNAME,CURRENCYCODE').replaceAll(',USD', `,${vendor},USD`), 'latin1');
  // What windows-1250 reads as Ł and ź is £ and \u009f for windows-1252.
  const vendor = '\u00a3ód\u009f';

  it.each([
    ['one file', (): Partial<Record<string, unknown>> => ({ files: 'flat.csv', lines: undefined })],
    ['headers and lines', () => ({})],
  ])('encoding beside the input is heeded: %s', async (_, ledger) => {
    const project = joinedProject({}, { encoding: 'windows-1250', ...ledger() });
    project.write('headers.csv', named(HEADERS, vendor));
    project.write('flat.csv', named(text(`${HEADER_NAMES},LINEAMOUNT`, 'PO-7782,2026-06-02,V-1001,USD,EXP-9041,clerk1,Backorder,845.50'), vendor));
    await project.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      expect(new RecordReader(workplace.database).manualOrders(['PO-7782']).flat().map(({ order }) => order.vendorName)).toEqual(['Łódź']);
    });
  });
});

describe('dates beside the input', () => {
  const settingsOf = (dates: string) => ({ inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'dynamics-fo', files: 'headers.csv', lines: 'lines.csv', dates }], master: 'master', mapping: 'mapping' } });

  it('are part of how a file is read: the audit reads it so again, and other ones are another reading', async () => {
    const headers = HEADERS.replaceAll(/2026-06-0(\d)/g, '6/$1/2026');
    const project = makeProject({ approvals: approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '300.00' })), settings: settingsOf('M/D/YYYY'), files: { 'ledger.csv': null, 'headers.csv': headers, 'lines.csv': LINES } });
    expect((await runOf(project)).rows).toEqual(['EXP-9041 PO-7782 match', 'EXP-9042 PO-7790 match']);
    expect(failing(await audit(project.dir))).toEqual([]);
    project.write('po-shadow.yaml', JSON.stringify({ company: 'Example Retail', timeZone: 'America/New_York', window: { from: '2026-06-01', to: '2026-06-14' }, ...settingsOf('D/M/YYYY') }));
    await expect(runOf(project)).rejects.toThrow('this file was imported before, but read in another way');
  });
});

describe('several exports in one entry', () => {
  const week = (number: string, amount: string): Record<string, string> => ({ [`headers-${number}.csv`]: HEADERS, [`lines-${number}.csv`]: LINES.replace('300.00', amount) });

  it('belong together in the order of their names', async () => {
    const project = joinedProject({ ...week('1', '310.00'), ...week('2', '300.00') }, { files: 'headers-*.csv', lines: 'lines-*.csv' });
    const { files, rows } = await runOf(project);
    expect(files).toEqual(['headers-1.csv 2=2+0+0', 'lines-1.csv 2=2+0+0', 'headers-2.csv 2=1+1+0', 'lines-2.csv 2=1+1+0']);
    // Which of two exports of one instant is right nobody can say.
    expect(rows).toEqual(['EXP-9041 PO-7782 match', 'EXP-9042 PO-7790 amount_variance manual_incomplete']);
  });

  it.each([
    ['two header files and one of lines', { files: ['headers.csv', 'headers-1.csv'] }, '2 header files and 1 of lines: each export has one of each'],
    ['assignments without lines', { lines: undefined, assignments: 'lines.csv' }, 'account assignments need the lines that they belong to'],
    ['one file under two names', { lines: 'headers.csv' }, 'this file is named as two files of one export'],
    ['lines that are not there', { lines: 'none.csv' }, 'there is no such file'],
  ])('stop the import: %s', async (_, ledger, what) => {
    await joinedProject(week('1', '300.00'), ledger).work(async (workplace) => {
      expect(() => requestedInputs(workplace)).toThrow(what);
    });
  });

  it.each([
    ['headers that were imported alone', 1, [{ format: 'dynamics-bc', files: 'h.json' }], [{ format: 'dynamics-bc', files: 'h.json', lines: 'l.json' }]],
    ['headers that were joined', 2, [{ format: 'dynamics-bc', files: 'h.json', lines: 'l.json' }], [{ format: 'dynamics-bc', files: 'h.json' }]],
  ])('a file counts once: %s are not read otherwise in the same database', async (_, files, before, after) => {
    const inputs = (ledger: unknown) => ({ inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger, master: 'master', mapping: 'mapping' } });
    const h = { id: 'a', number: 'PO-1', orderDate: '2026-06-02', vendorNumber: 'V-1001', currencyCode: 'USD', status: 'Open', totalAmountExcludingTax: 5 };
    const project = makeProject({ settings: inputs(before), files: { 'ledger.csv': null, 'h.json': JSON.stringify(h), 'l.json': JSON.stringify([{ documentId: 'a', sequence: 1, lineObjectNumber: '6110', netAmount: 5 }]) } });
    expect((await runOf(project)).files).toHaveLength(files);
    project.write('po-shadow.yaml', JSON.stringify({ company: 'Example Retail', timeZone: 'America/New_York', window: { from: '2026-06-01', to: '2026-06-14' }, ...inputs(after) }));
    await expect(runOf(project)).rejects.toThrow('this file was imported before, but read in another way');
  });
});

describe('the audit', () => {
  it('derives the import from the kept files, all of them', async () => {
    const project = joinedProject({ 'lines.csv': `${LINES}PO-1,1,5.00,6110,D-10,L-012\n` });
    await runOf(project);
    const report = await audit(project.dir);
    expect(failing(report)).toEqual([]);
    expect(report.checks.find(({ name }) => name === 'record')?.checked).toBeGreaterThan(4);
  });

  it('finds a changed line, and a changed count of the headers', async () => {
    const project = joinedProject();
    await runOf(project);
    const changed = copyOf(project.dir);
    raw(changed, (sqlite) => sqlite.prepare('UPDATE manual_po SET content = replace(content, ?, ?)').run('30000', '30001'));
    expect(problemsOf(await audit(changed), 'record').join()).toContain('PO PO-7790, version 1 (lines.csv, 3;3) has');
    const counted = copyOf(project.dir);
    raw(counted, (sqlite) => sqlite.prepare('UPDATE import_file SET rows_read = 3, rows_accepted = 3 WHERE shown = ?').run('headers.csv'));
    expect(problemsOf(await audit(counted), 'record').join()).toContain('(headers.csv) has rows_read 3, and 2 by the evidence');
  });
});

describe('a thread of its own', () => {
  it('delivers what the same thread does, row counts of each file and all', async () => {
    const jobs = ['', 'PO-1,1,5.00,6110,D-10,L-012\nPO-7782,2,1.00,6110,D-10,L-012\n'].map((more): ReadingJob => ({ kind: 'ledger', format: 'dynamics-fo', file: fileOf(HEADERS, 'headers.csv'), beside: { lines: fileOf(LINES + more, 'lines.csv') }, timeZone: undefined, fields: {} }));
    for (const job of [...jobs, assigned()]) {
      const [here, beside] = [await taken((sink) => readHere(job, sink)), await taken((sink) => readBeside(job, sink))];
      expect(beside).toEqual(here);
      expect(here.filter(([kind]) => kind === 'order')).not.toHaveLength(0);
    }
  });

  it('tells which columns of a canonical ledger nobody reads', async () => {
    const job: ReadingJob = { kind: 'ledger', format: 'generic', file: fileOf('po_number,po_date,currency,amount,po_status\nPO-1,2026-06-02,USD,5.00,open\n', 'ledger.csv'), timeZone: undefined, fields: {} };
    expect(await taken((sink) => readBeside(job, sink))).toContainEqual(['unread', expect.objectContaining({ names: ['po_status'] })]);
  });

  it('keeps the rows of headers and account assignments, by which a PO is traced', async () => {
    const orders = (await taken((sink) => readBeside(assigned(), sink))).flatMap(([kind, order]) => (kind === 'order' ? [(order as PackedManual).lineRows] : []));
    expect(orders).toEqual(['2,2;2;3,2', '3;3;4']);
  });
});

/** Tables of SAP whose rows stand in other orders than those of the files beside them. */
const assigned = (): ReadingJob => ({
  kind: 'ledger', format: 'sap-s4', timeZone: undefined, fields: {},
  file: fileOf(text('EBELN;BUKRS;LIFNR;WAERS;BEDAT;ERNAM;IHREZ', '4500000001;1010;0010300001;EUR;02.06.2026;CLERK1;EXP-1', '4500000002;1010;0010300002;EUR;03.06.2026;CLERK1;'), 'ekko.csv'),
  beside: {
    lines: fileOf(text('EBELN;EBELP;TXZ01;WERKS;MENGE;MEINS;NETPR;PEINH;BPRME;NETWR;LOEKZ', '4500000001;00010;pads;1010;3,000;PC;33,33;1;PC;100,00;', '4500000002;00010;tape;1020;1,000;PC;10,00;1;PC;10,00;'), 'ekpo.csv'),
    assignments: fileOf(text('EBELN;EBELP;ZEKKN;SAKTO;KOSTL;MENGE;VPROZ;NETWR', '4500000001;00010;02;0000612000;0000010200;2,000;75,0;0,00', '4500000001;00010;01;0000611000;0000010100;1,000;25,0;0,00', '4500000002;00010;01;0000611000;0000010100;1,000;0,0;0,00'), 'ekkn.csv'),
  },
});

/** Everything that a reading delivers but the bytes, in order. */
async function taken(read: (sink: ReadingSink) => Promise<unknown>): Promise<[string, ...unknown[]][]> {
  const all: [string, ...unknown[]][] = [];
  const take = (kind: string) => (...what: unknown[]): void => void all.push([kind, ...what.filter((each) => each !== undefined)]);
  const file = await read({ restart: take('restart'), event: take('event'), order: take('order'), refuse: take('refuse'), control: take('control'), unread: take('unread'), bytes: () => {} });
  return [...all, ['file', file]];
}
