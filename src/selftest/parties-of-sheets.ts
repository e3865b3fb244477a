import type { Category, Department, Store, Vendor } from '../demo/parties.ts';
import type { LineMarks } from '../demo/purchase.ts';
import { withoutDocumentNumbers } from '../demo/without-document-numbers.ts';
import type { MappingRow, MasterRecord, Sheet } from '../domain/reference-data.ts';
import { compareText, fold } from '../domain/text.ts';
import { nameKey } from './company-name.ts';
import type { Grounds } from './grounds.ts';
import type { ScopeReading } from './scope-reading.ts';

/** What a mapping sheet holds, by what becomes of it: each list in the order of its texts. */
interface Sorted<Party> {
  usable: Party[];
  /** Mapped to what the ERP does not have. */
  unknown: Party[];
  /** Mapped to what the ERP no longer takes. */
  inactive: Party[];
}

/** Whom and what a project's sheets name. */
export interface Parties {
  /** With nothing wrong, and in scope. */
  vendors: Vendor[];
  /** Active vendors of the ERP, mapped or not, that a clerk may hit. */
  activeVendors: Vendor[];
  /** Vendors that were closed; by id, since a merchant may be mapped to none of them. */
  inactiveVendors: Vendor[];
  /** Merchants that the sheet sends to vendors which the ERP does not have. */
  merchantsOfNobody: string[];
  categories: Sorted<Category>;
  departments: Sorted<Department>;
  stores: Sorted<Store>;
  /** By email address. */
  approvers: Sorted<string>;
  /** Ids of accounts that the ERP takes. */
  accounts: string[];
  /** Departments and stores that the ERP takes, mapped or not. */
  activeDepartments: Department[];
  activeStores: Store[];
}

function sorted<Record extends MasterRecord, Party>(rows: Sheet<MappingRow>, records: Sheet<Record>, partyOf: (row: MappingRow, record: Record | undefined) => Party): Sorted<Party> {
  const lists: Sorted<Party> = { usable: [], unknown: [], inactive: [] };
  for (const row of [...rows.values()].sort((left, right) => compareText(left.from, right.from))) {
    const record = records.get(row.to);
    lists[record === undefined ? 'unknown' : record.active ? 'usable' : 'inactive'].push(partyOf(row, record));
  }
  return lists;
}

const active = <Record extends MasterRecord>(records: Sheet<Record>): Record[] => [...records.values()].filter((record) => record.active).sort((left, right) => compareText(left.id, right.id));

/** Categories that one vendor sells: enough that POs differ, few enough that all vendors together sell all. */
const CATEGORIES_A_VENDOR = 12;

/** Reads what of the sheets can be used, under a scope. `marks` are those of every line. */
export function partiesOf({ master, mapping }: Pick<Grounds, 'master' | 'mapping'>, scope: ScopeReading, marks: LineMarks): Parties {
  const isOpenAccount = (account: string): boolean => scope.orderIsIn({ accounts: [account] });
  const accounts = active(master.glAccounts).map(({ id }) => id).filter(isOpenAccount);
  const [fallback = ''] = accounts;
  const category = ({ from, to }: MappingRow, record: MasterRecord | undefined): Category => {
    const account = record?.id ?? to;
    return { name: from, account, keyedAccount: record?.active === true ? account : fallback, descriptions: [withoutDocumentNumbers(from)] };
  };
  const categories = sorted(mapping.categories, master.glAccounts, category);
  const open = new Set(accounts);
  const inScope = ({ name }: Category): boolean => scope.lineIsIn({ category: name, marks });
  categories.usable = categories.usable.filter((each) => inScope(each) && open.has(each.keyedAccount));
  for (const flawed of ['unknown', 'inactive'] as const) categories[flawed] = categories[flawed].filter(inScope);

  const merchants = merchantsByVendor(mapping.vendors);
  let place = 0;
  const vendorOf = ({ id, name, currency }: { id: string; name: string; currency: string }): Vendor => {
    const key = nameKey(name);
    const own = merchants.get(fold(id)) ?? [];
    return { id, name, kin: key === '' ? `id ${fold(id)}` : key, currency, merchants: own.length > 0 ? own : [name || id], categories: someOf(categories.usable, CATEGORIES_A_VENDOR * place++) };
  };
  const takes = ({ id, name, merchants: own }: Vendor): boolean =>
    own.every((merchant) => scope.lineIsIn({ marks, vendor: [id, merchant] })) && scope.orderIsIn({ vendor: [id, name] });
  const activeVendors = active(master.vendors).map(vendorOf).filter(takes);
  const closed = [...master.vendors.values()].filter((record) => !record.active).sort((left, right) => compareText(left.id, right.id));
  return {
    vendors: activeVendors.filter(({ id }) => merchants.has(fold(id))),
    activeVendors,
    inactiveVendors: closed.map(vendorOf).filter(takes),
    merchantsOfNobody: [...mapping.vendors.values()].filter(({ to }) => master.vendors.get(to) === undefined).map(({ from }) => from).sort(compareText),
    categories, accounts,
    departments: sorted(mapping.departments, master.departments, ({ from, to }, record) => ({ expenseName: from, erpId: record?.id ?? to })),
    stores: sorted(mapping.locations, master.locations, ({ from, to }, record) => ({ expenseName: from, erpId: record?.id ?? to })),
    approvers: sorted(mapping.approvers, master.approvers, ({ from }) => from),
    activeDepartments: active(master.departments).map(({ id, name }) => ({ expenseName: name, erpId: id })),
    activeStores: active(master.locations).map(({ id, name }) => ({ expenseName: name, erpId: id })),
  };
}

/** The merchants of each vendor, by its id, folded. */
function merchantsByVendor(rows: Sheet<MappingRow>): Map<string, string[]> {
  const merchants = new Map<string, string[]>();
  for (const { from, to } of [...rows.values()].sort((left, right) => compareText(left.from, right.from))) {
    const same = merchants.get(fold(to));
    if (same === undefined) merchants.set(fold(to), [from]);
    else same.push(from);
  }
  return merchants;
}

/** Some items of a list from a place on, over its end too. */
const someOf = <Item>(items: readonly Item[], from: number): Item[] => Array.from({ length: Math.min(CATEGORIES_A_VENDOR, items.length) }, (_, index) => items[(from + index) % items.length] as Item);
