import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FakeChannel, startFakeChannel } from '../../alerts/fake-channel.ts';
import { approvedReport, makeProject } from '../../project-folder.ts';
import { HOOK_SECRET, LISTEN, startReceiver } from '../receiving.ts';

const ALERTS = { channels: [{ name: 'finance', kind: 'slack', url: { env: 'SLACK_URL' } }] };
const titles = (channel: FakeChannel): (string | undefined)[] => channel.texts().map(([title]) => title);

/** Waits until the channel was told so many things. */
async function told(channel: FakeChannel, count: number): Promise<void> {
  for (let tries = 0; tries < 300 && channel.messages.length < count; tries++) await new Promise((resolve) => setTimeout(resolve, 100));
}

describe('what capture alerts by itself', () => {
  it('a receiver tells that replays fail, goes on receiving while the channel hangs, and tells that it is over', async () => {
    const channel = await startFakeChannel();
    const project = makeProject({ settings: { listen: { ...LISTEN, replayAfterSeconds: 0.1 }, alerts: ALERTS } });
    await project.here(['run']);
    const receiving = await startReceiver(project.dir, { HOOK_SECRET, SLACK_URL: channel.url });
    onTestFinished(async () => void (await receiving.end('SIGKILL')));
    renameSync(join(project.dir, 'evidence'), join(project.dir, 'evidence-aside'));
    project.write('evidence', 'this is no folder');
    channel.answerAfter = () => 2_000;
    expect(await receiving.post(JSON.stringify(approvedReport({ eventId: 'w1' })))).toBe(200);
    await told(channel, 1);
    expect(titles(channel)).toEqual(['Critical: The replay fails']);
    expect(await receiving.post(JSON.stringify(approvedReport({ eventId: 'w2' })))).toBe(200);
    channel.answerAfter = () => 0;
    rmSync(join(project.dir, 'evidence'));
    renameSync(join(project.dir, 'evidence-aside'), join(project.dir, 'evidence'));
    expect(await receiving.post(JSON.stringify(approvedReport({ eventId: 'w3' })))).toBe(200);
    await told(channel, 2);
    expect(titles(channel)).toEqual(['Critical: The replay fails', 'Over: The replay fails']);
    expect(await receiving.end()).toBe(0);
  });

  it('watch tells which files it refused, once, and that this is over when they are gone', async () => {
    const channel = await startFakeChannel();
    const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'drop/done/*approvals-*.jsonl' }] }, watch: { settleSeconds: 0.1 }, alerts: ALERTS } });
    const folder = join(project.dir, 'drop');
    mkdirSync(folder);
    process.env.SLACK_URL = channel.url;
    const once = () => project.here(['watch', folder, '--once']);
    writeFileSync(join(folder, 'holiday <!channel>.jpg'), 'a picture');
    expect((await once()).code).toBe(1);
    await once();
    expect(channel.texts()).toHaveLength(1);
    expect(channel.texts()[0]?.slice(0, 3)).toEqual(['Dropped files were refused', 'Example Retail · 1 file', '• holiday &lt;!channel&gt;.jpg: its name fits none of inputs in po-shadow.yaml']);
    for (const name of readdirSync(join(folder, 'refused'))) rmSync(join(folder, 'refused', name));
    expect((await once()).code).toBe(0);
    expect(titles(channel)).toEqual(['Dropped files were refused', 'Over: Dropped files were refused']);
  });
});
