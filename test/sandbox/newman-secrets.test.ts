import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SandboxCall } from '../../src/domain/sandbox.ts';
import { importAnswers, type ImportedAnswers } from '../../src/pipeline/sandbox/import-answers.ts';
import { sha256 } from '../../src/pipeline/sha256.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { SandboxStore } from '../../src/store/sandbox-store.ts';
import { audit, failing } from '../pipeline/audit-tampering.ts';
import type { TestProject } from '../project-folder.ts';
import { DANA, exported, replayed, standing, states, triedProject } from './tried-project.ts';

const SECRET = 'S3cr3tS3cr3tS3cr3t';
const TOKEN_REQUEST = `grant_type=client_credentials&client_secret=${SECRET}`;

/** What Newman tells of a sign-in and of calls, with secrets wherever it writes them. */
function runOf(calls: readonly SandboxCall[]): string {
  const bytesOf = (text: string): object => ({ type: 'Buffer', data: [...Buffer.from(text)] });
  const header = [{ key: 'Authorization', value: `Bearer ${SECRET}` }];
  const executions = [
    { item: { name: 'sign-in' }, request: { method: 'POST', header, body: { mode: 'raw', raw: TOKEN_REQUEST } }, response: { code: 200, stream: bytesOf(`{"access_token":"${SECRET}"}`) } },
    ...calls.map(({ name, method, body }) => ({
      item: { name, request: { header } }, request: { method, header, url: { query: [{ key: 'x', value: SECRET }] }, ...(body === null ? {} : { body: { mode: 'raw', raw: body.replaceAll(/\{\{po_\w+\}\}/g, 'PO-00042') } }) },
      response: { code: 201, header: [{ key: 'Set-Cookie', value: `s=${SECRET}` }], cookies: [{ name: 's', value: SECRET }], stream: bytesOf('') },
    })),
  ];
  return JSON.stringify({ collection: { auth: { bearer: [{ key: 'token', value: SECRET }] } }, environment: { values: [{ key: 'anything', value: SECRET }] }, run: { timings: { completed: Date.parse('2026-06-18T08:00:00Z') }, executions } });
}

describe('a run report of Newman', () => {
  let project: TestProject;
  let calls: readonly SandboxCall[];
  let report: string;
  let taken: ImportedAnswers;
  const take = (name: string): Promise<ImportedAnswers> => project.work((workplace) => importAnswers(workplace, DANA, { path: join(project.dir, name), name, shown: name }));
  const factOf = () => project.work(async ({ database }) => {
    const act = new AuditTrail(database).entries().map((entry) => entry.act).find(({ kind }) => kind === 'sandbox_answers');
    if (act?.kind !== 'sandbox_answers' || act.kept === undefined) throw new Error('no copy was kept');
    return { ...act, kept: act.kept };
  });
  beforeAll(async () => {
    project = triedProject('sap-s4');
    await replayed(project);
    calls = await exported(project);
    report = runOf(calls);
    project.write('run.json', report);
    taken = await take('run.json');
  });

  it('leaves no secret in evidence and database, whatever it stands under', () => {
    const files = readdirSync(join(project.dir, 'evidence'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    expect(files.length).toBeGreaterThan(0);
    for (const file of [...files, join(project.dir, 'po-shadow.db')]) expect(readFileSync(file).includes(SECRET), file).toBe(false);
  });

  it('counts as the original does: bodies by their hashes, those with the number of a PO filled in too', async () => {
    expect(taken).toMatchObject({ alreadyKnown: false, unread: [] });
    expect(taken.answers).toHaveLength(calls.length + 1);
    expect(taken.answers[0]).toMatchObject({ sha256: sha256(TOKEN_REQUEST), sent: expect.stringContaining('***') });
    expect(taken.unknown).toMatchObject([{ why: 'no_such_body', answer: { line: 1 } }]);
    expect(new Set(Object.values(states(await standing(project))))).toEqual(new Set(['accepted']));
  });

  it('is kept as a copy, with the hashes of both in the trail, and the audit derives the answers from it', async () => {
    const { sha256: original, bytes, kept } = await factOf();
    expect({ original, bytes }).toEqual({ original: sha256(report), bytes: Buffer.byteLength(report) });
    expect(sha256(readFileSync(join(project.dir, 'evidence', kept.sha256.slice(0, 2), kept.sha256), 'utf8'))).toBe(kept.sha256);
    expect(failing(await audit(project.dir))).toEqual([]);
  });

  it('is known again, by the original and by the copy', async () => {
    const { kept } = await factOf();
    project.write('copy.json', readFileSync(join(project.dir, 'evidence', kept.sha256.slice(0, 2), kept.sha256), 'utf8'));
    expect(await take('run.json')).toMatchObject({ alreadyKnown: true });
    expect(await take('copy.json')).toMatchObject({ alreadyKnown: true });
  });

  it('can\'t say itself what the hash of a body was', async () => {
    const [first] = calls;
    project.write('forged.json', JSON.stringify({ run: { executions: [{ item: { name: 'x' }, request: { body: { mode: 'raw', raw: '{"other":1}', originalSha256: first?.sha256 } }, response: { code: 400 } }] } }));
    expect((await take('forged.json')).unknown).toMatchObject([{ why: 'no_such_body', answer: { sha256: sha256('{"other":1}') } }]);
    expect(await project.work(async ({ database }) => new SandboxStore(database).answers().length)).toBe(calls.length + 2);
  });
});
