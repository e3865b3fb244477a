import { expect, it } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { approvalsText, approvedReport, makeProject } from '../project-folder.ts';

it('a record of three approvals has two and three, and not four', async () => {
  const approvals = approvalsText(...['EXP-9041', 'EXP-9042', 'EXP-9043'].map((id) => approvedReport({ id, eventId: `e-${id}` })));
  await makeProject({ approvals }).work(async (workplace) => {
    const reader = new RecordReader(workplace.database);
    expect([0, 1].map((atLeast) => reader.hasEvents(atLeast))).toEqual([true, false]);
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    expect([0, 2, 3, 4, Number.MAX_SAFE_INTEGER].map((atLeast) => reader.hasEvents(atLeast))).toEqual([true, true, true, false, false]);
  });
});
