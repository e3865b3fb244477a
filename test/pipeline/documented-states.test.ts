import { expect, it } from 'vitest';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { SILENT, openWorkplace } from '../../src/pipeline/workplace.ts';
import { goldenProject } from '../golden/golden-project.ts';

it.each([
  // Rejected bills, declined cards and cancelled reimbursements are documented; what a closed report means is for the settings to say.
  ['ramp', {}],
  ['expensify', { ARCHIVED: 1 }],
  ['concur-reports', {}],
])('states that %s documents as not final need no naming in the settings', async (name, unknown) => {
  const workplace = await openWorkplace({ folder: goldenProject(name), allowOutside: false }, { progress: SILENT, programVersion: '0.0.0-test' });
  try {
    await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
    const { run } = await replayRecord(workplace, undefined);
    expect(run.summary.unknownStates).toEqual(unknown);
  } finally {
    workplace.database.close();
  }
});
