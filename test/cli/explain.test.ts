import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { StoryDocument } from '../../src/report/story-text.ts';
import { goldenProject } from '../golden/golden-project.ts';
import { type Outcome, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';
import { hereInFolder, workedRun } from './generated-project.ts';

let dir: string;
const explain = (what: string, ...options: string[]): Promise<Outcome> => hereInFolder(dir, ['explain', what, ...options]);
const story = async (what: string): Promise<StoryDocument> => JSON.parse((await explain(what, '--format', 'json')).stdout) as StoryDocument;

/** The line of a file of the project, counted from 1. */
const lineOf = (path: string, holds: string): number => readFileSync(join(dir, path), 'utf8').split('\n').findIndex((line) => line.includes(holds)) + 1;

describe('the story of EXP-9060, a report with a vendor that the ERP does not have', () => {
  let text: string;
  beforeAll(async () => {
    dir = goldenProject('first-three-transactions');
    await workedRun(dir);
    const told = await explain('EXP-9060');
    expect(told.code).toBe(0);
    text = told.stdout;
  });

  it('begins with the row as the table shows it', () => {
    expect(text).toMatch(/^Transaction EXP-9060/);
    expect(text).toMatch(/2026-06-04 .*\$8,900\.00.*Mismatch: Invalid Vendor ID.*PO-7795 \(Manual Correction\).*\$8,900\.00.*Rejected/);
  });

  it('names the event with its file and line, its state, its total, and the instant of final approval', () => {
    const at = `approvals.jsonl:${lineOf('approvals.jsonl', 'EXP-9060')}`;
    expect(text).toMatch(new RegExp(`${at}.*2026-06-04T19:05:00Z.*revision 1.*approved_for_payment.*rejected.*\\$8,900\\.00`));
    expect(text).toContain('finally approved 2026-06-04T19:05:00Z');
  });

  it('tells each routing rule that applied and who satisfied it', () => {
    expect(text).toMatch(/routing manager: satisfied; manager by lee@shop\.example/);
    expect(text).toMatch(/routing over-5000: satisfied; vp by vp@shop\.example/);
  });

  it('tells each mapping step with the sheet and the row it used', () => {
    expect(text).toMatch(new RegExp(`approver "lee@shop\\.example" → U-100 Lee Moran .*mapping/approvers\\.csv:${lineOf('mapping/approvers.csv', 'lee@')}, master/approvers\\.csv:${lineOf('master/approvers.csv', 'U-100')}`));
    expect(text).toMatch(new RegExp(`category "Repairs" → 6140 Repairs .*mapping/categories\\.csv:${lineOf('mapping/categories.csv', 'Repairs')}, master/gl_accounts\\.csv:${lineOf('master/gl_accounts.csv', '6140')}`));
    expect(text).toMatch(new RegExp(`department "Store Operations" → D-10 .*mapping/departments\\.csv:${lineOf('mapping/departments.csv', 'Store Operations')}`));
    expect(text).toMatch(new RegExp(`location "Store 012" → L-012 .*mapping/locations\\.csv:${lineOf('mapping/locations.csv', 'Store 012')}`));
    expect(text).toMatch(/vendor id "V-0999" .*no row in master\/vendors/);
  });

  it('tells what the ERP would refuse, where it was read, and the vendor that was probably meant', () => {
    expect(text).toMatch(/VENDOR_UNKNOWN: the ERP has no vendor V-0999 \(approvals\.jsonl:3\)\n +What to do: .*V-1003 Polar Refrigeration Inc\?/);
    expect(text).not.toContain('What the ERP would have been sent');
  });

  it('tells what people keyed, row by row, the pairing and why, and how the variance comes about', () => {
    expect(text).toMatch(/PO-7795 of 2026-06-04.*V-1003 Polar Refrigeration Inc.*keyed by clerk1/);
    expect(text).toMatch(new RegExp(`ledger\\.csv:${lineOf('ledger.csv', 'PO-7795')} .*6140 / D-10 / L-012 .*\\$8,900\\.00`));
    expect(text).toMatch(/paired by reference: the reference of PO-7795 names EXP-9060/);
    expect(text).toMatch(/manual \$8,900\.00 − dry run none = \$8,900\.00; at stake \$8,900\.00/);
    expect(text).toContain('causes: VENDOR_UNKNOWN');
  });

  it('is the same as data', async () => {
    const { transactionId, events, orders, manual, rows } = await story('EXP-9060');
    expect(transactionId).toBe('EXP-9060');
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ at: 'approvals.jsonl:3', revision: 1, total: '8900.00', effect: 'reject', findings: [{ code: 'VENDOR_UNKNOWN', severity: 'error' }] });
    expect(events[0]?.routing.map(({ rule, satisfied }) => [rule, satisfied])).toEqual([['manager', true], ['over-5000', true]]);
    expect(orders).toEqual([]);
    expect(manual.map(({ poNumber, counts }) => [poNumber, counts])).toEqual([['PO-7795', true]]);
    expect(rows.map(({ status, variance }) => [status, variance])).toEqual([['rejected', '8900.00']]);
  });
});

describe('the story of a report that agrees', () => {
  it('shows the number, the idempotency key and the very body that the ERP would have been sent', async () => {
    const { orders } = await story('EXP-9041');
    expect(orders).toHaveLength(1);
    const [order] = orders as [(typeof orders)[number]];
    expect(order.number).toMatch(/^DRY-/);
    expect(order.requestBody).toMatchObject({ vendorId: 'V-1001', currency: 'USD', total: '1245.50', lines: [{ glAccount: '6110', amount: '845.50' }, { glAccount: '6120', amount: '400.00' }] });
    const { stdout } = await explain('EXP-9041');
    expect(stdout).toContain(order.idempotencyKey);
    for (const line of JSON.stringify(order.requestBody, null, 2).split('\n')) expect(stdout).toContain(line);
  });
});

describe('what explain takes', () => {
  it('the number of a manual PO gives the story of its transaction; upper and lower case are one', async () => {
    const byTransaction = (await explain('EXP-9041')).stdout;
    expect((await explain('PO-7782')).stdout).toBe(byTransaction);
    expect((await explain('po-7782')).stdout).toBe(byTransaction);
    expect((await explain('exp-9041')).stdout).toBe(byTransaction);
  });

  it('an id that the record does not know is exit 2, with the nearest that it knows', async () => {
    const { code, stdout, stderr } = await explain('EXP-9401');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/EXP-9401[\s\S]*Did you mean EXP-9041\?/);
    expect((await explain('nothing-like-it')).stderr).toContain('po-shadow variance');
  });

  it('an id that only manual POs name is told with those, as their newest versions say it', async () => {
    const rows = ['PO-1', 'PO-2'].map((po) => ({ po_number: po, reference: 'none', memo: 'see exp 9401', amount: '7.00' }));
    const project = makeProject({ ledger: ledgerText({}, { po_number: 'PO-3', reference: 'EXP-9401', amount: '8.00' }, { po_number: 'PO-4', reference: 'EXP-94012', amount: '9.00' }, ...rows) });
    await project.here(['run']);
    const { code, stderr } = await project.here(['explain', 'EXP-9401']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/no transaction and no manual PO EXP-9401; PO-1, PO-2, PO-3 name it[\s\S]*Did you mean EXP-9041\? po-shadow explain PO-1 says what became of that PO\./)]);
    project.write('ledger.csv', ledgerText({}, { po_number: 'PO-1', reference: '', amount: '7.00', entered_at: '2026-06-09T12:00:00Z' }, { po_number: 'PO-3', reference: 'EXP-9401', amount: '8.00' }, { po_number: 'PO-2', reference: '', amount: '7.00' }));
    await project.here(['run']);
    expect((await project.here(['explain', 'EXP-9401'])).stderr).toMatch(/; PO-3 names it/);
  });

  it('a manual PO that nothing explains has a story too, and so has one that scope leaves out', async () => {
    dir = goldenProject('out-of-scope');
    await workedRun(dir);
    const unexplained = await explain('PO-9805');
    expect(unexplained.code).toBe(0);
    expect(unexplained.stdout).toMatch(/A manual PO without a transaction/);
    expect(unexplained.stdout).toMatch(/PO-9805 of 2026-06-02[\s\S]*No approved expense/);
    const leftOut = await explain('PO-9803');
    expect(leftOut.stdout).toMatch(/No row in this run: .*out of scope[\s\S]*PO-9803 of 2026-06-02[\s\S]*\$77,000\.00/);
    expect((await explain('EXP-9802')).stdout).toMatch(/left out "Acme Janitorial" .*scope\.lines\.exclude\.paymentType/);
  });

  it('a manual PO that belongs to a report outside the window names that report and its date, and the summary counts it', async () => {
    const early = (id: string, event: string): Record<string, unknown> => approvedReport({ eventId: event, id, amount: '88.00', occurredAt: '2026-05-28T15:10:00Z', report: { submittedAt: '2026-05-27T12:00:00Z' } });
    const project = makeProject({
      approvals: approvalsText(approvedReport(), early('EXP-1001', 'e2'), early('EXP-1002', 'e3')),
      ledger: ledgerText({}, { po_number: 'PO1001', reference: 'EXP-1001', amount: '88.00', po_date: '2026-06-02' }, { po_number: 'PO1002', reference: 'EXP-1002', amount: '80.00', po_date: '2026-05-29' }),
    });
    dir = project.dir;
    expect((await project.here(['run'])).stdout).toContain('In no row: 1 manual PO dated in the window that belongs to reports outside it: po-shadow explain PO says to which.');
    const told = await explain('PO1001');
    expect(told.stdout).toMatch(/^Transaction EXP-1001 .*\n {2}No row in this run: PO1001 of 2026-06-02 is paired with EXP-1001 of 2026-05-28, which lies outside the window 2026-06-01 to 2026-06-14\.\n/);
    expect(told.stdout).not.toContain('EXP-1002');
    expect((await explain('EXP-1002')).stdout).toContain('PO1002 of 2026-05-29 is paired with EXP-1002 of 2026-05-28');
    expect((await story('PO1001')).pairedOutside).toEqual([{ poName: 'PO1001', poDate: '2026-06-02', transactionId: 'EXP-1001', transactionDate: '2026-05-28', leftOut: null }]);
    expect(told.stdout).not.toContain('to be looked at');
    expect((await project.here(['audit'])).code).toBe(0);
    project.write('ledger.csv', ledgerText({}, { po_number: 'PO1001', reference: 'EXP-1001', amount: '380.00', po_date: '2026-06-02', entered_at: '2026-06-03T17:30:00Z' }));
    await project.here(['run']);
    expect((await explain('PO1001')).stdout).toContain('    It is to be looked at all the same: its report EXP-1001 of 2026-05-28 over $88.00 is outside the window: Rejected.\n      What to do: correct the ledger, or have somebody agree');
  });

  it('several snapshots are told in the order in which they count, each with what it does', async () => {
    dir = goldenProject('withdrawn');
    await workedRun(dir);
    const { events } = await story('EXP-9304');
    expect(events.map(({ revision, effect }) => [revision, effect])).toEqual([[1, 'create'], [2, 'withdraw'], [3, 'create']]);
    expect((await story('EXP-9308')).events.map(({ at }) => Number(at.split(':')[1]))).toEqual([lineOf('approvals.jsonl', '"EXP-9308","revision":1'), lineOf('approvals.jsonl', '"EXP-9308","revision":2')]);
  });

  it('an older version of a manual PO is told as one that no longer counts', async () => {
    dir = goldenProject('newer-export');
    await workedRun(dir);
    const { manual } = await story('EXP-8201');
    expect(manual.map(({ file, counts, lines }) => [file, counts, lines[0]?.amount]).sort()).toEqual([['ledger-of-12-june.csv', true, '450.00'], ['ledger-of-8-june.csv', false, '540.00']]);
    expect((await explain('EXP-8201')).stdout).toMatch(/older version, which no longer counts/);
  });

  it('a snapshot that could not be read is told beside those that could', async () => {
    dir = goldenProject('unreadable-newest');
    await workedRun(dir);
    expect((await explain('EXP-8601')).stdout).toMatch(/What could not be read\n +approvals\.jsonl:2: .*amount: more decimals than the currency has/);
  });
});

describe('the story of a row that differs', () => {
  it('says both values of every field, with the money that stands under each', async () => {
    dir = goldenProject('both-values');
    await workedRun(dir);
    const { stdout } = await explain('EXP-9905');
    for (const line of ['differs in amount: $75.00 → $70.00', 'differs in vendor: V-1002 $75.00 → v-1004 $70.00', 'differs in location: L-012 $75.00 → l-003 $70.00', 'differs in period: 2026-06 $75.00 → 2026-07 $70.00']) expect(stdout).toContain(line);
    expect((await story('EXP-9907')).rows[0]?.differences).toEqual([]);
  });
});

describe('a manual PO that names a report of which nothing is to be ordered', () => {
  const personal = approvedReport({ line: { personal: true } });
  const inProject = async (parts: Parameters<typeof makeProject>[0]): Promise<void> => {
    dir = makeProject(parts).dir;
    await workedRun(dir);
  };

  it('is tied to it from either side, with what to do', async () => {
    await inProject({ approvals: approvalsText(personal) });
    const order = (await explain('PO-7782')).stdout;
    expect(order).toContain('    PO-7782 names EXP-9041, which has no line for a PO, since all of it is left out as personal\n      What to do: nothing of EXP-9041 is to be ordered. Cancel PO-7782, or have the expense corrected where it is not personal.');
    expect(order).not.toContain('nothing else comes near');
    const report = (await explain('exp-9041')).stdout;
    expect(report).toContain('  No row in this run: it has no line for a PO, since all of it is left out as personal.\n  PO-7782 names it, and stands as No approved expense: po-shadow explain PO-7782\n    What to do: nothing of EXP-9041');
    expect(report).toMatch(/What people keyed\n {2}PO-7782 of 2026-06-02.*\n.*\$845\.50/);
    expect((await story('PO-7782')).untied).toEqual([{ poName: 'PO-7782', transactionId: 'EXP-9041', became: 'has no line for a PO, since all of it is left out as personal', leftOut: ['personal'] }]);
  });

  it('in its memo, without separators, and left out by the scope', async () => {
    await inProject({ ledger: ledgerText({ reference: '', memo: 'pads exp9041' }), settings: { scope: { lines: { exclude: { category: 'Cleaning' } } } } });
    expect((await explain('PO-7782')).stdout).toContain('since all of it is left out as scope.lines.exclude.category\n      What to do: nothing of EXP-9041 is to be ordered. Cancel PO-7782, or correct scope in po-shadow.yaml, or the expense, where its lines are for this integration.');
  });

  it('beside another one, which it is compared with, may hold money of both', async () => {
    await inProject({ approvals: approvalsText(personal, approvedReport({ eventId: 'e2', id: 'EXP-9042', amount: '100.00' })), ledger: ledgerText({ reference: 'EXP-9041, EXP-9042' }) });
    expect((await explain('EXP-9042')).stdout).toContain('    PO-7782 names EXP-9041, which has no line for a PO, since all of it is left out as personal\n      What to do: nothing of EXP-9041 is to be ordered. See whether PO-7782 holds it too.');
  });

  it('and one that names a longer id names it not', async () => {
    await inProject({ approvals: approvalsText(personal, approvedReport({ eventId: 'e2', id: 'EXP-9041-2', line: { personal: true } })), ledger: ledgerText({ reference: 'EXP-9041-2' }) });
    expect((await explain('EXP-9041')).stdout).not.toContain('PO-7782');
    expect((await explain('EXP-9041-2')).stdout).toContain('PO-7782 names it');
  });

  it('nothing is said of a PO that names the report it is compared with', async () => {
    await inProject({});
    expect((await story('EXP-9041')).untied).toEqual([]);
    expect((await story('EXP-9041')).withoutRow).toBeNull();
  });
});

describe('the story of a row whose POs are in several currencies', () => {
  it('shows the money of each, cancelled lines left out', async () => {
    dir = makeProject({ ledger: ledgerText({ po_number: 'PO-1', amount: '400.00' }, { po_number: 'PO-1', line: '2', amount: '7.00', status: 'cancelled' }, { po_number: 'PO-2', currency: 'JPY', amount: '60000' }) }).dir;
    await workedRun(dir);
    expect((await explain('EXP-9041')).stdout).toContain('manual $400.00 (PO-1) and ¥60,000 (PO-2) − dry run $845.50 = not comparable, the currencies differ; at stake $845.50');
  });
});

describe('the story of one PO in the wrong company', () => {
  beforeAll(async () => {
    dir = goldenProject('two-entities');
    await workedRun(dir);
  });

  it('names the other half from either side, says that it is no pair, and what to do', async () => {
    const transaction = (await explain('EXP-9903')).stdout;
    expect(transaction).toContain('likely counterpart in legal entity 2000: PO-90, by its reference; no pair is made across legal entities, and each row has its own money at stake\n      What to do: Enter the PO in its own legal entity and cancel the other');
    expect(transaction).toContain('at stake $345.67');
    const order = (await explain('PO-90')).stdout;
    expect(order).toContain('likely counterpart in legal entity 1010: EXP-9903, by its reference');
    expect(order).toContain('at stake $345.67');
    expect(order).not.toContain('has a row of its own');
  });

  it('is counted with the money of both rows in what the gates say is open, and every result comes out of the evidence again', async () => {
    const { gates } = JSON.parse((await hereInFolder(dir, ['gate', '--format', 'json'])).stdout) as { gates: { id: string; passed: boolean; evidence: string[] }[] };
    const gate = gates.find(({ id }) => id === 'no_open_variance');
    expect(gate).toMatchObject({ passed: false, evidence: expect.arrayContaining(['POs entered in legal entity 2000 that would be in 1010: 2 rows, $691.34, 1 PO']) as string[] });
    expect((await hereInFolder(dir, ['report'])).code).toBe(1);
    expect((await hereInFolder(dir, ['audit'])).code).toBe(0);
  });
});
