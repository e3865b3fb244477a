import { defaultEntity } from '../../src/domain/erp-settings.ts';
import { createHash } from 'node:crypto';
import { ZonedClock, parseInstant } from '../../src/domain/calendar.ts';
import type { Approval, ExpenseLine, ReportSnapshot } from '../../src/domain/expense-report.ts';
import type { Finding } from '../../src/domain/finding.ts';
import { parseMinor } from '../../src/domain/money.ts';
import { currencyDecimals } from '../../src/domain/currency.ts';
import { identityIn } from '../../src/domain/people.ts';
import { type ErpApprover, type FiscalPeriod, type Mapping, type MasterData, type MasterRecord, type Vendor, emptyMapping, emptyMasterData } from '../../src/domain/reference-data.ts';
import { Sheet } from '../../src/domain/reference-data.ts';
import { type Settings, settingsSchema } from '../../src/domain/settings.ts';
import { fold } from '../../src/domain/text.ts';
import { erpProfile } from '../../src/erp/erp-profile.ts';
import { Resolver } from '../../src/mapping/resolver.ts';
import { lineScope } from '../../src/mapping/scope.ts';
import { type RecordedEvent, compareEvents } from '../../src/replay/recorded-event.ts';
import { type ReplayContext, type ReplayStep, replayReport } from '../../src/replay/replay-report.ts';
import type { ReplayedReport } from '../../src/replay/replayed-report.ts';

const VENDORS: [id: string, name: string, currency: string, active: boolean][] = [
  ['V-1001', 'Acme Janitorial Supply Co', 'USD', true], ['V-1002', 'Bluebird Signage LLC', 'USD', true], ['V-1003', 'Kanto Paper', 'JPY', true], ['V-1004', 'Gulf Catering', 'KWD', true], ['V-1009', 'Dormant Goods Inc', 'USD', false],
];
const MERCHANTS: [merchant: string, vendorId: string][] = [['Acme Janitorial', 'V-1001'], ['Bluebird Signage', 'V-1002'], ['Kanto Paper', 'V-1003'], ['Gulf Catering', 'V-1004'], ['Dormant Goods', 'V-1009'], ['Ghost Supplies', 'V-0777']];
const ACCOUNTS: [id: string, active: boolean][] = [['6110', true], ['6120', true], ['6190', false]];
const CATEGORIES: [category: string, account: string][] = [['Cleaning', '6110'], ['Supplies', '6120'], ['Retired', '6190'], ['Mystery', '6129']];
const PERIODS: FiscalPeriod[] = [
  { name: '2026-05', start: '2026-05-01', end: '2026-05-31', status: 'closed', at: 'periods.csv:2' },
  { name: '2026-06', start: '2026-06-01', end: '2026-06-30', status: 'open', at: 'periods.csv:3' },
];

export interface EventParts {
  id?: string;
  eventId?: string;
  at?: string | null;
  dateOnly?: boolean;
  revision?: number;
  status?: string;
  name?: string;
  currency?: string;
  total?: string;
  email?: string;
  department?: string;
  location?: string;
  submitted?: string | null;
  /** `role email decision instant`; null for a source without a chain. */
  chain?: string[] | null;
  lines?: Partial<LineParts>[];
  entity?: string;
}

export interface LineParts extends Omit<ExpenseLine, 'amountMinor' | 'claimedMinor' | 'taxMinor'> {
  amount: string;
  /** Without it the source does not say. */
  tax: string;
}

function sheet<Row extends { at: string }>(file: string, rows: readonly [key: string, row: Omit<Row, 'at'>][]): Sheet<Row> {
  const made = new Sheet<Row>();
  for (const [index, [key, row]] of rows.entries()) made.set(key, { ...row, at: `${file}:${index + 2}` } as Row);
  return made;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A small retailer's master data, mapping and settings, for replaying single reports. */
export class World {
  readonly master: MasterData = { ...emptyMasterData(), periods: PERIODS };
  readonly mapping: Mapping = emptyMapping();
  readonly settings: Settings;
  final = ['approved_for_payment', 'paid'];
  posted: string[] = [];

  constructor(settings: Record<string, unknown> = {}) {
    this.settings = settingsSchema.parse({ window: { from: '2026-06-01', to: '2026-06-14' }, timeZone: 'America/New_York', inputs: {}, routing: [{ name: 'manager', require: ['manager'] }], ...settings });
    const { master, mapping } = this;
    const record = (id: string, active: boolean): [string, Omit<MasterRecord, 'at'>] => [id, { id, name: `${id} name`, active }];
    const row = ([from, to]: [string, string]): [string, { from: string; to: string }] => [from, { from, to }];
    master.vendors = sheet<Vendor>('vendors.csv', VENDORS.map(([id, name, currency, active]) => [id, { id, name, currency, active }]));
    master.glAccounts = sheet<MasterRecord>('gl_accounts.csv', ACCOUNTS.map(([id, active]) => record(id, active)));
    master.departments = sheet<MasterRecord>('departments.csv', [record('D-10', true), record('D-11', true), record('D-19', false)]);
    master.locations = sheet<MasterRecord>('locations.csv', [record('L-003', true), record('L-012', true), record('L-019', false)]);
    master.approvers = sheet<ErpApprover>('approvers.csv', [['U-1', true], ['U-2', true], ['U-9', false]].map(([id, active]) => [id as string, { id: id as string, name: '', email: '', active: active as boolean }]));
    mapping.vendors = sheet('mapping/vendors.csv', MERCHANTS.map(row));
    mapping.categories = sheet('mapping/categories.csv', CATEGORIES.map(row));
    mapping.departments = sheet('mapping/departments.csv', ([['Store Operations', 'D-10'], ['Marketing', 'D-11'], ['Archive', 'D-19'], ['Nowhere', 'D-99']] as [string, string][]).map(row));
    mapping.locations = sheet('mapping/locations.csv', ([['Store 003', 'L-003'], ['Store 012', 'L-012'], ['Store 019', 'L-019'], ['Store 099', 'L-099']] as [string, string][]).map(row));
    mapping.approvers = sheet('mapping/approvers.csv', ([['lee@shop.example', 'U-1'], ['kim@shop.example', 'U-2'], ['max@shop.example', 'U-9'], ['una@shop.example', 'U-7']] as [string, string][]).map(row));
  }

  context(): ReplayContext {
    const { master, mapping, settings } = this;
    return {
      settings, master, clock: new ZonedClock(settings.timeZone), resolver: new Resolver(mapping, master, defaultEntity(settings)), profile: erpProfile(settings, sha256), scopeOf: lineScope(settings.scope.lines),
      identityOf: identityIn(settings.people),
      statesOf: () => ({ final: new Set(this.final.map(fold)), posted: new Set(this.posted.map(fold)) }),
    };
  }

  /** Replays the events of one report in their own order, whatever order they are given in. */
  replay(...events: EventParts[]): ReplayedReport {
    return replayReport(events.map(event).sort(compareEvents), this.context());
  }

  steps(...events: EventParts[]): ReplayStep[] {
    const steps: ReplayStep[] = [];
    replayReport(events.map(event).sort(compareEvents), this.context(), (step) => steps.push(step));
    return steps;
  }

  findings(...events: EventParts[]): Finding[] {
    return this.replay(...events).transaction.findings;
  }
}

export const APPROVED_AT = '2026-06-02T15:10:00Z';

/** An event; without parts EXP-1 over 100.00 USD for Acme Janitorial, approved for payment on 2026-06-02. */
export function event(parts: EventParts, index = 0): RecordedEvent {
  return { snapshot: snapshot(parts, index), source: 'generic', at: `approvals.jsonl:${index + 1}` };
}

export function snapshot(parts: EventParts = {}, index = 0): ReportSnapshot {
  const { currency = 'USD', at = APPROVED_AT, chain } = parts;
  const minor = (amount: string): number => {
    const parsed = parseMinor(amount, currencyDecimals(currency) ?? 2);
    if (typeof parsed !== 'number') throw new Error(`${amount}: ${parsed}`);
    return parsed;
  };
  const lines = (parts.lines ?? [{}]).map((line, place): ExpenseLine => {
    const { amount = '100.00', tax, ...rest } = line;
    return {
      id: String(place + 1), date: '2026-05-30', merchant: 'Acme Janitorial', vendorId: '', category: 'Cleaning', department: '', location: '', description: '', itemId: '', quantity: '', paymentType: '',
      personal: false, reimbursable: null, claimedMinor: null, taxMinor: tax === undefined ? null : minor(tax), amountMinor: minor(amount), ...rest,
    };
  });
  return {
    eventId: parts.eventId ?? `e${index + 1}`, occurredAt: at === null ? null : instant(at), dateOnly: parts.dateOnly ?? false, reportId: parts.id ?? 'EXP-1', revision: parts.revision ?? 1,
    status: parts.status ?? 'approved_for_payment', name: parts.name ?? '', currency, totalMinor: parts.total === undefined ? lines.reduce((sum, line) => sum + line.amountMinor, 0) : minor(parts.total),
    entity: parts.entity ?? '',
    employee: { email: parts.email ?? 'dana@shop.example', department: parts.department ?? 'Store Operations', location: parts.location ?? 'Store 012' },
    submittedAt: parts.submitted === undefined || parts.submitted === null ? null : instant(parts.submitted),
    approvals: chain === null ? null : (chain ?? [`manager lee@shop.example approved ${at ?? APPROVED_AT}`]).map(decision),
    lines,
  };
}

/** A decision from `role email decision instant`. */
export function decision(text: string): Approval {
  const [role = '', approver = '', decided = '', at = ''] = text.split(' ');
  return { role, approver, decision: decided === 'rejected' ? 'rejected' : 'approved', at: instant(at) };
}

export function instant(text: string): number {
  const parsed = parseInstant(text);
  if (typeof parsed !== 'number') throw new Error(`${text}: ${parsed}`);
  return parsed;
}
