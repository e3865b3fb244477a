import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/domain/diagnosis.ts';
import { type DiagnoseOptions, diagnose } from '../../src/pipeline/diagnose.ts';
import { importErpLogs } from '../../src/pipeline/import-erp-logs.ts';
import { importInputs, requestedInputs } from '../../src/pipeline/import-inputs.ts';
import { replayRecord } from '../../src/pipeline/replay-record.ts';
import { SILENT, type Workplace, openWorkplace } from '../../src/pipeline/workplace.ts';
import { RunReader } from '../../src/store/run-store.ts';
import { DEFAULTS, type ErpName } from '../erp/erps.ts';
import { goldenProject } from '../golden/golden-project.ts';
import { type EventParts, type LedgerRow, type TestProject, approvalsText, approvedReport, ledgerText, makeProject } from '../project-folder.ts';

type Body = Record<string, unknown>;

/** The error bodies of an ERP for a vendor that it does not have, and for another objection; where its body holds the key. */
interface Answers {
  unknownVendor(vendor: string): Body;
  other: Body;
  keyOf(body: Body): string;
}

const inner = (message: string): Body => ({ error: { code: '', message: 'An error has occurred.', innererror: { message, type: 'ODataWriteException' } } });
const netSuite = (code: string, detail: string): Body => ({ type: 'about:blank', title: 'Bad Request', status: 400, 'o:errorDetails': [{ detail: `Error while accessing a resource. ${detail}`, 'o:errorCode': code, 'o:errorPath': '' }] });
const sap = (code: string, value: string): Body => ({ error: { code, message: { lang: 'en', value }, innererror: { errordetails: [{ code, message: value, propertyref: '', severity: 'error' }] } } });

const ANSWERS: Record<ErpName, Answers> = {
  netsuite: {
    unknownVendor: (vendor) => netSuite('INVALID_KEY_OR_REF', `Invalid entity reference key ${vendor} for subsidiary 1.`), other: netSuite('USER_ERROR', 'Please enter value(s) for: Class'),
    keyOf: (body) => body.externalId as string,
  },
  'sap-s4': { unknownVendor: (vendor) => sap('06/025', `Vendor ${vendor} not created (please check your input)`), other: sap('MMPUR_INTEGRATION_PO/017', 'Invalid document type ZX'), keyOf: (body) => body.CorrespncExternalReference as string },
  'dynamics-bc': {
    unknownVendor: () => ({ error: { code: 'Application_DialogException', message: 'The buy-from vendor cannot be found.  CorrelationId:  6a1fe1de-22f3-4c0f-9a70-0d5c8a0b7b11.' } }),
    other: { error: { code: 'Internal_RecordNotFound', message: 'The Payment Terms does not exist.' } }, keyOf: (body) => body.yourKey as string,
  },
  'dynamics-fo': {
    unknownVendor: (vendor) => inner(`Write failed for table row of type 'PurchPurchaseOrderHeaderV2Entity'. Infolog: Warning: The value '${vendor}' in field 'Vendor account' is not found in the related table 'Vendors'.`),
    other: inner("Field 'Site' must be filled in."), keyOf: (body) => (body.PurchaseOrderHeadersV2 as Body).VendorOrderReference as string,
  },
};

const at = (day: number, minute = 10): string => `2026-06-${String(day).padStart(2, '0')}T15:${String(minute).padStart(2, '0')}:00Z`;
const report = (number: number, day: number, parts: EventParts = {}): Record<string, unknown> => approvedReport({ eventId: `e${number}`, id: `EXP-${100 + number}`, amount: `${number}00.00`, occurredAt: at(day), ...parts });
const UNKNOWN: EventParts = { line: { vendorId: 'V-0999' } };

/** One report for each way in which a handoff can break. */
const APPROVALS = [
  report(1, 2), report(2, 2, UNKNOWN), report(3, 3), report(4, 3), report(5, 4), report(6, 4), report(7, 5),
  report(8, 5, { line: { merchant: 'Nobody Knows' } }), report(9, 8, { report: { approvals: [{ approver: 'lee@shop.example', role: 'clerk', decision: 'approved', at: at(8) }] } }),
  report(10, 8, UNKNOWN), report(11, 9, UNKNOWN), report(12, 9), report(12, 10, { eventId: 'e12-2', revision: 2, report: { status: 'recalled', revision: 2 } }), report(13, 10, UNKNOWN),
];
const po = (number: number, parts: LedgerRow = {}): LedgerRow => ({ po_number: `PO-${number}`, reference: `EXP-${100 + number}`, amount: `${number}00.00`, po_date: '2026-06-05', entered_at: '2026-06-11T17:30:00Z', ...parts });
const LEDGER = [po(7), po(11, { po_date: '2026-06-09' }), po(12, { po_date: '2026-06-09' })];

function projectOf(erp: ErpName | undefined, settings: Record<string, unknown> = {}): TestProject {
  const defaults = erp === 'dynamics-bc' ? { ...DEFAULTS[erp], keyField: 'yourKey' } : erp === undefined ? {} : DEFAULTS[erp];
  return makeProject({ approvals: approvalsText(...APPROVALS), ledger: ledgerText(...LEDGER), settings: { ...(erp === undefined ? {} : { erp, erpDefaults: { [erp]: defaults } }), ...settings } });
}

async function runAll(workplace: Workplace): Promise<string> {
  await importInputs(workplace, requestedInputs(workplace), { asOf: undefined, strict: false });
  return (await replayRecord(workplace, undefined)).run.id;
}

async function importLog(project: TestProject, workplace: Workplace, entries: readonly unknown[], name = 'erp.log'): Promise<void> {
  project.write(name, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const imported = await importErpLogs(workplace, [{ file: { path: `${project.dir}/${name}`, shown: name }, timeZone: undefined }], { strict: false });
  expect(imported.map(({ rowsQuarantined }) => rowsQuarantined)).toEqual([0]);
}

const asked = async (workplace: Workplace, options: Partial<DiagnoseOptions> = {}): Promise<Diagnosis> =>
  (await diagnose(workplace, { transaction: undefined, since: undefined, days: undefined, nearMinutes: 30, asOf: undefined, ...options })).diagnosis;

/** What an ERP's log says of the reports; EXP-101 by the key of its body, and nothing of EXP-103. */
async function logOf(workplace: Workplace, runId: string, { unknownVendor, other, keyOf }: Answers): Promise<Body[]> {
  const [order] = await new RunReader(workplace.database).ordersOf(runId, 'EXP-101');
  const key = keyOf(JSON.parse(order?.requestBody ?? '{}') as Body);
  expect(key).toMatch(/\w{5}/);
  const entry = (day: number, minute: number, status: number, more: Body): Body => ({ time: at(day, minute), method: 'POST', path: '/purchaseOrders', status, ...more });
  return [
    entry(1, 0, 201, { reference: 'EXP-107' }),
    entry(2, 12, 400, { externalId: key, response: unknownVendor('V-1001') }),
    entry(2, 12, 400, { reference: 'exp 102', response: unknownVendor('V-0999') }),
    entry(3, 11, 401, { reference: 'EXP-104', message: 'Invalid login attempt.' }),
    entry(4, 11, 503, { reference: 'EXP-105' }), entry(4, 12, 429, { reference: 'EXP-105' }),
    entry(4, 11, 400, { reference: 'EXP-106', response: other }), entry(4, 14, 201, { reference: 'EXP-106', poNumber: 'PO-9' }), entry(4, 20, 400, { reference: 'EXP-106', response: other }),
    entry(5, 11, 201, { poNumber: 'PO-7' }),
    entry(8, 11, 201, { reference: 'EXP-110' }),
    entry(10, 11, 400, { reference: 'EXP-113', response: other }),
    entry(12, 0, 201, { reference: 'SOMEBODY-1' }),
  ];
}

const WITH_LOG = [
  ['EXP-101', 'api', 'contradicts', ['erp_refused']],
  ['EXP-102', 'erp_rules', 'agrees', ['root']],
  ['EXP-103', 'trigger', 'silent', ['trigger_silent']],
  ['EXP-104', 'api', 'not_judged', ['unauthorised']],
  ['EXP-105', 'api', 'not_judged', ['outage', 'throttled']],
  ['EXP-106', 'ledger', 'as_predicted', ['not_in_ledger']],
  ['EXP-108', 'mapping', 'silent', ['root']],
  ['EXP-109', 'trigger', 'silent', ['root']],
  ['EXP-110', 'ledger', 'accepted', ['not_in_ledger', 'prediction_too_strict', 'root']],
  ['EXP-112', 'approval', 'silent', ['root']],
  ['EXP-113', 'erp_rules', 'differs', ['erp_refused', 'root']],
];

const causeName = (id: string): string => (/^C[0-9a-f]{10}$/.test(id) ? 'root' : id.replace(/:.*$/, ''));
const told = ({ transactions }: Diagnosis): unknown[] => transactions.map(({ transactionId, brokeAt, agreement, causes }) => [transactionId, brokeAt, agreement, causes.map(causeName).sort()]);

describe('where each handoff broke', () => {
  it.each(Object.keys(ANSWERS) as ErpName[])('%s: by stage, by what prediction and log have to do with each other, and by what would fix it', async (erp) => {
    const project = projectOf(erp);
    await project.work(async (workplace) => {
      const runId = await runAll(workplace);
      await importLog(project, workplace, await logOf(workplace, runId, ANSWERS[erp]));
      const diagnosis = await asked(workplace);
      expect(told(diagnosis)).toEqual(WITH_LOG);
      expect(diagnosis.enteredByHand).toBe(1);
      expect(diagnosis.log).toMatchObject({ files: 1, entries: 13, namingBroken: 10, namingOthers: 2, namingNobody: 1, quarantined: 0 });
      // The refusal of EXP-101 is told by the key alone.
      const [first] = diagnosis.transactions;
      expect(first?.entries.byReference.map(({ entry, names }) => [entry.where, names])).toEqual([['erp.log:2', 'external id, whole']]);
      expect(first?.stages.find(({ stage }) => stage === 'api')?.evidence).toEqual(['erp.log:2']);
    });
  });

  it('without a log the dry run alone speaks, and nothing is said of the trigger', async () => {
    await projectOf('netsuite').work(async (workplace) => {
      await runAll(workplace);
      const broke = told(await asked(workplace)) as [string, string, string][];
      expect(broke.map(([id, stage]) => [id, stage])).toEqual([
        ['EXP-101', 'ledger'], ['EXP-102', 'erp_rules'], ['EXP-103', 'ledger'], ['EXP-104', 'ledger'], ['EXP-105', 'ledger'], ['EXP-106', 'ledger'], ['EXP-108', 'mapping'], ['EXP-109', 'trigger'], ['EXP-110', 'erp_rules'], ['EXP-112', 'approval'], ['EXP-113', 'erp_rules'],
      ]);
      expect(new Set(broke.map(([, , agreement]) => agreement))).toEqual(new Set(['no_log']));
    });
  });

  it('causes have their reports and their money, those of most reports first', async () => {
    const project = projectOf('netsuite');
    await project.work(async (workplace) => {
      await importLog(project, workplace, await logOf(workplace, await runAll(workplace), ANSWERS.netsuite));
      const { causes, transactions } = await asked(workplace);
      const [most] = causes;
      expect([most?.title, most?.transactions, most?.atStake]).toEqual(['vendor V-0999 unknown', ['EXP-102', 'EXP-110', 'EXP-113'], { USD: '2500.00' }]);
      expect(causes.find(({ id }) => id === 'not_in_ledger')).toMatchObject({ transactions: ['EXP-106', 'EXP-110'], atStake: { USD: '1600.00' }, rootCause: null });
      for (const { transactionId, causes: own } of transactions) expect(own, transactionId).toEqual(causes.filter((cause) => cause.transactions.includes(transactionId)).map(({ id }) => id));
    });
  });

  it('an entry that names nobody is near in time alone: it is listed apart, proves nothing, and leaves nothing to be called silent', async () => {
    const project = projectOf('netsuite');
    await project.work(async (workplace) => {
      const entries = await logOf(workplace, await runAll(workplace), ANSWERS.netsuite);
      await importLog(project, workplace, [...entries, { time: at(3, 20), status: 401, message: 'Invalid login attempt.' }]);
      const found = (await asked(workplace)).transactions.find(({ transactionId }) => transactionId === 'EXP-103');
      expect([found?.brokeAt, found?.agreement, found?.causes.map(causeName)]).toEqual(['ledger', 'no_log', ['root']]);
      expect(found?.entries).toMatchObject({ byReference: [], nearInTime: [{ where: 'erp.log:14', outcome: 'unauthorised' }] });
      expect(found?.stages.find(({ stage }) => stage === 'trigger')).toMatchObject({ state: 'unknown', evidence: ['approvals.jsonl:3', 'erp.log:14'] });
      // Listed as near no longer, it may still be the missing one: a batch comes hours later.
      const narrow = (await asked(workplace, { nearMinutes: 9 })).transactions.find(({ transactionId }) => transactionId === 'EXP-103');
      expect([narrow?.brokeAt, narrow?.agreement, narrow?.entries.nearInTime]).toEqual(['ledger', 'no_log', []]);
    });
  });

  describe('a nightly batch', () => {
    const DAYS = [1, 2, 3, 4, 5, 8, 9, 10, 11];
    const day = (number: number): string => `2026-06-${String(number).padStart(2, '0')}`;
    const named = (number: number): Body => ({ time: `${day(number + 1)}T02:00:1${number % 10}Z`, method: 'POST', reference: `EXP-${100 + number}`, status: 201 });
    const nameless = (number: number, more: Body = {}): Body => ({ time: `${day(number)}T02:00:05Z`, method: 'POST', status: 400, message: 'no', ...more });

    /** How EXP-103, approved on 3 June at 20:03, is told beside some entries. */
    const told103 = async (entries: readonly Body[], days: readonly number[], ledgerAsOf = `${day(12)}T12:00:00Z`, further: readonly Body[] = []): Promise<Diagnosis['transactions'][number] | undefined> => {
      const project = makeProject({
        approvals: approvalsText(...days.map((number) => report(number, number, { occurredAt: `${day(number)}T${13 + ((number * 5) % 8)}:0${number % 10}:00Z` }))), ledger: ledgerText(po(7, { reference: 'X-7', amount: '555.25' })),
        settings: { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv', asOf: ledgerAsOf }] } },
      });
      return project.work(async (workplace) => {
        await runAll(workplace);
        await importLog(project, workplace, entries);
        if (further.length > 0) await importLog(project, workplace, further, 'further.log');
        return (await asked(workplace)).transactions.find(({ transactionId }) => transactionId === 'EXP-103');
      });
    };
    const others = DAYS.filter((number) => number !== 3);
    const few = [1, 3, 9];
    const silent = { brokeAt: 'trigger', agreement: 'silent' };
    const open = { brokeAt: 'ledger', agreement: 'no_log' };

    it.each([
      ['of which no entry is missing a name: the log shows no request', [], silent],
      ['with a refusal in its next turn that names nobody: it may be the missing one', [nameless(4)], open],
      ['with such a refusal a night later: the schedule says that it is not', [nameless(5)], silent],
      ['with a look-up that names nobody: it asks for no PO', [nameless(4, { method: 'GET' })], silent],
    ])('%s', async (_, more, expected) => {
      const found = await told103([...others.map(named), ...more], [...DAYS]);
      expect(found).toMatchObject(expected);
      expect(found?.stages.find(({ stage }) => stage === 'trigger')?.state).toBe(expected === silent ? 'broken' : 'unknown');
    });

    it('as long as no schedule is told, whatever names nobody until the ledger was exported may be the missing one', async () => {
      const calls = few.filter((number) => number !== 3).map(named);
      expect(await told103([...calls, nameless(6)], few)).toMatchObject(open);
      expect(await told103([...calls, nameless(6)], few, `${day(5)}T00:00:00Z`)).toMatchObject(silent);
    });

    it('a log, or a ledger, that ends before its next turn shows no silence', async () => {
      const all = others.map(named);
      expect(await told103(all, [...DAYS], `${day(4)}T01:00:00Z`)).toMatchObject(open);
      const early = { time: `${day(4)}T01:00:00Z`, reference: 'EXP-102', method: 'GET', status: 200 };
      expect(await told103([...all.slice(0, 2), early], [...DAYS], undefined, all.slice(2))).toMatchObject(open);
      expect(await told103([...all.slice(0, 2), { ...early, time: `${day(4)}T03:00:00Z` }], [...DAYS], undefined, all.slice(2))).toMatchObject(silent);
      // Without a schedule that is told a job of the night may still come.
      expect(await told103([...all.slice(0, 2), early], [1, 2, 3])).toMatchObject(open);
    });
  });

  it('a log that ends before the time, or names nobody known, makes no silence', async () => {
    for (const entries of [[{ time: at(1), reference: 'EXP-107', status: 201 }, { time: at(3, 30), reference: 'EXP-104', status: 400 }], [{ time: at(1), reference: 'X-1', status: 201 }, { time: at(20), reference: 'X-2', status: 400 }]]) {
      const project = projectOf('netsuite');
      await project.work(async (workplace) => {
        await runAll(workplace);
        await importLog(project, workplace, entries);
        expect((await asked(workplace)).transactions.find(({ transactionId }) => transactionId === 'EXP-103')).toMatchObject({ brokeAt: 'ledger', agreement: 'no_log' });
      });
    }
  });

  it('a refusal without a code and without a word is not held against the prediction', async () => {
    const project = projectOf('netsuite');
    await project.work(async (workplace) => {
      await runAll(workplace);
      await importLog(project, workplace, [{ time: at(2, 11), reference: 'EXP-101', status: 400 }, { time: at(2, 11), reference: 'EXP-102', status: 400 }]);
      expect((told(await asked(workplace)) as unknown[]).slice(0, 2)).toEqual([['EXP-101', 'api', 'not_judged', ['erp_refused']], ['EXP-102', 'erp_rules', 'not_judged', ['root']]]);
    });
  });

  it('a ledger that was exported before the approval makes no silence: the PO may be newer', async () => {
    const project = projectOf('netsuite', { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv', asOf: at(3, 5) }] } });
    await project.work(async (workplace) => {
      await importLog(project, workplace, await logOf(workplace, await runAll(workplace), ANSWERS.netsuite));
      const found = (await asked(workplace)).transactions.find(({ transactionId }) => transactionId === 'EXP-103');
      expect(found).toMatchObject({ brokeAt: 'ledger', agreement: 'no_log' });
      expect(found?.stages.find(({ stage }) => stage === 'api')?.says).toContain('the newest export of the ledger is older than the approval');
    });
  });

  it('what was asked before an earlier approval says nothing of this one', async () => {
    const project = projectOf('netsuite');
    await project.work(async (workplace) => {
      await runAll(workplace);
      await importLog(project, workplace, [{ time: at(2), reference: 'EXP-103', status: 201 }, { time: at(12), reference: 'EXP-107', status: 201 }]);
      const found = (await asked(workplace)).transactions.find(({ transactionId }) => transactionId === 'EXP-103');
      expect(found).toMatchObject({ brokeAt: 'trigger', agreement: 'silent', entries: { byReference: [{ entry: { where: 'erp.log:1' } }] } });
    });
  });

  it('an objection that the dry run expects only later is told as sooner', async () => {
    const project = makeProject({
      approvals: approvalsText(report(1, 2)), ledger: ledgerText(po(7, { vendor_id: 'V-1002', vendor_name: 'Bluebird Signage LLC', reference: 'X-7', amount: '555.25' })),
      settings: { erp: 'netsuite', erpDefaults: { netsuite: DEFAULTS.netsuite } },
      files: { 'master/periods.csv': 'name,start,end,status\n2026-06,2026-06-01,2026-06-30,closed\n' },
    });
    await project.work(async (workplace) => {
      await runAll(workplace);
      await importLog(project, workplace, [{ time: at(2, 11), reference: 'EXP-101', status: 400, response: netSuite('TRAN_PRD_CLOSED', 'The period is closed.') }]);
      expect(told(await asked(workplace))).toEqual([['EXP-101', 'api', 'sooner', ['erp_refused']]]);
    });
  });
});

describe('approvals that are dates without a time, as in the extracts of Concur', () => {
  /** RPT0000000000000A003, approved on Thursday 4 June, of which nobody entered a PO, beside a log. */
  async function diagnosed(entries: readonly Body[]): Promise<Diagnosis> {
    const folder = goldenProject('concur-sae');
    const ledger = join(folder, 'ledger.csv');
    writeFileSync(ledger, readFileSync(ledger, 'utf8').split('\n').filter((line) => !line.startsWith('PO-3,')).join('\n'));
    writeFileSync(join(folder, 'erp.log'), entries.map((entry) => `${JSON.stringify({ method: 'POST', status: 201, ...entry })}\n`).join(''));
    const workplace = await openWorkplace({ folder, allowOutside: false }, { progress: SILENT, programVersion: '0.0.0-test' });
    try {
      await runAll(workplace);
      await importErpLogs(workplace, [{ file: { path: join(folder, 'erp.log'), shown: 'erp.log' }, timeZone: undefined }], { strict: false });
      return await asked(workplace, { transaction: 'RPT0000000000000A003' });
    } finally {
      workplace.database.close();
    }
  }
  const others = [{ time: '2026-06-04T03:00:00Z', reference: 'RPT0000000000000A001' }, { time: '2026-06-04T22:00:00Z', reference: 'RPT0000000000000A004' }];
  const end = { time: '2026-06-06T04:30:00Z', reference: 'RPT0000000000000A005' };

  it.each([
    ['a log of that day and the next business day that names it nowhere shows no request', [...others, end], 'trigger', 'silent'],
    ['a log that ends a minute earlier shows none', [...others, { ...end, time: '2026-06-06T04:29:00Z' }], 'ledger', 'no_log'],
    ['a log that begins within the day shows none', [...others.slice(1), end], 'ledger', 'no_log'],
    ['what names nobody a week later may be it', [...others, end, { time: '2026-06-11T03:00:00Z', status: 400, message: 'no' }], 'ledger', 'no_log'],
    ['what names it on the eve may be about it, since the time zone of the date is not known', [...others, end, { time: '2026-06-03T15:00:00Z', reference: 'RPT0000000000000A003' }], 'ledger', 'as_predicted'],
  ])('%s', async (_, entries, brokeAt, agreement) => {
    const { transactions, trigger } = await diagnosed(entries);
    expect(transactions).toMatchObject([{ brokeAt, agreement }]);
    expect([trigger.mode, trigger.why[0]]).toEqual(['unknown', 'the approvals are dates without a time, so how long after them the ERP was asked can\'t be told']);
  });
});

const KEY_FIELD: Record<ErpName, string> = { netsuite: 'externalId', 'sap-s4': 'CorrespncExternalReference', 'dynamics-bc': 'yourKey', 'dynamics-fo': 'VendorOrderReference' };

describe('a PO that the ERP may hold already', () => {
  const diagnosed = async (erp: ErpName | undefined, entries: readonly Body[], settings: Record<string, unknown> = {}): Promise<{ found: Diagnosis; key: string }> => {
    const project = projectOf(erp, settings);
    return project.work(async (workplace) => {
      const [order] = await new RunReader(workplace.database).ordersOf(await runAll(workplace), 'EXP-101');
      await importLog(project, workplace, entries.map((entry) => ({ time: at(2, 11), method: 'POST', path: '/purchaseOrders', ...entry })));
      return { found: await asked(workplace, { transaction: 'EXP-101' }), key: erp === undefined || settings.erpDefaults !== undefined ? '' : ANSWERS[erp].keyOf(JSON.parse(order?.requestBody ?? '{}') as Body) };
    });
  };
  const says = ({ causes, transactions }: Diagnosis): unknown[] => [causes.map(({ id }) => id), transactions[0]?.brokeAt];

  it.each([
    [202, 'unclear', 'ledger'], [207, 'unclear', 'ledger'], [302, 'unclear', 'ledger'], [408, 'outage', 'api'], [500, 'outage', 'api'], [502, 'outage', 'api'], [503, 'outage', 'api'], [504, 'outage', 'api'],
  ])('after %d the first step is to look for it, and never to enter it', async (status, cause, stage) => {
    const { found, key } = await diagnosed('netsuite', [{ status, reference: 'EXP-101' }]);
    expect(says(found)).toEqual([[cause], stage]);
    expect(found.causes[0]?.fix).toMatch(/^First look for each PO in the ERP by its key.* Only where it is not there, send the report again or enter it by hand/);
    expect(found.transactions[0]?.lookFirst).toEqual([{ field: 'externalId', value: key, where: '' }, { field: 'reference', value: 'EXP-101', where: 'erp.log:1' }]);
  });

  it.each(Object.keys(ANSWERS) as ErpName[])('%s: by the field of its API that holds the key, and by what the log says was sent', async (erp) => {
    const { found, key } = await diagnosed(erp, [{ status: 504, externalId: 'OTHER-KEY', message: 'EXP-101' }]);
    expect(key).not.toBe('');
    expect(found.transactions[0]?.lookFirst).toEqual([{ field: KEY_FIELD[erp], value: key, where: '' }, { field: 'external id', value: 'OTHER-KEY', where: 'erp.log:1' }]);
  });

  it('without a field for the key it is looked for by vendor, amount and date; without a profile by the idempotency key', async () => {
    const { found } = await diagnosed('dynamics-bc', [{ status: 504, message: 'EXP-101' }], { erpDefaults: { 'dynamics-bc': DEFAULTS['dynamics-bc'] } });
    expect(found.transactions[0]?.lookFirst).toEqual([]);
    expect((await diagnosed(undefined, [{ status: 504, message: 'EXP-101' }])).found.transactions[0]?.lookFirst).toEqual([{ field: 'idempotencyKey', value: 'po-shadow:EXP-101:V-1001', where: '' }]);
  });

  it.each([
    ['a refusal', { status: 400, response: ANSWERS.netsuite.other }, /^erp_refused:/], ['a throttled retry', { status: 429 }, /^throttled$/], ['a retry with worn-out credentials', { status: 401 }, /^unauthorised$/],
  ])('%s after it, or before it, takes the doubt away from nobody', async (_, other, id) => {
    for (const entries of [[{ status: 504 }, { time: at(2, 12), ...other }], [other, { time: at(2, 12), status: 504 }]]) {
      const { found } = await diagnosed('netsuite', entries.map((entry) => ({ reference: 'EXP-101', ...entry })));
      const ids = found.causes.map((cause) => cause.id);
      expect(ids).toContain('outage');
      expect(ids.length === 1 || ids.some((each) => id.test(each))).toBe(true);
      expect(found.transactions[0]?.lookFirst).not.toBeNull();
      for (const { id: own, fix } of found.causes) if (own !== 'outage') expect(fix).not.toMatch(/send the reports? again|enter/);
    }
  });

  it('an acceptance ends the doubt; a look-up raises none, and still says nothing of a PO', async () => {
    const accepted = await diagnosed('netsuite', [{ status: 504, reference: 'EXP-101' }, { time: at(2, 12), status: 201, reference: 'EXP-101' }]);
    expect([says(accepted.found), accepted.found.transactions[0]?.lookFirst]).toEqual([[['not_in_ledger'], 'ledger'], null]);
    const looked = await diagnosed('netsuite', [{ method: 'GET', status: 404, reference: 'EXP-101' }]);
    expect([says(looked.found), looked.found.transactions[0]?.lookFirst]).toEqual([[['unclear'], 'ledger'], null]);
  });
});

describe('what is diagnosed', () => {
  it('the whole window, however long the record went on; or 14 days, where that is more', async () => {
    for (const [ledgerAsOf, since] of [['2026-07-10T12:00:00Z', '2026-06-01'], [at(12), '2026-05-30']] as const) {
      await projectOf('netsuite', { inputs: { approvals: [{ source: 'generic', files: 'approvals.jsonl' }], ledger: [{ format: 'generic', files: 'ledger.csv', asOf: ledgerAsOf }] } }).work(async (workplace) => {
        await runAll(workplace);
        const { transactions, ...rest } = await asked(workplace);
        expect([rest.since, rest.earlier, transactions.length]).toEqual([since, null, 11]);
      });
    }
  });

  it('reports approved since a date, or in the latest days of the record; how many earlier ones broke is told', async () => {
    await projectOf('netsuite').work(async (workplace) => {
      await runAll(workplace);
      const ids = async (options: Partial<DiagnoseOptions>): Promise<string[]> => (await asked(workplace, options)).transactions.map(({ transactionId }) => transactionId);
      expect(await ids({ since: '2026-06-09' })).toEqual(['EXP-112', 'EXP-113']);
      // The latest instant is of 11 June.
      expect(await ids({ days: 2 })).toEqual(['EXP-113']);
      expect(await ids({ days: 4 })).toEqual(['EXP-109', 'EXP-110', 'EXP-112', 'EXP-113']);
      expect((await asked(workplace, { days: 4 })).earlier).toEqual({ transactions: 7, since: '2026-06-02' });
    });
  });

  it('one transaction, in whatever case: also one that did not break, and one that people entered', async () => {
    await projectOf('netsuite').work(async (workplace) => {
      await runAll(workplace);
      const [fine] = (await asked(workplace, { transaction: 'exp-107' })).transactions;
      expect([fine?.transactionId, fine?.brokeAt, fine?.status, fine?.stages.map(({ state }) => state)]).toEqual(['EXP-107', null, 'match', ['ok', 'ok', 'ok', 'ok', 'unknown', 'ok']]);
      const [byHand] = (await asked(workplace, { transaction: 'EXP-111' })).transactions;
      expect([byHand?.brokeAt, byHand?.stages.at(-1)?.says]).toEqual(['erp_rules', ['PO-11 stands in the ledger']]);
      await expect(asked(workplace, { transaction: 'EXP-999' })).rejects.toThrow('knows no transaction EXP-999');
    });
  });

  it('the payload is the stored body to the letter; of a rejected report what was approved, and what the mapping made of it', async () => {
    await projectOf('netsuite').work(async (workplace) => {
      const runId = await runAll(workplace);
      const [order] = await new RunReader(workplace.database).ordersOf(runId, 'EXP-101');
      expect((await asked(workplace, { transaction: 'EXP-101' })).transactions[0]?.payload).toEqual({ kind: 'body', texts: [order?.requestBody] });
      const rejected = (await asked(workplace, { transaction: 'EXP-108' })).transactions[0]?.payload;
      expect(rejected?.kind).toBe('report');
      expect(JSON.parse(rejected?.texts[0] ?? '')).toMatchObject({ id: 'EXP-108', total: '800.00', lines: [{ merchant: 'Nobody Knows', amount: '800.00', mappedTo: { vendorId: '', glAccount: '6110', department: 'D-10', location: 'L-012' } }] });
    });
  });
});
