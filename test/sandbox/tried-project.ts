import { SILENT } from '../../src/pipeline/workplace.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { makeExport, recordExport } from '../../src/pipeline/sandbox/export-sandbox.ts';
import { importAnswers, type ImportedAnswers } from '../../src/pipeline/sandbox/import-answers.ts';
import { sandboxStanding } from '../../src/pipeline/sandbox/sandbox-standing.ts';
import type { Act } from '../../src/domain/audit.ts';
import type { SandboxCall, SandboxStanding } from '../../src/domain/sandbox.ts';
import type { Deciding } from '../../src/pipeline/decisions/deciding.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { join } from 'node:path';
import { DEFAULTS, type ErpName } from '../erp/erps.ts';
import { type EventParts, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

export const PEOPLE = [{ id: 'dana', name: 'Dana Lee', roles: ['preparer'] }, { id: 'erin', name: 'Erin Park', roles: ['reviewer'] }];

const line = (id: string, amount: string, parts: Record<string, unknown> = {}): Record<string, unknown> => ({ id, date: '2026-05-30', merchant: 'Acme Janitorial', category: 'Cleaning', description: 'Floor pads', amount, ...parts });
const recalled = (parts: EventParts): Record<string, unknown> => approvedReport({ ...parts, event: {}, report: { ...parts.report, status: 'recalled' } });

/** A fortnight of every pattern: one line, three with a refund and other stores, yen, a report that was changed and one that was withdrawn. */
export const FORTNIGHT = [
  approvedReport({ eventId: 'a1', id: 'EXP-501', amount: '240.00' }),
  approvedReport({ eventId: 'b1', id: 'EXP-502', amount: '100.50', report: { lines: [line('1', '80.00'), line('2', '40.50', { location: 'Store 003', category: 'Supplies' }), line('3', '-20.00', { description: '' })] } }),
  approvedReport({ eventId: 'c1', id: 'EXP-503', amount: '12000', currency: 'JPY', line: { vendorId: 'V-1003', description: 'Paper, of the best kind there is in Kanto' } }),
  approvedReport({ eventId: 'd1', id: 'EXP-504', amount: '70.00' }),
  approvedReport({ eventId: 'd2', id: 'EXP-504', amount: '75.00', revision: 2, occurredAt: '2026-06-03T15:10:00Z' }),
  approvedReport({ eventId: 'e1', id: 'EXP-505', amount: '30.00' }),
  recalled({ eventId: 'e2', id: 'EXP-505', amount: '30.00', revision: 2, occurredAt: '2026-06-04T15:10:00Z' }),
];

/** A project of one ERP, or of the generic profile, with the fortnight or other approvals. */
export function triedProject(erp: ErpName | 'generic', { events = FORTNIGHT, settings = {}, files = {} }: { events?: Record<string, unknown>[]; settings?: Record<string, unknown>; files?: Record<string, string> } = {}): TestProject {
  return makeProject({
    approvals: approvalsText(...events), ledger: ledgerText({ po_number: 'PO-1', reference: 'EXP-501', amount: '240.00' }), files,
    settings: { erp, people: PEOPLE, ...(erp === 'generic' ? {} : { erpDefaults: { [erp]: DEFAULTS[erp] } }), ...settings },
  });
}

/** Imports and replays. */
export async function replayed(project: TestProject): Promise<string> {
  return project.work(async (workplace) => {
    await importInputs({ ...workplace, progress: SILENT }, requestedInputs(workplace), { asOf: undefined, strict: false });
    return (await replayRecord(workplace, undefined)).run.id;
  });
}

/** Exports the newest run, and returns its calls. Fails where there is nothing to export. */
export async function exported(project: TestProject): Promise<readonly SandboxCall[]> {
  return project.work(async (workplace) => {
    const made = await makeExport(workplace);
    if ('reason' in made) throw new Error(made.reason);
    await recordExport(workplace, made);
    return made.plan.calls;
  });
}

const AT = Date.parse('2026-06-18T09:00:00Z');

/** Dana, at work at nine. */
export const DANA: Deciding = {
  person: { id: 'dana', name: 'Dana Lee', emails: [], erpUsers: [], roles: ['preparer'] }, at: AT,
  entry: (act: Act) => ({ at: AT, clock: 'given', actor: { person: 'dana', osUser: null, osHost: null }, act }),
};

let files = 0;

/** Takes in answers as a file of JSON lines; an object is a line, a text is one as it is. */
export async function answered(project: TestProject, answers: readonly (Record<string, unknown> | string)[], name = `answers-${++files}.jsonl`): Promise<ImportedAnswers> {
  project.write(name, answers.map((answer) => `${typeof answer === 'string' ? answer : JSON.stringify(answer)}\n`).join(''));
  return project.work((workplace) => importAnswers(workplace, DANA, { path: join(project.dir, name), name, shown: name }));
}

/** An answer to each call, by hash and file. */
export const acceptAll = (calls: readonly SandboxCall[]): Record<string, unknown>[] => calls.map(({ sha256, name }) => ({ sha256, file: `bodies/${name}.json`, status: 201, at: '2026-06-18T08:00:00Z' }));

/** How the sandbox stands towards the newest run. */
export async function standing(project: TestProject, upTo: number | null = null): Promise<SandboxStanding> {
  return project.work(async (workplace) => {
    const run = await new RunReader(workplace.database).latest();
    const found = run === undefined ? null : await sandboxStanding(workplace, run.id, upTo);
    if (found === null) throw new Error('this profile has no API');
    return found;
  });
}

/** The state of each pattern, by its name. */
export const states = ({ patterns }: SandboxStanding): Record<string, string> => Object.fromEntries(patterns.map(({ pattern, state }) => [pattern, state]));
