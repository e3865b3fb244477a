import { describe, expect, it } from 'vitest';
import { withInbox } from '../../../src/pipeline/capture/with-inbox.ts';
import { explainTransaction } from '../../../src/pipeline/explain-transaction.ts';
import { replayRecord } from '../../../src/pipeline/replay-record.ts';
import { type TestProject, approvalsText, approvedReport, makeProject } from '../../project-folder.ts';
import { collect, deliver, rampEvent } from './delivered.ts';

const run = async (project: TestProject): Promise<void> => {
  await collect(project, { inputs: true });
  await project.work((workplace) => replayRecord(workplace, undefined));
};
const explain = (project: TestProject, id: string) => project.work((workplace) => explainTransaction(workplace, id));
const body = (id: string) => ({ body: JSON.stringify(approvedReport({ eventId: `of ${id}`, id })) });

describe('explain', () => {
  it('says of a transaction that only a delivery names that it waits to be collected', async () => {
    const project = makeProject();
    await run(project);
    await deliver(project, body('F-2'));
    await expect(explain(project, 'F-2')).rejects.toMatchObject({ message: expect.stringContaining('delivery 1 of /hooks/generic (2026-06-02T16:00:00Z) names it and waits to be collected'), remedy: 'Collect it: po-shadow run.' });
    await expect(explain(project, 'F-3')).rejects.toThrow('knows no transaction');
    await run(project);
    expect((await explain(project, 'F-2')).rows).toHaveLength(1);
  });

  it('says so too before anything was replayed, and what the record holds then', async () => {
    const project = makeProject();
    await deliver(project, body('F-2'));
    await expect(explain(project, 'F-2')).rejects.toThrow('names it and waits to be collected');
    await collect(project);
    await expect(explain(project, 'F-2')).rejects.toThrow('the record holds 1 event of F-2, and there is no run yet');
    await expect(explain(project, 'F-3')).rejects.toThrow('there is no run yet');
  });

  it('says of one that was held back that the manual export log has it', async () => {
    const project = makeProject();
    await run(project);
    await deliver(project, body('F-1'));
    await project.work((workplace) => withInbox(workplace, undefined, async (inbox) => inbox.switches.switchTo('off', { at: 0, clock: 'machine', person: 'dana', osUser: null, osHost: null, reason: 'outage' })));
    await deliver(project, body('F-2'));
    await expect(explain(project, 'F-2')).rejects.toThrow('went to the manual export log');
  });

  it('tells of an event that awaits its object as long as it does', async () => {
    const project = makeProject();
    await deliver(project, rampEvent('evt-1', 'EXP-9041', '2026-06-03T09:00:00Z'));
    await run(project);
    expect((await explain(project, 'EXP-9041')).quarantine).toHaveLength(1);
    project.write('approvals.jsonl', approvalsText(approvedReport(), approvedReport({ eventId: 'e2', revision: 2, occurredAt: '2026-06-03T10:00:00Z' })));
    await run(project);
    expect((await explain(project, 'EXP-9041')).quarantine).toEqual([]);
  });
});
