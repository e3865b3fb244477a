import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Act } from '../../src/domain/audit.ts';
import type { Verdict } from '../../src/domain/gate.ts';
import { CannotRun } from '../../src/domain/trouble.ts';
import { auditAll, judgeAll, reportAll } from '../../src/pipeline/judge-beside.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { Database } from '../../src/store/database.ts';
import type { Progress } from '../../src/pipeline/workplace.ts';
import { workedRun } from '../cli/generated-project.ts';
import { makeProject, type TestProject } from '../project-folder.ts';
import { copyOf, inCopy, problemsOf, raw } from './audit-tampering.ts';

const HERE = Number.POSITIVE_INFINITY;
const BESIDE = 0;
const ASKED = { asOf: Date.parse('2026-06-19T20:00:00Z'), present: null };

describe('a judgement', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = makeProject();
    await workedRun(project.dir);
  });

  it('comes to the same on threads of its own as without them', async () => {
    const verdicts: Verdict[] = [];
    for (const large of [HERE, BESIDE]) verdicts.push(await project.work((workplace) => judgeAll(workplace, ASKED, large)));
    expect(verdicts[0]?.gates).toHaveLength(18);
    expect(verdicts[1]).toEqual(verdicts[0]);
    const audits = await Promise.all([HERE, BESIDE].map((large) => project.work((workplace) => auditAll(workplace, undefined, large))));
    expect(audits[1]).toEqual(audits[0]);
  });

  it('writes the same workbook, byte for byte', async () => {
    const written: Buffer[] = [];
    for (const large of [HERE, BESIDE]) {
      expect(await project.work((workplace) => reportAll(workplace, { ...ASKED, out: join(project.dir, `${large}.xlsx`) }, large))).toMatchObject({ path: join(project.dir, `${large}.xlsx`), companions: [] });
      written.push(readFileSync(join(project.dir, `${large}.xlsx`)));
    }
    expect(written[1]?.equals(written[0] as Buffer)).toBe(true);
  });

  it('says the same where it can\'t be given', async () => {
    for (const large of [HERE, BESIDE]) {
      const failure = await project.work((workplace) => reportAll(workplace, { ...ASKED, week: 9 }, large).catch((error: unknown) => error));
      expect(failure).toBeInstanceOf(CannotRun);
      expect((failure as CannotRun).message).toContain('--week 9');
    }
    expect(readdirSync(project.dir)).not.toContain('reports');
  });

  it('says what is missing from the database, whatever it is', async () => {
    const dir = copyOf(project.dir);
    raw(dir, (sqlite) => sqlite.pragma('foreign_keys = OFF') && sqlite.exec('DROP TABLE event'));
    for (const large of [HERE, BESIDE]) expect(problemsOf(await inCopy(dir, (workplace) => auditAll(workplace, undefined, large)), 'database')).toContain('the table event is missing');
  });

  it('is of one state of the record: who imports or replays meanwhile waits for its turn, and is no reason to ask again', async () => {
    for (const large of [HERE, BESIDE]) {
      const dir = copyOf(project.dir);
      const other = await Database.open(join(dir, 'po-shadow.db'));
      other.sqlite.pragma('busy_timeout = 0');
      const act: Act = { kind: 'pair', transaction: 'EXP-1', order: null, purchaseOrders: ['PO-1'], reason: 'meanwhile' };
      const write = (): Promise<unknown> => other.transaction(() => new AuditTrail(other).append({ at: 0, clock: 'machine', actor: { person: 'dana', osUser: null, osHost: null }, act }));
      const meanwhile: Promise<unknown>[] = [];
      const progress: Progress = { start: () => meanwhile.push(write().catch(({ code }: { code: string }) => code)), advance() {}, done() {} };
      const { auditHead } = await inCopy(dir, (workplace) => judgeAll({ ...workplace, progress }, ASKED, large));
      expect(new Set(await Promise.all(meanwhile))).toEqual(new Set(['SQLITE_BUSY']));
      expect(new AuditTrail(other).head().hash).toBe(auditHead);
      await write();
      other.close();
    }
  });

  it('tells its progress', async () => {
    const steps: string[] = [];
    const progress: Progress = { start: (what) => steps.push(what), advance() {}, done() {} };
    await project.work((workplace) => judgeAll({ ...workplace, progress }, ASKED, BESIDE));
    expect(steps).toEqual(expect.arrayContaining(['reading the evidence', 'replaying']));
  });
});
