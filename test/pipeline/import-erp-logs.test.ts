import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { type ImportedLog, importErpLogs, requestedLogs } from '../../src/pipeline/import-erp-logs.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import type { Workplace } from '../../src/pipeline/workplace.ts';
import { ErpLogReader } from '../../src/store/erp-log-store.ts';
import { type TestProject, makeProject } from '../project-folder.ts';

const SECRET = 'S3cr3tS3cr3tS3cr3t';
const line = (reference: string, second: number, more: Record<string, unknown> = {}): string => `${JSON.stringify({ time: `2026-06-02T15:10:${String(second).padStart(2, '0')}Z`, reference, status: 400, code: 'USER_ERROR', message: 'no', ...more })}\n`;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const inputs = (erpLog: unknown): Record<string, unknown> => ({
  inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }], master: 'master', mapping: 'mapping', ...(erpLog === undefined ? {} : { erpLog }) },
});

const projectWith = (files: Record<string, string>, erpLog: unknown = [{ files: '*.log' }]): TestProject => makeProject({ settings: inputs(erpLog), files });
const importAll = (workplace: Workplace, strict = false): Promise<ImportedLog[]> => importErpLogs(workplace, requestedLogs(workplace), { strict });
const counts = ({ alreadyKnown, rowsRead, rowsAccepted, rowsKnown, rowsQuarantined }: ImportedLog): unknown[] => [alreadyKnown, rowsRead, rowsAccepted, rowsKnown, rowsQuarantined];

describe('importing ERP logs', () => {
  it('reads a file once: the same again is known by its hash, and says what it said', async () => {
    await projectWith({ 'a.log': `${line('EXP-1', 1)}${line('EXP-2', 2)}{"x"\n` }).work(async (workplace) => {
      expect((await importAll(workplace)).map(counts)).toEqual([[false, 3, 2, 0, 1]]);
      expect((await importAll(workplace)).map(counts)).toEqual([[true, 3, 0, 2, 1]]);
      expect([...new ErpLogReader(workplace.database).entries()].map(({ where }) => where)).toEqual(['a.log:1', 'a.log:2']);
      expect(new ErpLogReader(workplace.database).quarantine()).toMatchObject([{ shown: 'a.log', line: 3, value: '{"x"' }]);
    });
  });

  it('takes of an overlapping log only what is new; a retry within the same second is an entry of its own', async () => {
    await projectWith({ 'a.log': `${line('EXP-1', 1)}${line('EXP-1', 1)}`, 'b.log': `${line('EXP-1', 1)}${line('EXP-1', 1)}${line('EXP-1', 1)}${line('EXP-2', 2)}` }).work(async (workplace) => {
      expect((await importAll(workplace)).map(counts)).toEqual([[false, 2, 2, 0, 0], [false, 4, 2, 2, 0]]);
    });
  });

  it('keeps the original where it holds no secret, and else a copy without them, with the hashes of both', async () => {
    const [clean, dirty] = [line('EXP-1', 1), line('EXP-2', 2, { headers: { Authorization: `Bearer ${SECRET}` } })];
    const project = projectWith({ 'clean.log': clean, 'dirty.log': dirty });
    await project.work(async (workplace) => {
      expect((await importAll(workplace)).map(({ shown, masked }) => [shown, masked])).toEqual([['clean.log', 0], ['dirty.log', 1]]);
      const [one, other] = new ErpLogReader(workplace.database).files();
      expect([one?.sha256, one?.keptSha256]).toEqual([sha256(clean), sha256(clean)]);
      expect(other?.sha256).toBe(sha256(dirty));
      expect(readFileSync(workplace.evidence.pathOf(other?.keptSha256 ?? ''), 'utf8')).toBe(dirty.replace(`Bearer ${SECRET}`, '***'));
      expect(existsSync(workplace.evidence.pathOf(sha256(dirty)))).toBe(false);
    });
    // Nowhere in what the program wrote does the secret stand.
    const written = readdirSync(project.dir, { recursive: true, encoding: 'utf8' }).filter((name) => name !== 'dirty.log' && statSync(join(project.dir, name)).isFile());
    expect(written.length).toBeGreaterThan(3);
    for (const name of written) expect(readFileSync(join(project.dir, name)).includes(SECRET), name).toBe(false);
  });

  it('with --strict imports none where an entry can\'t be read', async () => {
    await projectWith({ 'a.log': line('EXP-1', 1), 'b.log': `{"x"\n${line('EXP-1', 3)}` }).work(async (workplace) => {
      await expect(importAll(workplace, true)).rejects.toThrow('no ERP log was imported');
      expect(new ErpLogReader(workplace.database).files()).toEqual([]);
    });
  });

  it('reads the same log again with another time zone: the new reading counts, the old one stays in the record, and the audit holds', async () => {
    const local = '2026-06-02 15:10:00';
    const project = projectWith({ 'a.log': `time,ref,status,token\n${local},EXP-1,400,${SECRET}\n2026-06-02T19:20:00Z,EXP-2,400,\n`, 'b.log': 'time,ref,status\n2026-06-02T19:20:00Z,EXP-2,400\n' }, undefined);
    await project.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      await replayRecord(workplace, undefined);
      const file = (name: string): ReturnType<typeof requestedLogs>[number]['file'] => ({ path: join(project.dir, name), shown: name });
      const read = async (timeZone: string | undefined, ...names: string[]): Promise<unknown[]> => (await importErpLogs(workplace, names.map((name) => ({ file: file(name), timeZone })), { strict: false })).map((log) => [log.readAgain, log.masked, ...(counts(log) as unknown[])]);
      const reader = new ErpLogReader(workplace.database);
      const entries = (): unknown[] => [...reader.entries()].map(({ where, at, references }) => [where, new Date(at ?? 0).toISOString().slice(11, 16), references[0]?.value]);

      expect(await read(undefined, 'a.log', 'b.log')).toEqual([[false, 1, false, 2, 1, 0, 1], [false, 0, false, 1, 0, 1, 0]]);
      expect([entries(), reader.quarantine().length]).toEqual([[['a.log:3', '19:20', 'EXP-2']], 1]);
      expect(await read('America/New_York', 'a.log')).toEqual([[true, 1, false, 2, 2, 0, 0]]);
      expect([entries(), reader.quarantine()]).toEqual([[['a.log:2', '19:10', 'EXP-1'], ['a.log:3', '19:20', 'EXP-2']], []]);
      expect(await read('America/New_York', 'a.log')).toEqual([[false, 1, true, 2, 0, 2, 0]]);
      // The kept copy is the same log, and what was masked in it stays told.
      const [, standing] = reader.files();
      const copy = { path: workplace.evidence.pathOf(standing?.keptSha256 ?? ''), shown: 'copy.log' };
      expect((await importErpLogs(workplace, [{ file: copy, timeZone: 'UTC' }], { strict: false })).map((log) => [log.readAgain, log.masked, log.rowsAccepted])).toEqual([[true, 1, 2]]);
      expect(entries()).toEqual([['copy.log:2', '15:10', 'EXP-1'], ['copy.log:3', '19:20', 'EXP-2']]);
      expect([reader.readings().length, reader.files().length, reader.readings().map(({ sha256: hash }) => hash === reader.readings()[0]?.sha256)]).toEqual([4, 2, [true, false, true, true]]);

      const audited = await auditProject(workplace);
      expect([audited.checks.flatMap(({ problems }) => problems), audited.intact]).toEqual([[], true]);
    });
  });

  it('refuses one log with two time zones at once, and what is no text', async () => {
    const project = projectWith({ 'a.log': 'time,ref,status\n2026-06-02 15:10:00,EXP-1,400\n' }, [{ files: 'a.log', timeZone: 'America/New_York' }, { files: '*.log', timeZone: 'UTC' }]);
    await project.work(async (workplace) => {
      await expect(importAll(workplace)).rejects.toThrow('two inputs name this log, with different time zones');
      project.write('latin1.log', Buffer.from([0x74, 0xe9, 0x0a]));
      await expect(importErpLogs(workplace, [{ file: { path: join(project.dir, 'latin1.log'), shown: 'latin1.log' }, timeZone: undefined }], { strict: false })).rejects.toThrow('no UTF-8');
    });
  });
});

describe('a log and the run', () => {
  it('changes neither its digest nor whether it stands, and the audit derives its rows again from the copy', async () => {
    const dirty = line('EXP-9041', 1, { url: `https://erp.example/x?api_key=${SECRET}` });
    const project = projectWith({ 'a.log': dirty, 'b.log': `${line('EXP-9041', 1)}{"x"\n` });
    await project.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      const { run } = await replayRecord(workplace, undefined);
      await importAll(workplace);
      const again = await replayRecord(workplace, undefined);
      expect([again.reused, again.run.digest, again.run.asOf]).toEqual([true, run.digest, run.asOf]);
      const audited = await auditProject(workplace);
      expect(audited.checks.flatMap(({ problems }) => problems)).toEqual([]);
      expect(audited.intact).toBe(true);
    });
  });

  it('an entry of a log that somebody changed in the database, or whose copy is gone, is found by the audit', async () => {
    const project = projectWith({ 'a.log': line('EXP-9041', 1) });
    await project.work(async (workplace) => {
      await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
      await replayRecord(workplace, undefined);
      await importAll(workplace);
      const { sqlite } = workplace.database;
      expect(() => sqlite.exec("UPDATE erp_log_entry SET line = 7")).toThrow('append-only');
      const trigger = sqlite.prepare("SELECT sql FROM sqlite_schema WHERE name = 'erp_log_entry_is_never_changed'").pluck().get() as string;
      sqlite.exec('DROP TRIGGER erp_log_entry_is_never_changed; UPDATE erp_log_entry SET line = 7');
      sqlite.exec(trigger);
      expect((await auditProject(workplace)).checks.flatMap(({ problems }) => problems)).toEqual([expect.stringMatching(/^erp_log_entry: .*line 7, and 1 by the evidence/)]);
    });
  });
});
