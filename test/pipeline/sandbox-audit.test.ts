import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { FORTNIGHT, acceptAll, answered, exported, replayed, standing, states, triedProject } from '../sandbox/tried-project.ts';
import { approvedReport, type TestProject } from '../project-folder.ts';
import { audit, copyOf, failing, problemsOf, tamper } from './audit-tampering.ts';

describe('an audit of what a sandbox said', () => {
  let project: TestProject;
  let evidence: string;
  beforeAll(async () => {
    project = triedProject('dynamics-fo');
    await replayed(project);
    const calls = await exported(project);
    await answered(project, [...acceptAll(calls).map((answer, index) => (index === 0 ? { ...answer, status: 400 } : answer)), 'no JSON', { sha256: 'b'.repeat(64), status: 201 }, { ...acceptAll(calls)[0], at: '2099-01-01T00:00:00Z' }], 'answers.jsonl');
    // What follows makes another run, of which nothing was exported.
    project.write('approvals.jsonl', [...FORTNIGHT, approvedReport({ eventId: 'f', id: 'EXP-601' })].map((event) => `${JSON.stringify(event)}\n`).join(''));
    await replayed(project);
    const entries = await project.work(async ({ database }) => new AuditTrail(database).entries());
    const act = entries.map((entry) => entry.act).find(({ kind }) => kind === 'sandbox_answers') as { sha256: string };
    evidence = join('evidence', act.sha256.slice(0, 2), act.sha256);
  });

  it('makes the calls again from the run and the answers from their file, and finds them as they are stored', async () => {
    const report = await audit(project.dir);
    expect(failing(report)).toEqual([]);
    const tables = await project.work(async ({ database }) => ['sandbox_call', 'sandbox_answer', 'sandbox_unread'].map((table) => database.sqlite.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number));
    expect(tables.every((rows) => rows > 0)).toBe(true);
  });

  it.each<[string, string, RegExp]>([
    ['a refusal that somebody turned into an acceptance', "UPDATE sandbox_answer SET outcome = 'accepted', status = 201 WHERE outcome = 'refused'", /sandbox_answer: answer A\d+:1 has status 201, and 400 by the evidence; has outcome accepted, and refused/],
    ['an answer that nobody gave', "INSERT INTO sandbox_answer SELECT entry, 99, sha256, name, sent, 201, 'accepted', says, at, sandbox FROM sandbox_answer LIMIT 1", /sandbox_answer: answer A\d+:99 is in the database, and does not come out/],
    ['an unread row that is gone', 'DELETE FROM sandbox_unread', /sandbox_unread: .* is missing from the database/],
  ])('finds %s', async (_, statement, problem) => {
    const copy = copyOf(project.dir);
    tamper(copy, statement);
    const report = await audit(copy);
    expect(failing(report)).toEqual(['record']);
    expect(problemsOf(report, 'record').join('\n')).toMatch(problem);
  });

  it('finds a call that was exported otherwise', async () => {
    const copy = copyOf(project.dir);
    tamper(copy, "UPDATE sandbox_call SET call = replace(call, 'usmf', 'ussi') WHERE place = 0");
    const report = await audit(copy);
    expect(failing(report)).toEqual(['runs']);
    expect(problemsOf(report, 'runs').join('\n')).toMatch(/sandbox_call: the call create-DRY-EXP-501-1-header-\w+/);
  });

  it('finds a kept file that was changed', async () => {
    const copy = copyOf(project.dir);
    writeFileSync(join(copy, evidence), readFileSync(join(copy, evidence), 'utf8').replace('400', '201'));
    const report = await audit(copy);
    expect(failing(report)).toContain('evidence');
    expect(problemsOf(report, 'record').join('\n')).toContain('the kept file of answers.jsonl is not what was imported');
  });

  it('is of a record whose answers still hold towards the newest run', async () => {
    expect(states(await standing(project)).many_lines).toBe('accepted');
  });
});
