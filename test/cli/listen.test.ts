import { chmodSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { importSheets } from '../pipeline/capture/delivered.ts';
import { HOOK_SECRET, LISTEN, type Receiving, startReceiver } from './receiving.ts';

const EVENT = JSON.stringify(approvedReport());
const started: Receiving[] = [];
afterEach(async () => {
  for (const each of started.splice(0)) await each.end('SIGKILL');
});

async function start(dir: string, environment?: Record<string, string>): Promise<Receiving> {
  const receiving = await startReceiver(dir, environment);
  started.push(receiving);
  return receiving;
}

const CAPTURED = { approvals: [{ source: 'generic', files: 'exports/approvals-*.jsonl' }], ledger: [{ format: 'generic', files: 'exports/ledger-*.csv' }] };
const withSecret = (secret: object) => ({ listen: { endpoints: [{ ...LISTEN.endpoints[0], secret }] } });

describe('po-shadow listen', () => {
  it('receives until it is ended, and has everything that it acknowledged', async () => {
    const project = makeProject({ settings: { listen: LISTEN } });
    const receiving = await start(project.dir);
    expect(await receiving.post(EVENT)).toBe(200);
    expect(await receiving.end()).toBe(0);
    const inbox = await Inbox.open(join(project.dir, 'inbox.db'));
    expect(inbox.lastSequence()).toBe(1);
    inbox.close();
    for (const file of ['inbox.db', 'inbox.lock']) expect(statSync(join(project.dir, file)).mode & 0o777).toBe(0o600);
  });

  it('listens on this machine alone unless told otherwise, and prints endpoints but no secret', async () => {
    const { address, printed } = await start(makeProject({ settings: { listen: LISTEN } }).dir);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(printed()).toContain('/hooks/generic  generic, verified by hmac');
    expect(printed()).not.toContain(HOOK_SECRET);
  });

  it('is the only receiver of its project: a second one ends and says so', async () => {
    const project = makeProject({ settings: { listen: LISTEN } });
    await start(project.dir);
    await expect(startReceiver(project.dir)).rejects.toThrow('another po-shadow listens for this project');
  });

  it('is no trouble to a report of the same project at the same time', async () => {
    const project = makeProject({ settings: { listen: LISTEN } });
    const receiving = await start(project.dir);
    const [ran, ...answers] = await Promise.all([project.run(['run', '--format', 'json']), ...Array.from({ length: 20 }, (_, index) => receiving.post(JSON.stringify(approvedReport({ eventId: `w${index}`, id: `EXP-${index}` }))))]);
    expect(ran?.code, ran?.stderr).toBe(0);
    expect(answers).toEqual(Array.from({ length: 20 }, () => 200));
  });

  it('keeps the newest run up to date while deliveries arrive, and says in its metrics what waits', async () => {
    const project = makeProject({ settings: { listen: { ...LISTEN, replayAfterSeconds: 0.3 } } });
    await project.run(['run']);
    const receiving = await start(project.dir);
    const printed = async (text: RegExp): Promise<void> => {
      for (let tries = 0; tries < 200 && !text.test(receiving.printed()); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
      expect(receiving.printed()).toMatch(text);
    };
    expect(await receiving.post(JSON.stringify(approvedReport({ eventId: 'w1', id: 'EXP-2' })))).toBe(200);
    expect(await (await fetch(`${receiving.address}/metrics`)).text()).toContain('po_shadow_waiting_deliveries 1\n');
    await printed(/run-0002-\w+: 1 open variance\n/);
    const metrics = await (await fetch(`${receiving.address}/metrics`)).text();
    expect(metrics).toContain('po_shadow_waiting_deliveries 0\n');
    expect(metrics).toMatch(/po_shadow_last_replay_timestamp_seconds 1\d{9}/);
    expect((await project.run(['variance', '--format', 'json', '--transaction', 'EXP-2'])).stdout).toContain('"status":"missing_manual"');
  });

  it('collects what a receiver before it stored and was killed with', async () => {
    const project = makeProject({ settings: { listen: { ...LISTEN, replayAfterSeconds: 3_600 } } });
    const first = await start(project.dir);
    expect(await first.post(EVENT)).toBe(200);
    await first.end('SIGKILL');
    await importSheets(project);
    project.write('po-shadow.yaml', readFileSync(join(project.dir, 'po-shadow.yaml'), 'utf8').replace('3600', '0.1'));
    const second = await start(project.dir);
    for (let tries = 0; tries < 200 && !second.printed().includes('open variance'); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(second.printed()).toContain('open variance');
  });

  it('replays nothing before sheets are imported, says so, and the first trial of a report is by them', async () => {
    const project = makeProject({ settings: { listen: { ...LISTEN, replayAfterSeconds: 0.1 }, inputs: CAPTURED } });
    const receiving = await start(project.dir);
    expect(await receiving.post(EVENT)).toBe(200);
    for (let tries = 0; tries < 200 && !receiving.printed().includes('Waiting for sheets'); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiving.printed().match(/Waiting for sheets/g)).toHaveLength(1);
    expect(await (await fetch(`${receiving.address}/healthz`)).json()).toMatchObject({ replay: 'waiting for sheets', waiting: 0 });
    expect(await (await fetch(`${receiving.address}/metrics`)).text()).toContain('po_shadow_waiting_for_sheets 1\n');
    project.write('exports/ledger-1.csv', ledgerText({}));
    const ran = await project.run(['run', '--format', 'json']);
    expect(ran.code, ran.stderr).toBe(0);
    expect(JSON.parse((await project.run(['explain', 'EXP-9041', '--format', 'json'])).stdout)).toMatchObject({ firstStatus: { status: 'match', run: expect.stringMatching(/^run-0001-/) } });
  });

  it('goes on receiving while a replay fails, and says so', async () => {
    const project = makeProject({ settings: { listen: { ...LISTEN, replayAfterSeconds: 0.1 } } });
    const receiving = await start(project.dir);
    rmSync(join(project.dir, 'evidence'), { recursive: true, force: true });
    project.write('evidence', 'this is no folder');
    expect(await receiving.post(EVENT)).toBe(200);
    for (let tries = 0; tries < 200 && !receiving.printed().includes('is tried again'); tries++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(receiving.printed()).toContain('what was delivered is stored, but could not be replayed, and is tried again');
    const health = await fetch(`${receiving.address}/healthz`);
    expect([health.status, (await health.json() as { replay: string }).replay]).toEqual([200, 'the last one failed']);
    expect(await receiving.post(JSON.stringify(approvedReport({ eventId: 'w2' })))).toBe(200);
  });

  it.each([
    ['the variable is not set', withSecret({ env: 'NOBODY_SET_THIS' }), 'the environment has no NOBODY_SET_THIS'],
    ['the key can be guessed', withSecret({ env: 'SHORT' }), 'a key of fewer than 16 characters can be guessed'],
    ['others may read the file', withSecret({ file: 'secret' }), 'others than its owner may read this secret'],
    ['no endpoint is named', {}, 'the settings name no endpoint'],
    ['the secret stands in the settings', withSecret({ value: HOOK_SECRET }), 'listen.endpoints'],
  ])('does not start where %s', async (_why, settings, says) => {
    const project = makeProject({ settings, files: { secret: HOOK_SECRET } });
    chmodSync(join(project.dir, 'secret'), 0o644);
    const { code, stderr } = await project.run(['listen', '--port', '0'], { environment: { SHORT: 'guess-me' } });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
    expect(stderr).not.toContain('guess-me');
  });

  it('says so where the port is none', async () => {
    const { code, stderr } = await makeProject({ settings: { listen: LISTEN } }).run(['listen', '--port', '99999'], { environment: { HOOK_SECRET } });
    expect([code, stderr]).toEqual([2, expect.stringContaining('99999 is no port')]);
    expect(stderr).not.toContain('    at ');
  });

  it('takes a secret from a file that its owner alone reads, without the line end behind it', async () => {
    const project = makeProject({ settings: withSecret({ file: 'secret' }), files: { secret: `${HOOK_SECRET}\n` } });
    chmodSync(join(project.dir, 'secret'), 0o600);
    expect(await (await start(project.dir)).post(EVENT)).toBe(200);
  });
});
