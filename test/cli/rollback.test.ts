import { existsSync, readFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { type Outcome, type TestProject, approvalsText, approvedReport, makeFolder, makeProject } from '../project-folder.ts';

const GUARD = new URL('../guard/no-network.mjs', import.meta.url).href;
const PEOPLE = [{ id: 'dana', name: 'Dana Lee', emails: ['dana@shop.example'], roles: ['preparer'] }, { id: 'erin', name: 'Erin Park', roles: [] }];
const OWNER = { id: 'owner', text: 'Owner and phone are named', kind: 'attest', maxAgeDays: 7 };
const DRILL = { id: 'switch-off', text: 'It can be switched off', kind: 'drill', maxAgeDays: 7 };

let server: Server;
let url: string;
let status = 200;
beforeAll(async () => {
  server = createServer((_, response) => response.writeHead(status, { 'content-type': 'text/plain' }).end('sync is on, password=S3cr3tS3cr3t'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/status?token=S3cr3tS3cr3t`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function projectOf(items: readonly object[] | null, files: Record<string, string> = {}): TestProject {
  return makeProject({ settings: { people: PEOPLE }, files: { 'rollback.yaml': items === null ? null : JSON.stringify({ items }), 'rota.txt': 'Dana, +1 555 0100', ...files } });
}

interface Listed {
  verified: boolean;
  asOf: string | null;
  items: { id: string; verified: boolean; why: string; by: string; asks: string | null }[];
}
const listed = async (project: TestProject, ...options: string[]): Promise<Listed> => JSON.parse((await project.here(['rollback', 'list', '--format', 'json', ...options])).stdout) as Listed;
const states = ({ items }: Listed): Record<string, boolean> => Object.fromEntries(items.map(({ id, verified }) => [id, verified]));
const imported = async (project: TestProject): Promise<void> => {
  const { code, stderr } = await project.here(['run']);
  expect(code, stderr).toBe(0);
};

describe('po-shadow rollback', () => {
  it('takes a checklist from nothing to verified, and evidence holds as long as what it was given for', async () => {
    const project = projectOf([OWNER, DRILL, { id: 'status', text: 'The switch answers', kind: 'probe', url, maxAgeDays: 7 }, { id: 'locks', text: 'Few locks', kind: 'probe', command: [process.execPath, '-e', 'console.log("locks: 2")'], maxAgeDays: 7 }]);
    await imported(project);
    expect(states(await listed(project))).toEqual({ owner: false, 'switch-off': false, status: false, locks: false });

    const attested = await project.here(['rollback', 'attest', 'owner', '--file', join(project.dir, 'rota.txt'), '--by', 'Erin Park', '--note', 'printed beside the screen']);
    expect(attested).toMatchObject({ code: 0, stdout: expect.stringMatching(/^A\d+ {2}owner attested by erin with rota\.txt \(17 bytes, SHA-256 ([0-9a-f]{64})\)\n$/) });
    const sha256 = /SHA-256 (\w+)/.exec(attested.stdout)?.[1] as string;
    expect(readFileSync(join(project.dir, 'evidence', sha256.slice(0, 2), sha256), 'utf8')).toBe('Dana, +1 555 0100');

    const careful = await project.here(['rollback', 'verify', '--by', 'dana', '--format', 'json']);
    expect(careful.code).toBe(1);
    expect(JSON.parse(careful.stdout)).toMatchObject({ verified: false, notRun: ['locks'] });
    expect(careful.stderr).toMatch(/locks: would run .*node.* -e "console\.log\(\\"locks: 2\\"\)" \(SHA-256 [0-9a-f]{64}\)\n.*locks: not run/);

    const allowed = await project.here(['rollback', 'verify', '--by', 'dana', '--allow-commands']);
    expect(allowed.stderr).toMatch(/locks: runs [\s\S]*locks: passed: ended with 0; locks: 2/);
    expect(allowed).toMatchObject({ code: 0, stdout: expect.stringMatching(/4 of 4 items verified, as of /) });
    expect(allowed.stdout + allowed.stderr + careful.stdout).not.toContain('S3cr3t');
    expect(readFileSync(join(project.dir, 'po-shadow.db')).includes('S3cr3tS3cr3t')).toBe(false);
    expect(existsSync(join(project.dir, 'reports/drill-manual-export-log.csv'))).toBe(true);

    // More approvals void nothing.
    project.write('approvals.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'e2', id: 'EXP-9052' })));
    await imported(project);
    expect(await listed(project)).toMatchObject({ verified: true });
    // A week later all of it is too old.
    expect(states(await listed(project, '--as-of', '2099-01-01T00:00:00Z'))).toEqual({ owner: false, 'switch-off': false, status: false, locks: false });
    // Another mapping voids what was tried with the old one, and no attestation.
    project.write('mapping/vendors.csv', 'merchant,vendor_id\nAcme Janitorial,V-1001\nBluebird Signage,V-1002\nKanto,V-1003\n');
    await imported(project);
    const remapped = await listed(project);
    expect(states(remapped)).toEqual({ owner: true, 'switch-off': false, status: false, locks: false });
    expect(remapped.items[1]?.why).toMatch(/was given for something else: mapping/);
    // Another text voids the attestation.
    project.write('rollback.yaml', JSON.stringify({ items: [{ ...OWNER, text: 'Owner, deputy and phones are named' }] }));
    expect((await listed(project)).items[0]).toMatchObject({ verified: false, why: expect.stringMatching(/the text of the item has changed$/), by: 'erin' });
  }, 60_000);

  it('records a probe that fails, and is not verified by the one that passed before', async () => {
    const project = projectOf([{ id: 'status', text: 'The switch answers', kind: 'probe', url, maxAgeDays: 7 }]);
    const passed = await project.here(['rollback', 'verify', '--by', 'dana']);
    // Verified as it is, it shows nothing of switching off.
    expect(passed).toMatchObject({ code: 1, stdout: expect.stringMatching(/1 of 1 items verified, as of .*No item is of kind drill, so the gate rollback_verified fails\.\n/) });
    status = 503;
    const failed = await project.here(['rollback', 'verify', '--by', 'dana']);
    status = 200;
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('status: FAILED: 503 Service Unavailable, and 200 is expected; text/plain; sync is on, password=***') });
    expect(failed.stdout).toContain('0 of 1 items verified');
  });

  it('drills, says what it found and fails where nothing was imported', async () => {
    const project = projectOf([DRILL]);
    expect(await project.here(['rollback', 'drill', '--by', 'dana'])).toMatchObject({ code: 1, stdout: expect.stringContaining('The drill FAILED: 1 problem, first: the record has no events') });
    await imported(project);
    const { code, stdout } = await project.here(['rollback', 'drill', '--by', 'dana', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ passed: true, problems: [], log: 'reports/drill-manual-export-log.csv', measured: { events: 1, stops: 2, orders: 1 } });
    expect(await listed(project)).toMatchObject({ verified: true });
  });

  it('without a checklist lists nothing and verifies nothing', async () => {
    const project = projectOf(null);
    expect(await project.here(['rollback', 'list'])).toMatchObject({ code: 0, stdout: expect.stringContaining('rollback.yaml is missing or empty, and the gate rollback_verified fails') });
    expect((await project.here(['rollback', 'verify', '--by', 'dana'])).code).toBe(1);
    expect(await listed(project)).toEqual({ verified: false, asOf: null, items: [], changes: [] });
  });

  it.each<[string, string[], RegExp]>([
    ['nobody says who attests', ['attest', 'owner', '--file', 'rota.txt'], /who does this is not said/],
    ['a stranger attests', ['attest', 'owner', '--file', 'rota.txt', '--by', 'frank'], /frank is nobody whom the settings name/],
    ['no item is named', ['attest', '--file', 'rota.txt', '--by', 'dana'], /which item is attested is not said[\s\S]*Items to attest: owner/],
    ['the item is misspelt', ['attest', 'ownr', '--file', 'rota.txt', '--by', 'dana'], /has no item ownr[\s\S]*Did you mean owner\?/],
    ['the item is a drill', ['attest', 'switch-off', '--file', 'rota.txt', '--by', 'dana'], /switch-off is of kind drill: nobody's word stands for it[\s\S]*rollback drill/],
    ['no file is named', ['attest', 'owner', '--by', 'dana'], /the file that shows it is not named/],
    ['the file is not there', ['attest', 'owner', '--file', 'rota.pdf', '--by', 'dana'], /rota\.pdf: there is no such file/],
    ['the file is empty', ['attest', 'owner', '--file', 'empty.txt', '--by', 'dana'], /the file is empty, and shows nothing/],
    ['nobody says who drills', ['drill'], /who does this is not said/],
    ['nobody says who verifies', ['verify'], /who does this is not said/],
    ['an option belongs elsewhere', ['list', '--allow-commands'], /--allow-commands does not belong to rollback list/],
    ['an item is named where all are meant', ['verify', 'owner', '--by', 'dana'], /an item does not belong to rollback verify/],
    ['the action is none', ['check'], /Invalid values|check/],
  ])('ends with 2 and records nothing where %s', async (_, args, said) => {
    const project = projectOf([OWNER, DRILL], { 'empty.txt': '' });
    const outcome: Outcome = await project.here(['rollback', ...args], { cwd: project.dir });
    expect(outcome).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(said) });
    expect(await project.work(async ({ database }) => new AuditTrail(database).head().length)).toBe(0);
  });

  it('asks nobody and starts nothing but the probes: list, drill and attest run where both are refused', async () => {
    const project = projectOf([OWNER, DRILL, { id: 'locks', text: 'Few locks', kind: 'probe', command: ['true'], maxAgeDays: 7 }]);
    await imported(project);
    const log = join(makeFolder(), 'log');
    for (const args of [['list'], ['drill', '--by', 'dana'], ['attest', 'owner', '--file', join(project.dir, 'rota.txt'), '--by', 'dana'], ['verify', '--by', 'dana']]) {
      await project.run(['rollback', ...args], { nodeArguments: ['--import', GUARD], environment: { GUARD_LOG: log } });
    }
    const notes = readFileSync(log, 'utf8').trim().split('\n');
    expect(notes).toHaveLength(4);
    expect(notes.every((note) => note.startsWith('guarding'))).toBe(true);
    await project.run(['rollback', 'verify', '--by', 'dana', '--allow-commands'], { nodeArguments: ['--import', GUARD], environment: { GUARD_LOG: log } });
    expect(readFileSync(log, 'utf8')).toContain('refused child_process.spawn');
  });
});
