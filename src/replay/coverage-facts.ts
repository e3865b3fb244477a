import type { ApproverFact, Covered, CoverageFact, RunCoverage } from '../domain/coverage.ts';
import { type FiscalPeriod, MAPPING_SHEETS, type Mapping, type MappingRow, type MappingSheetName, type MasterData, type MasterRecord, type Sheet, type Vendor } from '../domain/reference-data.ts';
import type { Settings } from '../domain/settings.ts';
import { compareText, fold } from '../domain/text.ts';
import { ELSEWHERE, UsageCounter, WINDOW } from './usage-counter.ts';

/** What was counted, and all that could have been. */
export interface Counted {
  settings: Settings;
  master: MasterData;
  mapping: Mapping;
  total: UsageCounter;
  rules: ReadonlyMap<string, UsageCounter>;
  paths: ReadonlyMap<string, { shown: string; counter: UsageCounter }>;
  /** In the order of their numbers. */
  currencies: ReadonlyMap<string, UsageCounter>;
  /** The counter of a sheet row, a vendor or a fiscal period; undefined for what no report used. */
  counterOf(used: MappingRow | Vendor | FiscalPeriod): UsageCounter | undefined;
  /** In how many reports of the window an approver is. */
  reportsOf(row: MappingRow): number;
  unmappedApprovers: readonly { email: string; reports: number }[];
}

const UNUSED = new UsageCounter();
const nameOf = ({ id, name }: MasterRecord): string => `${id} ${name}`.trim();

/** Everything that could be exercised, used or not, in an order that does not depend on the reports. */
export function coverageOf(counted: Counted): RunCoverage {
  const currencies = [...counted.currencies.keys()];
  const fact = (what: Covered, counter: UsageCounter | undefined, { name, target = '', active = null, at = '' }: Pick<CoverageFact, 'name'> & Partial<CoverageFact>): CoverageFact => ({
    what, name, target, active, ...(counter ?? UNUSED).usage(WINDOW, currencies), elsewhere: (counter ?? UNUSED).usage(ELSEWHERE, currencies), at,
  });
  const facts = [...mappingFacts(counted, fact), ...ruleFacts(counted, fact), ...pathFacts(counted, fact), ...currencyFacts(counted, fact), ...periodFacts(counted, fact), ...vendorFacts(counted, fact)];
  return { ...counted.total.usage(WINDOW, currencies), facts, approvers: approverFacts(counted) };
}

type MakeFact = (what: Covered, counter: UsageCounter | undefined, parts: Pick<CoverageFact, 'name'> & Partial<CoverageFact>) => CoverageFact;

/** The records that a mapping sheet leads to; null where no sheet of master data has them. */
export function recordsOf(master: MasterData, sheet: MappingSheetName): Sheet<MasterRecord> | Sheet<Vendor> | null {
  return { vendors: master.vendors, categories: master.glAccounts, departments: master.departments, locations: master.locations, approvers: master.approvers, entities: master.entities }[sheet];
}

function mappingFacts({ master, mapping, counterOf }: Counted, fact: MakeFact): CoverageFact[] {
  return MAPPING_SHEETS.flatMap((sheet) =>
    [...(mapping[sheet]?.values() ?? [])].map((row) => {
      const records = recordsOf(master, sheet);
      const record = records?.get(row.to);
      return fact(`mapping/${sheet}`, counterOf(row), { name: row.from, target: record === undefined ? row.to : nameOf(record), active: records === null ? null : (record?.active ?? false), at: row.at });
    }),
  );
}

function ruleFacts({ settings, rules }: Counted, fact: MakeFact): CoverageFact[] {
  const byName = new Map(settings.routing.map((rule) => [rule.name, rule.require.join(', ')]));
  return [...byName].map(([name, target]) => fact('routing', rules.get(name), { name, target }));
}

function pathFacts({ paths }: Counted, fact: MakeFact): CoverageFact[] {
  return [...paths].sort(([left], [right]) => compareText(left, right)).map(([, { shown, counter }]) => fact('approval path', counter, { name: shown }));
}

function currencyFacts({ master, currencies }: Counted, fact: MakeFact): CoverageFact[] {
  const all = new Set(currencies.keys());
  for (const { active, currency } of master.vendors.values()) if (active && currency !== '') all.add(currency);
  return [...all].sort(compareText).map((currency) => fact('currency', currencies.get(currency), { name: currency }));
}

function periodFacts({ master, counterOf }: Counted, fact: MakeFact): CoverageFact[] {
  const told = master.periods.filter((period) => period.status === 'open' || counterOf(period) !== undefined);
  return told.map((period) => fact('period', counterOf(period), { name: period.name, target: `${period.start} to ${period.end}`, active: period.status === 'open', at: period.at }));
}

function vendorFacts({ master, mapping, counterOf }: Counted, fact: MakeFact): CoverageFact[] {
  const ledTo = new Set<Vendor | undefined>([...mapping.vendors.values()].map(({ to }) => master.vendors.get(to)));
  const told = [...master.vendors.values()].filter((vendor) => ledTo.has(vendor) || counterOf(vendor) !== undefined);
  return told.map((vendor) => fact('vendor', counterOf(vendor), { name: vendor.id, target: vendor.name, active: vendor.active, at: vendor.at }));
}

function approverFacts({ master, mapping, reportsOf, unmappedApprovers }: Counted): ApproverFact[] {
  const mapped = [...mapping.approvers.values()].map((row): ApproverFact => {
    const record = master.approvers.get(row.to);
    return { email: row.from, erpApproverId: record?.id ?? row.to, exists: record !== undefined, active: record?.active ?? false, reports: reportsOf(row), listed: master.expenseApprovers.get(row.from) !== undefined, at: row.at };
  });
  const reportsByUnmapped = new Map(unmappedApprovers.map(({ email, reports }) => [fold(email), { email, reports }]));
  for (const { email } of master.expenseApprovers.values()) {
    if (mapping.approvers.get(email) === undefined && !reportsByUnmapped.has(fold(email))) reportsByUnmapped.set(fold(email), { email, reports: 0 });
  }
  const unmapped = [...reportsByUnmapped.values()]
    .sort((left, right) => compareText(left.email, right.email))
    .map(({ email, reports }): ApproverFact => ({ email, erpApproverId: '', exists: false, active: false, reports, listed: master.expenseApprovers.get(email) !== undefined, at: master.expenseApprovers.get(email)?.at ?? '' }));
  return [...mapped, ...unmapped];
}
