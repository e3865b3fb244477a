import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Inbox } from '../../src/store/inbox/inbox.ts';
import { approvedReport, makeProject } from '../project-folder.ts';
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

  it('takes a secret from a file that its owner alone reads, without the line end behind it', async () => {
    const project = makeProject({ settings: withSecret({ file: 'secret' }), files: { secret: `${HOOK_SECRET}\n` } });
    chmodSync(join(project.dir, 'secret'), 0o600);
    expect(await (await start(project.dir)).post(EVENT)).toBe(200);
  });
});
