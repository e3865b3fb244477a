import { expect, it } from 'vitest';
import { approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { QUICK_START } from './generated-project.ts';

it('a record that ends after the machine\'s clock is told as an instant not reached yet, not as hours behind', async () => {
  const project = makeProject({ approvals: approvalsText(approvedReport({ occurredAt: '2126-06-02T15:10:00Z' })), ledger: ledgerText({}) });
  await project.run(['run'], { environment: QUICK_START });
  const { stderr } = await project.run(['gate'], { environment: QUICK_START });
  expect(stderr).toContain('The verdict is for an instant that this machine\'s clock has not reached yet.');
  expect(stderr).not.toContain('behind this machine\'s clock');
});
