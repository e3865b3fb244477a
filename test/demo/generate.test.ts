import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import papaparse from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { ZonedClock } from '../../src/domain/calendar.ts';
import { currencyDecimals } from '../../src/domain/currency.ts';
import { parseMinor } from '../../src/domain/money.ts';
import { settingsSchema } from '../../src/domain/settings.ts';
import type { FortnightOptions } from '../../src/demo/fortnight-options.ts';
import type { TruthEntry } from '../../src/demo/fortnight-sink.ts';
import { KIND_NAMES, generateFortnight } from '../../src/demo/generate.ts';
import { LEDGER_HEADER, csvLine } from '../../src/demo/ledger-csv.ts';
import { Random } from '../../src/demo/random.ts';
import { VENDORS } from '../../src/demo/larkfield.ts';
import { looksMistyped } from '../../src/demo/typing-slip.ts';
import { projectFiles, writeProject } from '../../src/demo/write-project.ts';

interface Line {
  amount: string;
  personal?: boolean;
}

interface Event {
  eventId: string;
  occurredAt: string;
  report: { id: string; revision: number; status: string; currency: string; total: string; submittedAt: string; approvals: { approver: string; role: string; decision: string; at: string }[]; lines: Line[] };
}

type LedgerRow = Record<'po_number' | 'po_date' | 'vendor_id' | 'currency' | 'reference' | 'memo' | 'amount' | 'entered_at' | 'status', string>;

interface Invented {
  approvals: string[];
  ledger: string[];
  truth: TruthEntry[];
}

function invent(options: FortnightOptions): Invented {
  const invented: Invented = { approvals: [], ledger: [], truth: [] };
  generateFortnight(options, {
    approval: (line) => invented.approvals.push(line),
    ledgerRow: (line) => invented.ledger.push(line),
    truth: (entry) => invented.truth.push(entry),
  });
  return invented;
}

const fingerprint = (invented: Invented): string => createHash('sha256').update(JSON.stringify(invented)).digest('hex');

function minor(amount: string, currency: string): number {
  const parsed = parseMinor(amount, currencyDecimals(currency) ?? -1);
  if (typeof parsed !== 'number') throw new Error(`${amount} ${currency}: ${parsed}`);
  return parsed;
}

const sum = (amounts: number[]): number => amounts.reduce((total, amount) => total + amount, 0);

function rowsOf({ ledger }: Invented): LedgerRow[] {
  return papaparse.parse<LedgerRow>([LEDGER_HEADER, ...ledger].join('\n'), { header: true }).data;
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

const WINDOW = { from: '2026-06-01', to: '2026-06-14' };
const invented = invent({ reports: 600, seed: 5 });
const events = invented.approvals.map((line) => JSON.parse(line) as Event);
const eventsOf = groupBy(events, (event) => event.report.id);
const orders = groupBy(rowsOf(invented), (row) => row.po_number);
const truthOf = (kind: string): TruthEntry[] => invented.truth.filter((entry) => entry.kind === kind);
const standing = (poNumber: string): number => sum((orders.get(poNumber) ?? []).filter((row) => row.status !== 'cancelled').map((row) => minor(row.amount, row.currency)));

describe('the seeded generator', () => {
  it('draws the same numbers from the same seed on every machine', () => {
    const random = new Random(1);
    expect(Array.from({ length: 8 }, () => random.integer(0, 999_999))).toEqual([91569, 506197, 888192, 487255, 434270, 507377, 746779, 665512]);
  });

  it('reaches both ends of a range and nothing beyond', () => {
    const random = new Random(2);
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(3, 7)));
    expect([...drawn].sort()).toEqual([3, 4, 5, 6, 7]);
  });

  it('shuffles into an order of the same items and leaves the list alone', () => {
    const items = [1, 2, 3, 4, 5, 6];
    const shuffled = new Random(3).shuffle(items);
    expect([...shuffled].sort()).toEqual(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('picks by weight and never what weighs nothing', () => {
    const random = new Random(4);
    const drawn = Array.from({ length: 1000 }, () => random.weighted([['often', 9], ['seldom', 1], ['never', 0]]));
    expect(drawn.filter((each) => each === 'often').length).toBeGreaterThan(850);
    expect(drawn).toContain('seldom');
    expect(drawn).not.toContain('never');
  });
});

describe('the same options', () => {
  it('give the same bytes', () => {
    expect(fingerprint(invent({ reports: 300, seed: 7 }))).toBe(fingerprint(invent({ reports: 300, seed: 7 })));
  });

  it('with another seed give other bytes', () => {
    expect(fingerprint(invent({ reports: 300, seed: 8 }))).not.toBe(fingerprint(invent({ reports: 300, seed: 7 })));
  });
});

describe('a fortnight of 600 reports', () => {
  it('has just so many reports', () => {
    expect(eventsOf.size).toBe(600);
  });

  it('shows every kind, and four of five reports match', () => {
    const seen = new Set(invented.truth.map((entry) => entry.kind));
    expect([...KIND_NAMES].filter((kind) => !seen.has(kind))).toEqual([]);
    expect([...seen].filter((kind) => !KIND_NAMES.includes(kind))).toEqual([]);
    const matching = invented.truth.filter((entry) => entry.status.startsWith('match')).length;
    expect(matching / 600).toBeGreaterThan(0.74);
    expect(matching / 600).toBeLessThan(0.86);
  });

  it('has lines that add up to the total, but for the kind that is about just that', () => {
    const mismatching = new Set(truthOf('rejected_lines_mismatch').map((entry) => entry.transactionId));
    for (const { report } of events) {
      const lines = sum(report.lines.map((line) => minor(line.amount, report.currency)));
      expect(lines === minor(report.total, report.currency), report.id).toBe(!mismatching.has(report.id));
    }
  });

  it('gives a delivery id to one snapshot only', () => {
    for (const [eventId, same] of groupBy(invented.approvals, (line) => (JSON.parse(line) as Event).eventId)) expect(new Set(same).size, eventId).toBe(1);
  });

  it('never lets anybody approve before the revision was submitted', () => {
    for (const { report } of events) {
      for (const approval of report.approvals.filter(({ decision }) => decision === 'approved')) expect(Date.parse(approval.at), report.id).toBeGreaterThanOrEqual(Date.parse(report.submittedAt));
    }
  });

  it('writes ledger rows with a cell for every column, POs in one piece', () => {
    const columns = LEDGER_HEADER.split(',').length;
    const parsed = papaparse.parse<string[]>(invented.ledger.join('\n'));
    expect(parsed.errors).toEqual([]);
    for (const cells of parsed.data) expect(cells.length).toBe(columns);
    const numbers = parsed.data.map(([poNumber]) => poNumber);
    const changes = numbers.filter((poNumber, index) => poNumber !== numbers[index - 1]).length;
    expect(changes).toBe(orders.size);
  });

  it('says of every report, and of every PO that stands, once where it belongs', () => {
    const reports = invented.truth.flatMap((entry) => entry.transactionId ?? []);
    expect([...reports].sort()).toEqual([...eventsOf.keys()].sort());
    const explained = groupBy(invented.truth.flatMap((entry) => (entry.poNumbers ?? [entry.poNumber ?? '']).map((poNumber) => ({ poNumber, kind: entry.kind }))), (each) => each.poNumber);
    for (const [poNumber, entries] of explained) expect(entries.length, poNumber).toBe(entries[0]?.kind === 'match_merged' ? 2 : 1);
    const standingOrders = [...orders].filter(([, rows]) => rows.some((row) => row.status !== 'cancelled')).map(([poNumber]) => poNumber);
    expect([...explained.keys()].sort()).toEqual(standingOrders.sort());
  });

  it('keeps rows to the window, and has approvals before it and POs after it', () => {
    const clock = new ZonedClock('America/New_York');
    const finalDates = new Map([...eventsOf].map(([id, all]) => {
      const [first] = all.filter(({ report }) => report.status === 'approved_for_payment').sort((left, right) => left.report.revision - right.report.revision);
      const at = first?.report.approvals.at(-1)?.at ?? all.map(({ occurredAt }) => occurredAt).sort().at(-1) ?? '';
      return [id, clock.dateOf(Date.parse(at))];
    }));
    for (const { transactionId, status } of invented.truth) {
      const date = finalDates.get(transactionId ?? '');
      if (date !== undefined) expect(WINDOW.from <= date && date <= WINDOW.to, transactionId ?? '').toBe(status !== 'none');
    }
    expect([...finalDates.values()].sort()[0]).toBe('2026-05-26');
    expect([...orders.values()].map(([row]) => row?.po_date ?? '').sort().at(-1)).toBe('2026-06-19');
  });
});

describe('what is planted can be told', () => {
  it.each([
    [12_345, 12_354, true], [12_345, 13_245, true], [12_345, 52_341, true], [12_345, 12_349, true], [41_177, 1177, true],
    [12_345, 12_345, false], [12_345, 12_453, false], [12_345, 12_399, false], [12_345, 1234, false],
  ])('%i for %i: a slip %s', (right, typed, slip) => {
    expect(looksMistyped(right, typed)).toBe(slip);
    expect(looksMistyped(typed, right)).toBe(slip);
  });

  it('a mistyped PO without a reference resembles one report only, of the same vendor', () => {
    const many = invent({ reports: 4000, seed: 6 });
    const byOrder = groupBy(rowsOf(many), (row) => row.po_number);
    const reports = groupBy(many.approvals.map((line) => JSON.parse(line) as Event), (event) => event.report.id);
    const vendorOf = new Map(many.truth.flatMap((entry) => (entry.poNumbers ?? []).slice(0, 1).map((poNumber) => [entry.transactionId, byOrder.get(poNumber)?.[0]?.vendor_id] as const)));
    const typos = many.truth.filter((entry) => entry.kind === 'amount_typo_no_reference');
    const unreferenced = many.truth.filter((entry) => entry.transactionId !== null && vendorOf.has(entry.transactionId) && (entry.poNumbers ?? []).every((poNumber) => {
      const row = byOrder.get(poNumber)?.[0];
      return row !== undefined && !/exp/i.test(row.reference + row.memo);
    }));
    expect(typos.length).toBeGreaterThan(10);
    for (const typo of typos) {
      const rows = byOrder.get(typo.poNumbers?.[0] ?? '') ?? [];
      const typed = sum(rows.map((row) => minor(row.amount, row.currency)));
      const alike = unreferenced.filter(({ transactionId }) => {
        const report = reports.get(transactionId ?? '')?.at(-1)?.report;
        if (report === undefined || vendorOf.get(transactionId) !== rows[0]?.vendor_id || transactionId === typo.transactionId) return false;
        const total = minor(report.total, report.currency);
        return total === typed || looksMistyped(total, typed);
      });
      expect(alike.map((entry) => entry.transactionId)).toEqual([]);
    }
  });

  it('an amount variance is what the ledger has more than the report', () => {
    for (const entry of [...truthOf('amount_typo'), ...truthOf('amount_typo_no_reference'), ...truthOf('within_tolerance'), ...truthOf('updated_stale')]) {
      const last = eventsOf.get(entry.transactionId ?? '')?.filter(({ report }) => report.status !== 'submitted').at(-1)?.report;
      const manual = sum((entry.poNumbers ?? []).map(standing));
      expect(manual - minor(last?.total ?? '', entry.currency), entry.transactionId ?? '').toBe(minor(entry.variance, entry.currency));
      expect(Math.abs(minor(entry.variance, entry.currency)) <= 5).toBe(entry.kind === 'within_tolerance');
    }
  });

  it('a report that matches was entered with just the money that is the company\'s', () => {
    for (const entry of invented.truth.filter(({ status, kind }) => status === 'match' && kind !== 'match_merged')) {
      const all = eventsOf.get(entry.transactionId ?? '') ?? [];
      const newest = Math.max(...all.map(({ report }) => report.revision));
      const last = all.find(({ report }) => report.revision === newest)?.report;
      const business = sum((last?.lines ?? []).filter((line) => line.personal !== true).map((line) => minor(line.amount, entry.currency)));
      expect(sum((entry.poNumbers ?? []).map(standing)), entry.transactionId ?? '').toBe(business);
    }
  });
});

describe('the transactions that every demonstration has', () => {
  it.each([
    ['EXP-9041', '2026-06-02', '1245.50', 2, 'PO-7782', 'match', '0.00', ['manager']],
    ['EXP-9052', '2026-06-03', '450.00', 1, 'PO-7790', 'match', '0.00', ['manager']],
    ['EXP-9060', '2026-06-04', '8900.00', 1, 'PO-7795', 'rejected', '8900.00', ['manager', 'vp']],
  ])('%s of %s over $%s', (id, date, total, lines, poNumber, status, variance, roles) => {
    for (const reports of [10, 600]) {
      const small = reports === 600 ? invented : invent({ reports });
      const report = small.approvals.map((line) => JSON.parse(line) as Event).find((event) => event.report.id === id)?.report;
      expect(report).toMatchObject({ total, currency: 'USD', status: 'approved_for_payment' });
      expect(report?.lines.length).toBe(lines);
      expect(report?.approvals.map(({ role }) => role)).toEqual(roles);
      expect(report?.approvals.at(-1)?.at.slice(0, 10)).toBe(date);
      expect(small.truth.find((entry) => entry.transactionId === id)).toMatchObject({ status, variance, poNumbers: [poNumber] });
    }
  });

  it('the third names a vendor that the ERP does not have', () => {
    expect(invented.approvals.find((line) => line.includes('"EXP-9060"'))).toContain('"vendorId":"V-0999"');
    expect(VENDORS.map(({ id }) => id)).not.toContain('V-0999');
    expect(invented.truth.find((entry) => entry.transactionId === 'EXP-9060')?.causes).toEqual(['VENDOR_UNKNOWN']);
  });
});

describe('a small fortnight', () => {
  it('is made of ten reports or more', () => {
    expect(new Set(invent({ reports: 10 }).approvals.map((line) => (JSON.parse(line) as Event).report.id)).size).toBe(10);
    expect(() => invent({ reports: 9 })).toThrow(RangeError);
  });

  it('fits another window', () => {
    const { truth } = invent({ reports: 50, window: { from: '2026-07-06', to: '2026-07-19' } });
    expect(truth.filter((entry) => entry.status !== 'none').length).toBeGreaterThan(45);
  });
});

describe('the project folder', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'po-shadow-demo-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds settings that are valid, with the fortnight as the window', () => {
    const settings = settingsSchema.parse(parseYaml(projectFiles().get('po-shadow.yaml') ?? ''));
    expect(settings.window).toEqual(WINDOW);
    expect(settings.people.length).toBe(3);
    expect(settings.routing.map(({ name }) => name)).toEqual(['manager', 'over-5000', 'marketing']);
    expect(settings.cutover?.at).toBe('2026-06-20T22:00:00-04:00');
  });

  it('holds a rollback checklist of every kind', () => {
    const { items } = parseYaml(projectFiles().get('rollback.yaml') ?? '') as { items: { id: string; text: string; kind: string; maxAgeDays: number }[] };
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['attest', 'probe', 'drill']));
    for (const item of items) expect(item.maxAgeDays).toBeGreaterThan(0);
  });

  it('holds sheets whose rows have every column, with the gaps that reports run into', () => {
    const sheets = new Map([...projectFiles()].filter(([path]) => path.endsWith('.csv')).map(([path, text]) => [path, papaparse.parse<string[]>(text.trimEnd()).data]));
    for (const [path, [header, ...rows]] of sheets) {
      expect(rows.length, path).toBeGreaterThan(2);
      for (const row of rows) expect(row.length, path).toBe(header?.length);
    }
    const column = (path: string, index: number): Set<string> => new Set((sheets.get(path) ?? []).slice(1).map((row) => row[index] ?? ''));
    const lacking = (mapping: string, master: string): string[] => [...column(`mapping/${mapping}.csv`, 1)].filter((id) => !column(`master/${master}.csv`, 0).has(id));
    expect(lacking('vendors', 'vendors')).toEqual(['V-2107']);
    expect(lacking('categories', 'gl_accounts')).toEqual(['6435']);
    for (const sheet of ['departments', 'locations', 'approvers']) expect(lacking(sheet, sheet), sheet).toEqual([]);
    expect([...column('master/locations.csv', 0)].filter((id) => !column('mapping/locations.csv', 1).has(id))).toEqual(['L-027']);
    expect([...column('master/approvers.csv', 0)].filter((id) => !column('mapping/approvers.csv', 1).has(id))).toEqual(['U-171']);
    expect(sheets.get('master/periods.csv')?.slice(1).map((row) => `${row[0]} ${row[3]}`)).toEqual(['2026-05 closed', '2026-06 open', '2026-07 open']);
  });

  it('is written whole, and never over what is there', () => {
    const project = join(folder, 'project');
    const counts = writeProject(project, { reports: 100, seed: 7, truthFile: 'truth.json' });
    const generated = invent({ reports: 100, seed: 7 });
    expect(readFileSync(join(project, 'approvals.jsonl'), 'utf8')).toBe(`${generated.approvals.join('\n')}\n`);
    expect(readFileSync(join(project, 'ledger.csv'), 'utf8')).toBe(`${[LEDGER_HEADER, ...generated.ledger].join('\n')}\n`);
    expect(JSON.parse(readFileSync(join(project, 'truth.json'), 'utf8'))).toEqual(generated.truth);
    expect(readFileSync(join(project, 'po-shadow.yaml'), 'utf8')).toBe(projectFiles().get('po-shadow.yaml'));
    expect(counts).toMatchObject({ reports: 100, events: generated.approvals.length, ledgerLines: generated.ledger.length });
    expect(() => writeProject(project, { reports: 100 })).toThrow('exists already');
  });

  it('quotes cells with a comma or a quote', () => {
    expect(csvLine(['PO-1', 'Kestrel Signs Co., Ltd.', 'the "big" one', ''])).toBe('PO-1,"Kestrel Signs Co., Ltd.","the ""big"" one",');
  });
});
