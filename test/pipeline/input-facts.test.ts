import { describe, expect, it } from 'vitest';
import type { InputControlFact } from '../../src/gates/facts.ts';
import { auditProject } from '../../src/pipeline/audit-project.ts';
import { configuredInputs } from '../../src/pipeline/configured-inputs.ts';
import { gatherFacts } from '../../src/pipeline/facts/gather-facts.ts';
import { inputControls, unreadExports } from '../../src/pipeline/facts/input-facts.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { AuditTrail } from '../../src/store/audit-trail.ts';
import { RecordReader } from '../../src/store/record-reader.ts';
import { type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

const importAll = (project: TestProject): Promise<unknown> => project.work((workplace) => importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false }));
const factsOf = (project: TestProject): Promise<{ controls: InputControlFact[]; unread: string[] }> =>
  project.work(async (workplace) => {
    const imports = await new RecordReader(workplace.database).imports();
    const inputs = configuredInputs(workplace, imports);
    return { controls: inputControls(inputs, imports), unread: unreadExports(inputs) };
  });
const withAmount = (...currencies: string[]) => ({ count: 1, amount: Object.fromEntries(currencies.map((currency) => [currency, '1'])) });
const controlled = (input: string): InputControlFact => ({ input, hasCount: true, hasAmount: true });

describe('an input is controlled', () => {
  it('where a count, and an amount in every currency that was read of it, stand beside it: another input’s do not', async () => {
    const yen = ledgerText({ po_number: 'PO-7', currency: 'JPY', amount: '900', reference: '' }, { po_number: 'PO-8', amount: '5.00', reference: '' });
    const ledger = (one: string[], other: string[]) => ({ inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl', controls: withAmount('USD') }], ledger: [{ format: 'generic', files: 'ledger.csv', controls: withAmount(...one) }, { format: 'generic', files: 'store-2.csv', controls: withAmount(...other) }] } });
    const project = makeProject({ settings: ledger(['USD', 'JPY'], ['USD']), files: { 'store-2.csv': yen } });
    await importAll(project);
    expect((await factsOf(project)).controls).toEqual([controlled('inputs.approvals[0]'), controlled('inputs.ledger[0]'), { input: 'inputs.ledger[1]', hasCount: true, hasAmount: false }]);
    project.write('po-shadow.yaml', JSON.stringify({ window: { from: '2026-06-01', to: '2026-06-14' }, ...ledger(['USD'], ['USD', 'JPY']) }));
    expect((await factsOf(project)).controls).toEqual([controlled('inputs.approvals[0]'), controlled('inputs.ledger[0]'), controlled('inputs.ledger[1]')]);
  });

  it('not where a file was imported that no input names', async () => {
    const project = makeProject({ files: { 'extra.csv': ledgerText({ po_number: 'PO-9', reference: '' }) } });
    await importAll(project);
    expect((await project.here(['import', 'ledger', 'extra.csv'], { cwd: project.dir })).code).toBe(0);
    expect((await factsOf(project)).controls.at(-1)).toEqual({ input: 'extra.csv, which is no file of inputs,', hasCount: false, hasAmount: false });
  });

  it('by what stands beside its file as it is now, where that was exported again under its name', async () => {
    const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl', controls: withAmount('USD') }], ledger: [{ format: 'generic', files: 'ledger.csv', controls: withAmount('USD') }] } } });
    await importAll(project);
    project.write('ledger.csv', ledgerText({}, { po_number: 'PO-9', reference: '' }));
    await importAll(project);
    expect((await factsOf(project)).controls).toEqual([controlled('inputs.approvals[0]'), controlled('inputs.ledger[0]')]);
  });

  it('of neither kind where the settings name none', async () => {
    const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl', controls: withAmount('USD') }] } } });
    await importAll(project);
    expect((await factsOf(project)).controls).toEqual([{ input: 'inputs.ledger', hasCount: false, hasAmount: false }, controlled('inputs.approvals[0]')]);
  });
});

describe('an export that inputs names and nobody imported', () => {
  it('is told: what it holds was not tried', async () => {
    const project = makeProject({ settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals*.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv' }] } } });
    await importAll(project);
    expect((await factsOf(project)).unread).toEqual([]);
    project.write('approvals-2.jsonl', approvalsText(approvedReport({ eventId: 'e2', id: 'EXP-9042' })));
    expect((await factsOf(project)).unread).toEqual(['approvals-2.jsonl is a file of inputs.approvals[0], and was not imported']);
    await importAll(project);
    expect((await factsOf(project)).unread).toEqual([]);
  });
});

describe('what is judged', () => {
  it('is what was audited: a decision in between makes the verdict out of date', async () => {
    const project = makeProject();
    await importAll(project);
    await project.work(async (workplace) => {
      await replayRecord(workplace, undefined);
      const audit = await auditProject(workplace);
      expect((await gatherFacts(workplace, audit, { asOf: undefined })).facts.outdated).toEqual([]);
      await workplace.database.transaction(() => new AuditTrail(workplace.database).append({ at: 0, clock: 'machine', actor: { person: 'dana', osUser: null, osHost: null }, act: { kind: 'scope', leftOut: '', reason: 'x' } }));
      expect((await gatherFacts(workplace, audit, { asOf: undefined })).facts.outdated).toEqual(['somebody imported, replayed or decided since the audit: ask again']);
    });
  });
});
