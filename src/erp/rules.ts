import type { BusinessDate } from '../domain/calendar.ts';
import type { FindingCode, FindingFacts, RefusedValue } from '../domain/finding.ts';
import { formatMinor } from '../domain/money.ts';
import { type MasterData, type Vendor, periodOf } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';
import { type CodedGroup, type CodedLine, type CodedReport, vendorKey } from '../mapping/code-report.ts';
import type { Resolved, Resolver, SuggestedKind } from '../mapping/resolver.ts';

/** What a rule looks at. */
export interface RuleContext {
  coded: CodedReport;
  master: MasterData;
  resolver: Resolver;
  grouping: 'vendor' | 'report' | 'line';
  /** Null where the source gives no approval date. */
  poDate: BusinessDate | null;
  /** File and line of the snapshot. */
  at: string;
}

/** A rule of the ERP: the codes it can raise, in their order, and what it finds. Each code comes once a report. */
export interface ErpRule {
  codes: readonly FindingCode[];
  check(context: RuleContext, raise: (code: FindingCode, facts: FindingFacts) => void): void;
}

type Dimension = 'vendor' | 'account' | 'department' | 'location';

/** Distinct resolutions of one dimension that are not `ok`, in line order. */
function troubled(lines: readonly CodedLine[], dimension: Dimension): { resolved: Resolved; line: CodedLine }[] {
  const found: { resolved: Resolved; line: CodedLine }[] = [];
  for (const line of lines) {
    const resolved = line[dimension];
    if (resolved !== null && resolved.state !== 'ok' && !found.some((other) => other.resolved === resolved)) found.push({ resolved, line });
  }
  return found;
}

const NOTHING: readonly never[] = [];

/** Those of which something holds; no new list where it is none, as of nearly every report. */
function those<Item>(items: readonly Item[], holds: (item: Item) => boolean): readonly Item[] {
  return items.some(holds) ? items.filter(holds) : NOTHING;
}

const isTroubled = ({ state }: Resolved): boolean => state !== 'ok';

/** The value that does not lead to an active record, with what it was mapped from and what may be meant. */
function refusedValue(resolved: Resolved, resolver: Resolver, kind: SuggestedKind, merchant = ''): RefusedValue {
  const nearest = resolved.state === 'inactive' ? undefined : resolver.suggestion(kind, resolved, merchant);
  return {
    value: resolved.state === 'unmapped' ? resolved.value : resolved.id,
    ...(resolved.mappedBy === null ? {} : { from: resolved.mappedBy.from }),
    ...(nearest === undefined ? {} : { nearest }),
  };
}

function referenceRule(dimension: Dimension, codes: readonly [FindingCode, FindingCode, FindingCode], field: string, kind: 'vendor' | 'category' | 'department' | 'location'): ErpRule {
  return {
    codes,
    check({ coded, resolver, at }, raise) {
      if (coded.leadsToRecords) return;
      const trouble = troubled(coded.lines, dimension);
      for (const [index, state] of (['unmapped', 'unknown', 'inactive'] as const).entries()) {
        const these = trouble.filter(({ resolved }) => resolved.state === state);
        const [first] = these;
        if (first === undefined) continue;
        const { resolved, line } = first;
        const refused = ({ resolved: each, line: { line: own } }: typeof first): RefusedValue => refusedValue(each, resolver, kind, own.merchant);
        raise(codes[index] as FindingCode, {
          field: `report.lines[${line.line.id}].${dimension === 'vendor' && resolved.mappedBy === null && line.line.vendorId !== '' ? 'vendorId' : field}`,
          ...refused(first),
          at: state === 'unmapped' || resolved.at === '' ? at : resolved.at,
          further: these.slice(1).map(refused),
        });
      }
    },
  };
}

const approvers: ErpRule = {
  codes: ['APPROVER_UNMAPPED', 'APPROVER_UNKNOWN', 'APPROVER_INACTIVE'],
  check({ coded, resolver, at }, raise) {
    const trouble = those(coded.approvers, isTroubled);
    if (trouble.length === 0) return;
    for (const [index, state] of (['unmapped', 'unknown', 'inactive'] as const).entries()) {
      const these = trouble.filter((approver) => approver.state === state);
      const [first] = these;
      if (first === undefined) continue;
      raise(this.codes[index] as FindingCode, {
        field: 'report.approvals',
        ...refusedValue(first, resolver, 'approver'),
        at: first.at === '' ? at : first.at,
        further: these.slice(1).map((each) => refusedValue(each, resolver, 'approver')),
      });
    }
  },
};

const entity: ErpRule = {
  codes: ['ENTITY_UNMAPPED', 'ENTITY_UNKNOWN', 'ENTITY_INACTIVE'],
  check({ coded, resolver, at }, raise) {
    const resolved = coded.entity;
    if (resolved === null || resolved.state === 'ok') return;
    const code = { unmapped: 'ENTITY_UNMAPPED', unknown: 'ENTITY_UNKNOWN', inactive: 'ENTITY_INACTIVE' } as const;
    raise(code[resolved.state], { field: 'report.entity', ...refusedValue(resolved, resolver, 'entity'), at: resolved.at === '' ? at : resolved.at });
  },
};

const vendorCurrency: ErpRule = {
  codes: ['VENDOR_CURRENCY_MISMATCH'],
  check({ coded }, raise) {
    const { currency } = coded.snapshot;
    for (const { line, vendor } of coded.lines) {
      const record = vendor.record as Vendor | null;
      if (record === null || record.currency === '' || record.currency === currency) continue;
      raise('VENDOR_CURRENCY_MISMATCH', { field: `report.lines[${line.id}].vendorId`, value: record.id, at: record.at, detail: `is paid in ${record.currency}, the report is in ${currency}` });
      return;
    }
  },
};

const isBare = ({ department, location }: CodedLine): boolean => department === null && location === null;

const costObject: ErpRule = {
  codes: ['COST_OBJECT_MISSING'],
  check({ coded, at }, raise) {
    const bare = those(coded.lines, isBare);
    const [first] = bare;
    if (first !== undefined) raise('COST_OBJECT_MISSING', { field: `report.lines[${first.line.id}].department`, value: first.line.id, at, others: bare.length - 1 });
  },
};

const period: ErpRule = {
  codes: ['APPROVAL_DATE_MISSING', 'PERIOD_MISSING', 'PERIOD_CLOSED'],
  check({ master, poDate, at }, raise) {
    if (poDate === null) return raise('APPROVAL_DATE_MISSING', { field: 'occurredAt', value: '', at });
    const found = periodOf(poDate, master.periods);
    if (found === undefined) raise('PERIOD_MISSING', { field: 'poDate', value: poDate, at });
    else if (found.status === 'closed') raise('PERIOD_CLOSED', { field: 'poDate', value: found.name, at: found.at, detail: poDate });
  },
};

const lacksTax = (line: CodedLine): boolean => line.lacksTax;
const hasWrongTax = (line: CodedLine): boolean => line.taxIsImplausible;
const isCredit = ({ amountMinor }: CodedGroup): boolean => amountMinor <= 0;

const amounts: ErpRule = {
  codes: ['AMOUNT_LINES_MISMATCH', 'TAX_MISSING', 'TAX_IMPLAUSIBLE', 'AMOUNT_BEYOND_LIMIT', 'AMOUNT_NOT_POSITIVE'],
  check({ coded, at }, raise) {
    const { snapshot } = coded;
    let sum = 0;
    for (const line of snapshot.lines) sum += line.amountMinor;
    if (sum !== snapshot.totalMinor) {
      raise('AMOUNT_LINES_MISMATCH', { field: 'report.total', value: formatMinor(snapshot.totalMinor, snapshot.currency), at, detail: formatMinor(sum, snapshot.currency) });
    }
    const lacking = those(coded.lines, lacksTax);
    const [untold] = lacking;
    if (untold !== undefined) raise('TAX_MISSING', { field: `report.lines[${untold.line.id}].tax`, value: untold.line.id, at, detail: 'its amount can\'t be put on the basis of purchase orders', others: lacking.length - 1 });
    const implausible = those(coded.lines, hasWrongTax);
    const [wrong] = implausible;
    if (wrong !== undefined) {
      const { line: { id, taxMinor, amountMinor } } = wrong;
      raise('TAX_IMPLAUSIBLE', { field: `report.lines[${id}].tax`, value: formatMinor(taxMinor ?? 0, snapshot.currency), at, detail: `in line ${id} of ${formatMinor(amountMinor, snapshot.currency)}`, others: implausible.length - 1 });
    }
    if (coded.beyondLimit) raise('AMOUNT_BEYOND_LIMIT', { field: 'report.total', value: formatMinor(snapshot.totalMinor, snapshot.currency), at });
    const credits = those(coded.groups, isCredit);
    const [first] = credits;
    if (first !== undefined) {
      const [line] = first.lines;
      raise('AMOUNT_NOT_POSITIVE', { field: 'amount', value: formatMinor(first.amountMinor, snapshot.currency), at, detail: line?.vendor.record?.name ?? line?.vendor.value, others: credits.length - 1 });
    }
  },
};

const oneVendor: ErpRule = {
  codes: ['VENDOR_AMBIGUOUS'],
  check({ coded, grouping, at }, raise) {
    if (grouping !== 'report') return;
    const vendors = new Map<string, string>();
    for (const { vendor } of coded.lines) if (!vendors.has(vendorKey(vendor))) vendors.set(vendorKey(vendor), vendor.id === '' ? vendor.value : vendor.id);
    if (vendors.size > 1) raise('VENDOR_AMBIGUOUS', { field: 'report.lines[].vendorId', value: [...vendors.values()].join(', '), at });
  },
};

const KNOWN_CURRENCIES = new WeakMap<MasterData, Set<string> | 'any'>();

/** The currencies in which vendors of the ERP are paid; `any` where one of them takes any. */
export function currenciesOf(master: MasterData): Set<string> | 'any' {
  let known = KNOWN_CURRENCIES.get(master);
  if (known === undefined) {
    known = new Set<string>();
    for (const vendor of master.vendors.values()) {
      if (vendor.currency === '') {
        known = 'any';
        break;
      }
      known.add(vendor.currency);
    }
    KNOWN_CURRENCIES.set(master, known);
  }
  return known;
}

const currency: ErpRule = {
  codes: ['CURRENCY_UNKNOWN'],
  check({ coded, master, at }, raise) {
    const known = currenciesOf(master);
    if (known !== 'any' && !known.has(coded.snapshot.currency)) raise('CURRENCY_UNKNOWN', { field: 'report.currency', value: coded.snapshot.currency, at });
  },
};

const items: ErpRule = {
  codes: ['ITEM_UNKNOWN'],
  check({ coded, master, resolver, at }, raise) {
    const { items: known } = master;
    if (known === null) return;
    const missing = those(coded.lines, ({ line }) => line.itemId !== '' && known.get(line.itemId)?.active !== true);
    const [first] = missing;
    if (first === undefined) return;
    const { itemId } = first.line;
    const inactive = known.get(itemId) !== undefined;
    raise('ITEM_UNKNOWN', {
      field: `report.lines[${first.line.id}].itemId`, value: itemId, at, detail: inactive ? 'inactive' : undefined,
      nearest: inactive ? undefined : resolver.suggestion('item', { value: itemId, id: itemId, state: 'unknown', at, mappedBy: null, record: null }),
      others: new Set(missing.map(({ line }) => fold(line.itemId))).size - 1,
    });
  },
};

/** The generic ERP's rules; their order is the order in which findings are listed (docs/findings.md). */
export const GENERIC_RULES: readonly ErpRule[] = [
  approvers,
  entity,
  referenceRule('vendor', ['VENDOR_UNMAPPED', 'VENDOR_UNKNOWN', 'VENDOR_INACTIVE'], 'merchant', 'vendor'),
  vendorCurrency,
  referenceRule('account', ['GL_ACCOUNT_UNMAPPED', 'GL_ACCOUNT_UNKNOWN', 'GL_ACCOUNT_INACTIVE'], 'category', 'category'),
  referenceRule('department', ['DEPARTMENT_UNMAPPED', 'DEPARTMENT_UNKNOWN', 'DEPARTMENT_INACTIVE'], 'department', 'department'),
  referenceRule('location', ['LOCATION_UNMAPPED', 'LOCATION_UNKNOWN', 'LOCATION_INACTIVE'], 'location', 'location'),
  costObject,
  period,
  amounts,
  oneVendor,
  currency,
  items,
];
