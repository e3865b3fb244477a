import { describe, expect, it } from 'vitest';
import { deliver } from '../pipeline/capture/delivered.ts';
import { approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { LISTEN } from './receiving.ts';

const INPUTS = { approvals: [{ source: 'generic', files: 'exports/approvals-*.jsonl' }], ledger: [{ format: 'generic', files: 'exports/ledger-*.csv' }] };
const DELIVERY = { body: JSON.stringify(approvedReport()) };

describe('on the first day, when no export is there yet, po-shadow run', () => {
  it('goes by what was delivered, and says which inputs have no file', async () => {
    const project = makeProject({ settings: { inputs: INPUTS, listen: LISTEN } });
    await deliver(project, DELIVERY);
    const { code, stderr, stdout } = await project.run(['run', '--format', 'json']);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { totals: { byStatus: { missing_manual: 1 } } } });
    for (const place of ['approvals[0]', 'ledger[0]']) expect(stderr).toContain(`inputs.${place}: no file fits`);
  });

  it('goes by what was collected before, too', async () => {
    const project = makeProject({ settings: { inputs: INPUTS, listen: LISTEN } });
    await deliver(project, DELIVERY);
    await project.run(['run']);
    expect((await project.run(['run'])).code).toBe(0);
  });

  it.each([
    ['nothing was delivered, though a ledger is there', { settings: { inputs: INPUTS, listen: LISTEN }, files: { 'exports/ledger-1.csv': ledgerText({}) } }, false],
    ['nothing is captured in this project', { settings: { inputs: INPUTS } }, true],
    ['the input names one file, and no pattern', { settings: { inputs: { ...INPUTS, approvals: [{ source: 'generic', files: 'exports/approvals.jsonl' }] }, listen: LISTEN } }, true],
  ])('stops where %s', async (_when, parts, isDelivered) => {
    const project = makeProject(parts);
    if (isDelivered) await deliver(project, DELIVERY);
    const { code, stderr } = await project.run(['run']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('approvals')]);
  });
});
