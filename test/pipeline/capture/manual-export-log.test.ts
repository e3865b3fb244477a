import { describe, expect, it } from 'vitest';
import { withPages } from '../../../src/pipeline/capture/collect.ts';
import { writeManualExportLog } from '../../../src/pipeline/capture/manual-export-log.ts';
import { importInputs, requestedInputs } from '../../../src/pipeline/import-inputs.ts';
import { type ProjectParts, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../../project-folder.ts';
import { type Arrived, deliver } from './delivered.ts';
import { withInbox } from '../../../src/pipeline/capture/with-inbox.ts';

const event = (eventId: string, id: string, parts: object = {}): Arrived => ({ body: JSON.stringify(approvedReport({ eventId, id, ...parts })), eventId });

/** A project whose exports were imported, and whose sync is off since `before` was delivered; what the log says of deliveries then, without the columns of POs. */
async function logged(parts: ProjectParts, before: Arrived[], ...held: Arrived[]): Promise<string[]> {
  const project: TestProject = makeProject(parts);
  await deliver(project, ...before, { body: 'no JSON' });
  await project.work(async (workplace) => {
    await withPages(workplace, (pages) => importInputs(workplace, [...requestedInputs(workplace), ...pages], { asOf: undefined, strict: false }));
    await withInbox(workplace, undefined, async (inbox) => inbox.switches.switchTo('off', { at: 0, clock: 'machine', person: 'dana', osUser: null, osHost: null, reason: 'outage' }));
  });
  await deliver(project, ...held);
  return project.work((workplace) => withInbox(workplace, [], async (inbox) => {
    await writeManualExportLog(workplace, inbox);
    return inbox.manualExports.logged().map(({ csv }) => csv.trimEnd());
  }));
}

describe('the manual export log asks a clerk', () => {
  it('to key approved money by hand of which the integration can\'t make a PO, and says how much it is', async () => {
    const [entry] = await logged({}, [], event('x', 'EXP-1', { amount: '66.00', line: { merchant: 'Nobody Knows' } }));
    expect(entry).toMatch(/^1,by_hand,EXP-1,.*Key it by hand: approved over 66\.00 USD, and the integration can't make a PO of it: VENDOR_UNMAPPED: /);
  });

  it('to change by hand what stands, where an approved change can\'t be made', async () => {
    const [entry] = await logged({}, [event('w', 'EXP-1')], event('x', 'EXP-1', { revision: 2, amount: '66.00', line: { merchant: 'Nobody Knows' } }));
    expect(entry).toMatch(/^1,by_hand,EXP-1,.*Change DRY-EXP-1\.1 by hand: approved over 66\.00 USD/);
  });

  it.each([
    ['the record holds', [event('x', 'EXP-1')], [event('x', 'EXP-1', { amount: '66.00' })]],
    ['the record holds of another report', [event('x', 'EXP-7')], [event('x', 'EXP-1', { amount: '66.00' })]],
    ['came before it while the sync was off', [], [event('x', 'EXP-1'), event('x', 'EXP-1', { amount: '66.00' })]],
  ])('to look up an event of an id that %s with another content', async (_which, before, held) => {
    const entries = await logged({}, before, ...held);
    expect(entries.at(-1)).toMatch(/,by_hand,EXP-1,x,.*Look it up in the expense system: this id came before with another content/);
    expect(entries).toHaveLength(held.length);
  });

  it('nothing about an event that the record holds with the same content', async () => {
    expect(await logged({}, [event('x', 'EXP-1')], { body: JSON.stringify(approvedReport({ eventId: 'x', id: 'EXP-1' }), null, 2), eventId: 'x' })).toEqual([expect.stringContaining('No PO: nothing changes')]);
  });

  it('to look in the ERP where a PO of the ledger names the report, of which the record could not read a snapshot, before it is keyed twice', async () => {
    const unreadable = approvedReport({ eventId: 'e0', id: 'B-3', report: { total: '1,5' } });
    const [entry, other] = await logged({ approvals: approvalsText(unreadable), ledger: ledgerText({ po_number: 'PO-3', reference: 'b 3' }, { po_number: 'PO-4', reference: 'B-4', status: 'cancelled' }) }, [], event('x', 'B-3', { revision: 2 }), event('y', 'B-4'));
    expect(entry).toMatch(/^1,by_hand,B-3,.*"?Look it up in the ERP: PO-3 names this report already; without it: create 845\.50 USD/);
    expect(other).toMatch(/^2,create,B-4,/);
  });
});
