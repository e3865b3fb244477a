import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { lookAtParts } from '../../src/alerts/causes/capture.ts';
import { AlertsDatabase } from '../../src/store/alerts/alerts-database.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { deliver, importSheets } from '../pipeline/capture/delivered.ts';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const PROGRAM = fileURLToPath(new URL('../../src/po-shadow.ts', import.meta.url));
const INPUTS = { approvals: [{ source: 'generic', files: 'drop/done/*approvals-*.jsonl' }], ledger: [{ format: 'generic', files: 'drop/done/*ledger*.csv' }] };
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function watched(settings: object = {}): { project: TestProject; drop: (name: string, text: string) => void; folder: string; once: () => ReturnType<TestProject['run']>; inFolder: (name: string) => string[] } {
  const project = makeProject({ settings: { inputs: INPUTS, watch: { settleSeconds: 0.2 }, people: [{ id: 'dana', name: 'Dana Lee' }], ...settings } });
  const folder = join(project.dir, 'drop');
  mkdirSync(folder);
  return {
    project, folder,
    drop: (name, text) => writeFileSync(join(folder, name), text),
    once: () => project.run(['watch', folder, '--once']),
    inFolder: (name) => (existsSync(join(folder, name)) ? readdirSync(join(folder, name)).map((each) => each.replace(/^[0-9a-f]{64}-/, '#-')).sort() : []),
  };
}

const counts = (project: TestProject) => project.work(async ({ database }) => new RecordReader(database).counts());
const APPROVALS = approvalsText(approvedReport());

describe('po-shadow watch --once', () => {
  it('imports what was dropped by the inputs that it fits, archives it by hash, and replays', async () => {
    const { project, drop, once, inFolder } = watched();
    await importSheets(project);
    drop('approvals-1.jsonl', APPROVALS);
    drop('ledger.csv', ledgerText({}));
    const { code, stderr } = await once();
    expect(code, stderr).toBe(0);
    expect(inFolder('done')).toEqual(['#-approvals-1.jsonl', '#-ledger.csv']);
    expect(await counts(project)).toEqual({ events: 1, manual: 1 });
    expect(stderr).toMatch(/run-0001-\w+: 0 open variances/);
  });

  it('leaves run and the gates with what it took, by the pattern that names it where it was dropped', async () => {
    const { project, drop, once } = watched({ inputs: { approvals: [{ source: 'generic', files: 'drop/approvals-*.jsonl' }], ledger: [{ format: 'generic', files: 'drop/ledger-*.csv' }] } });
    drop('approvals-1.jsonl', APPROVALS);
    drop('ledger-1.csv', ledgerText({}));
    expect((await once()).stderr).not.toContain('No input');
    const { code, stderr } = await project.run(['run']);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/drop\/done\/[0-9a-f]{64}-approvals-1\.jsonl: known already/)]);
    expect(await counts(project)).toEqual({ events: 1, manual: 1 });
  });

  it('says where no input looks for what it takes', async () => {
    const { once } = watched({ inputs: { approvals: [{ source: 'generic', files: 'exports/approvals-*.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }] } });
    expect((await once()).stderr).toMatch(/No input of po-shadow\.yaml looks into .*drop/);
  });

  it('replays nothing before sheets are imported, and says so', async () => {
    const { project, drop, once } = watched();
    drop('approvals-1.jsonl', APPROVALS);
    const { code, stderr } = await once();
    expect([code, stderr]).toEqual([0, expect.stringContaining('Waiting for sheets')]);
    expect(await project.work(({ database }) => new RunReader(database).latest())).toBeUndefined();
    expect(await counts(project)).toEqual({ events: 1, manual: 0 });
  });

  it('changes nothing the second time, nor when the same file is dropped again', async () => {
    const { project, drop, once, inFolder } = watched();
    for (const _ of [1, 2]) {
      drop('approvals-1.jsonl', APPROVALS);
      expect((await once()).code).toBe(0);
      expect((await once()).code).toBe(0);
    }
    expect(await counts(project)).toEqual({ events: 1, manual: 0 });
    expect(inFolder('done')).toEqual(['#-approvals-1.jsonl']);
  });

  it('sets aside what it can\'t read, says why beside it, and takes the rest; exit 1', async () => {
    const { project, folder, drop, once, inFolder } = watched();
    drop('approvals-1.jsonl', '');
    drop('approvals-2.jsonl', APPROVALS);
    drop('holiday.txt', 'sunny');
    expect((await once()).code).toBe(1);
    expect(inFolder('refused')).toEqual(['#-approvals-1.jsonl', '#-approvals-1.jsonl.txt', '#-holiday.txt', '#-holiday.txt.txt']);
    const [, why = ''] = readdirSync(join(folder, 'refused')).filter((name) => name.endsWith('approvals-1.jsonl.txt')).flatMap((name) => ['', readFileSync(join(folder, 'refused', name), 'utf8')]);
    expect(why).toContain('approvals-1.jsonl: the file is empty');
    expect(await counts(project)).toEqual({ events: 1, manual: 0 });
  });

  it('quarantines a row that can\'t be read and takes the others of its file', async () => {
    const { project, drop, once, inFolder } = watched();
    drop('approvals-1.jsonl', approvalsText('no JSON', approvedReport()));
    expect((await once()).code).toBe(0);
    expect([await counts(project), inFolder('done')]).toEqual([{ events: 1, manual: 0 }, ['#-approvals-1.jsonl']]);
  });

  it('leaves what is still being written where it is, and takes at once what a marker says is whole', async () => {
    const { folder, drop, once, inFolder } = watched({ watch: { settleSeconds: 600 } });
    drop('approvals-2.jsonl.part', APPROVALS);
    drop('approvals-1.jsonl', APPROVALS);
    drop('approvals-1.jsonl.done', '');
    expect((await once()).code).toBe(0);
    expect([inFolder('done'), readdirSync(folder).sort()]).toEqual([['#-approvals-1.jsonl'], ['approvals-2.jsonl.part', 'done']]);
  });

  it('takes the deliveries of webhooks along', async () => {
    const { project, drop, once } = watched();
    await deliver(project, { body: JSON.stringify(approvedReport({ eventId: 'w', id: 'EXP-2' })) });
    drop('ledger.csv', ledgerText({}));
    expect((await once()).code).toBe(0);
    expect(await counts(project)).toEqual({ events: 1, manual: 1 });
  });

  it('sends dropped approvals to the manual export log while the sync is off, and the ledger to the record', async () => {
    const { project, drop, once, inFolder } = watched();
    drop('ledger.csv', ledgerText({}));
    drop('approvals-1.jsonl', approvalsText(approvedReport({ eventId: 'a', id: 'EXP-1' })));
    await once();
    await project.run(['run']);
    await project.run(['sync', 'off', '--by', 'dana', '--reason', 'called off']);
    drop('approvals-2.jsonl', approvalsText(approvedReport({ eventId: 'b', id: 'EXP-2' }), 'no JSON', approvedReport({ eventId: 'c', id: 'EXP-3' })));
    drop('ledger-2.csv', ledgerText({ po_number: 'PO-2', reference: 'EXP-1' }));
    expect((await once()).stderr).toContain('approvals-2.jsonl: the sync is off; it went to the manual export log');
    expect(await counts(project)).toEqual({ events: 1, manual: 2 });
    expect(inFolder('done')).toContain('#-approvals-2.jsonl');
    const log = readFileSync(join(project.dir, 'reports/sync-manual-export.csv'), 'utf8').split('\r\n').map((row) => row.split(',').slice(0, 3).join());
    expect(log).toEqual(['entry,action,transaction_id', '1,create,EXP-2', '2,by_hand,', '3,create,EXP-3', '']);
    expect((await project.run(['run'])).code).toBe(0);
  });

  const WEEK = { '1': '310.00', '2': '300.00', '3': '320.00' };
  const joined = (settings: object = {}) => watched({ ...settings, inputs: { ...INPUTS, ledger: [{ format: 'dynamics-fo', files: 'drop/done/*headers-*.csv', lines: 'drop/done/*lines-*.csv' }] } });
  const headersOf = (day: string): string => `PURCHASEORDERNUMBER,ACCOUNTINGDATE,ORDERVENDORACCOUNTNUMBER,CURRENCYCODE,VENDORORDERREFERENCE,ORDERERPERSONNELNUMBER,PURCHASEORDERSTATUS\nPO-${day},2026-06-0${day},V-1001,USD,EXP-${day},clerk1,Backorder\n`;
  const linesOf = (day: string, amount: string): string => `PURCHASEORDERNUMBER,LINENUMBER,LINEAMOUNT,MAINACCOUNTIDDISPLAYVALUE,DEFAULTLEDGERDIMENSIONDISPLAYVALUE,RECEIVINGSITEID\nPO-${day},1,${amount},6110,D-10,L-012\n`;

  it('takes headers and lines in two files as one export, and archives them so that run puts the same ones together', async () => {
    const { project, drop, once, inFolder } = joined();
    await importSheets(project);
    drop('approvals-1.jsonl', APPROVALS);
    for (const [day, amount] of Object.entries(WEEK)) {
      drop(`lines-2026060${day}T0605.csv`, linesOf(day, amount));
      drop(`headers-2026060${day}T0600.csv`, headersOf(day));
    }
    const { code, stderr } = await once();
    expect(code, stderr).toBe(0);
    expect(await counts(project)).toEqual({ events: 1, manual: 3 });
    expect(inFolder('done')).toHaveLength(7);
    const again = await project.run(['run']);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr.match(/^drop\/done\/.*: known already/gm)).toHaveLength(7);
    expect(await counts(project)).toEqual({ events: 1, manual: 3 });
  });

  it('leaves headers whose lines have not come, says so, and takes both when they have', async () => {
    const { project, folder, drop, once } = joined();
    drop('headers-1.csv', headersOf('1'));
    const first = await once();
    expect([first.code, await counts(project)]).toEqual([0, { events: 0, manual: 0 }]);
    expect(first.stderr).toContain('headers-1.csv waits: its export lacks the file of lines');
    drop('lines-1.csv', linesOf('1', '310.00'));
    expect((await once()).stderr).not.toContain('waits');
    expect([await counts(project), readdirSync(folder)]).toEqual([{ events: 0, manual: 1 }, ['done']]);
  });

  it('lets an alert that headers wait for their lines stand while they do, and be over when both are taken', async () => {
    const { project, folder, drop } = joined({ alerts: { channels: [{ name: 'finance', kind: 'slack', url: { env: 'NO_SUCH_ADDRESS' } }] } });
    const alerts = await AlertsDatabase.open(join(project.dir, 'alerts.db'));
    onTestFinished(() => alerts.close());
    for (const alert of lookAtParts('drop', ['headers-1.csv'], ['headers-1.csv']).alerts) alerts.book.add(alert, Date.now());
    const openAfter = async (): Promise<string[]> => {
      await project.here(['watch', folder, '--once']);
      return alerts.book.open().map(({ alert: { key } }) => key).filter((key) => key.startsWith('capture'));
    };
    drop('headers-1.csv', headersOf('1'));
    expect(await openAfter()).toEqual(['capture/parts/drop']);
    drop('lines-1.csv', linesOf('1', '310.00'));
    expect(await openAfter()).toEqual([]);
  });

  it('refuses all files of an export where one of them can\'t be read', async () => {
    const { project, drop, once, inFolder } = joined();
    drop('headers-1.csv', headersOf('1'));
    drop('lines-1.csv', 'these,are,no,lines\n1,2,3,4\n');
    expect((await once()).code).toBe(1);
    expect(inFolder('refused')).toEqual(['#-headers-1.csv', '#-headers-1.csv.txt', '#-lines-1.csv']);
    expect(await counts(project)).toEqual({ events: 0, manual: 0 });
  });

  it('can\'t run on what is no folder', async () => {
    const { project } = watched();
    expect((await project.run(['watch', join(project.dir, 'ledger.csv'), '--once'])).code).toBe(2);
  });
});

function startWatching(project: TestProject, folder: string): { child: ChildProcess; until: (text: RegExp) => Promise<void> } {
  const child = spawn(process.execPath, [PROGRAM, 'watch', folder, '--project', project.dir], { stdio: ['ignore', 'ignore', 'pipe'] });
  started.push(child);
  let printed = '';
  child.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return {
    child,
    async until(text) {
      for (let tries = 0; tries < 200 && !text.test(printed); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
      expect(printed).toMatch(text);
    },
  };
}

describe('po-shadow watch', () => {
  it('takes files as they become whole until it is ended, and keeps the newest run up to date', async () => {
    const { project, drop, folder } = watched({ watch: { settleSeconds: 0.2, replayAfterSeconds: 0.5 } });
    await importSheets(project);
    const { child, until } = startWatching(project, folder);
    await until(/Watching/);
    drop('approvals-1.jsonl', APPROVALS);
    await until(/run-0001-\w+: 1 open variance\n/);
    drop('ledger.csv', ledgerText({}));
    await until(/run-0002-\w+: 0 open variances/);
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  });

  it('replays what one before it took, and was ended before it replayed', async () => {
    const { project, folder, drop } = watched({ watch: { settleSeconds: 0.2, replayAfterSeconds: 0.5 } });
    await importSheets(project);
    mkdirSync(join(folder, 'done'));
    drop('done/approvals-1.jsonl', APPROVALS);
    expect((await project.run(['import', 'approvals', join(folder, 'done/approvals-1.jsonl')])).code).toBe(0);
    await startWatching(project, folder).until(/run-0001-\w+: 1 open variance\n/);
  });
});
