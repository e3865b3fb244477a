import { nearest } from '../domain/nearest.ts';
import type { Mapping, MappingRow, MasterData, MasterRecord, Sheet, SheetRow, Vendor } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';

/** How far one value of a report got: through its mapping sheet, and into the ERP's master data. */
export interface Resolved {
  /** As read from the report. */
  value: string;
  /** The ERP's id, spelled as the ERP spells it; '' where there is no mapping. */
  id: string;
  state: 'ok' | 'unmapped' | 'unknown' | 'inactive';
  /** Where the decisive row was read: the mapping sheet's, else the master sheet's; '' where there is none. */
  at: string;
  /** The sheet row that was used, or null where the value is an id already. */
  mappedBy: MappingRow | null;
  record: (SheetRow & { id: string; name: string }) | null;
}

const LEGAL_FORMS = /\b(inc|incorporated|llc|ltd|limited|co|corp|corporation|company|gmbh|ag|sa|sas|sarl|bv|nv|plc|pty|srl|spa|oy|ab|as)\b\.?/gu;

/** A company's name without punctuation and legal form, for comparing names; '' where nothing is left. */
export function bareName(name: string): string {
  let bare = BARE.get(name);
  if (bare === undefined) {
    bare = strip(name);
    if (BARE.size < 200_000) BARE.set(name, bare);
  }
  return bare;
}

/** Names repeat over a whole ledger. */
const BARE = new Map<string, string>();

function strip(name: string): string {
  return fold(fold(name).replace(LEGAL_FORMS, ' ').replace(/[^\p{L}\p{N}]+/gu, ' '));
}

/** Resolves values through the mapping and against the master data, each distinct value once. */
export class Resolver {
  readonly #mapping: Mapping;
  readonly #master: MasterData;
  readonly #vendorIds = new Map<string, Resolved>();
  readonly #merchants = new Map<string, Resolved>();
  readonly #categories = new Map<string, Resolved>();
  readonly #departments = new Map<string, Resolved>();
  readonly #locations = new Map<string, Resolved>();
  readonly #approvers = new Map<string, Resolved>();
  readonly #suggestions = new Map<string, string | undefined>();
  #bareVendorNames: Map<string, Vendor | null> | undefined;

  constructor(mapping: Mapping, master: MasterData) {
    this.#mapping = mapping;
    this.#master = master;
  }

  /** The line's vendor id, else its merchant through mapping/vendors. */
  vendor(vendorId: string, merchant: string): Resolved {
    return vendorId === '' ? this.#through(this.#merchants, merchant, this.#mapping.vendors, this.#master.vendors) : this.#direct(this.#vendorIds, vendorId, this.#master.vendors);
  }

  category(category: string): Resolved {
    return this.#through(this.#categories, category, this.#mapping.categories, this.#master.glAccounts);
  }

  department(department: string): Resolved {
    return this.#through(this.#departments, department, this.#mapping.departments, this.#master.departments);
  }

  location(location: string): Resolved {
    return this.#through(this.#locations, location, this.#mapping.locations, this.#master.locations);
  }

  approver(email: string): Resolved {
    return this.#through(this.#approvers, email, this.#mapping.approvers, this.#master.approvers);
  }

  /** A close known value for one that is unmapped or unknown: "V-1043 Acme Janitorial Supply Co". */
  suggestion(kind: 'vendor' | 'category' | 'department' | 'location' | 'approver' | 'item', resolved: Resolved, merchant = ''): string | undefined {
    const key = `${kind}\u0000${resolved.state}\u0000${fold(resolved.value)}\u0000${fold(resolved.id)}\u0000${fold(merchant)}`;
    if (this.#suggestions.has(key)) return this.#suggestions.get(key);
    const made = this.#suggest(kind, resolved, merchant);
    this.#suggestions.set(key, made);
    return made;
  }

  #suggest(kind: string, resolved: Resolved, merchant: string): string | undefined {
    const name = (record: { id: string; name: string }): string => `${record.id} ${record.name}`;
    if (kind === 'vendor') {
      const mapped = merchant === '' ? undefined : this.#mapping.vendors.get(merchant);
      const byMapping = mapped === undefined ? undefined : this.#master.vendors.get(mapped.to);
      if (byMapping !== undefined && fold(byMapping.id) !== fold(resolved.id)) return name(byMapping);
      const byName = this.vendorNamed(merchant === '' ? resolved.value : merchant);
      if (byName !== undefined) return name(byName);
      if (resolved.state === 'unmapped') {
        const row = nearestOf(resolved.value, this.#mapping.vendors, (candidate) => candidate.from);
        const record = row === undefined ? undefined : this.#master.vendors.get(row.to);
        if (record !== undefined) return name(record);
        const vendor = nearestOf(resolved.value, this.#master.vendors, (candidate) => candidate.name);
        return vendor === undefined ? undefined : name(vendor);
      }
      const vendor = nearestOf(resolved.id, this.#master.vendors, (candidate) => candidate.id);
      return vendor === undefined ? undefined : name(vendor);
    }
    const [sheet, records] = {
      category: [this.#mapping.categories, this.#master.glAccounts],
      department: [this.#mapping.departments, this.#master.departments],
      location: [this.#mapping.locations, this.#master.locations],
      approver: [this.#mapping.approvers, this.#master.approvers],
      item: [null, this.#master.items],
    }[kind] as [Sheet<MappingRow> | null, Sheet<MasterRecord> | null];
    if (resolved.state === 'unmapped' && sheet !== null) {
      const row = nearestOf(resolved.value, sheet, (candidate) => candidate.from);
      return row === undefined ? undefined : `"${row.from}", mapped to ${row.to}`;
    }
    const record = records === null ? undefined : nearestOf(resolved.id, records, (candidate) => candidate.id);
    return record === undefined ? undefined : name(record);
  }

  /** The one vendor whose name is this, legal form and punctuation aside; undefined for none or several. */
  vendorNamed(text: string): Vendor | undefined {
    if (this.#bareVendorNames === undefined) {
      this.#bareVendorNames = new Map();
      for (const vendor of this.#master.vendors.values()) {
        const bare = bareName(vendor.name);
        this.#bareVendorNames.set(bare, this.#bareVendorNames.has(bare) ? null : vendor);
      }
    }
    const bare = bareName(text);
    return bare === '' ? undefined : (this.#bareVendorNames.get(bare) ?? undefined);
  }

  #direct<Row extends MasterRecord>(cache: Map<string, Resolved>, value: string, records: Sheet<Row>): Resolved {
    let resolved = cache.get(value);
    if (resolved === undefined) {
      const record = records.get(value) ?? null;
      resolved = { value, id: record?.id ?? value, state: record === null ? 'unknown' : record.active ? 'ok' : 'inactive', at: record?.at ?? '', mappedBy: null, record };
      cache.set(value, resolved);
    }
    return resolved;
  }

  #through<Row extends MasterRecord>(cache: Map<string, Resolved>, value: string, sheet: Sheet<MappingRow>, records: Sheet<Row>): Resolved {
    let resolved = cache.get(value);
    if (resolved === undefined) {
      const row = value.trim() === '' ? undefined : sheet.get(value);
      if (row === undefined) resolved = { value, id: '', state: 'unmapped', at: '', mappedBy: null, record: null };
      else {
        const record = records.get(row.to) ?? null;
        resolved = { value, id: record?.id ?? row.to, state: record === null ? 'unknown' : record.active ? 'ok' : 'inactive', at: row.at, mappedBy: row, record };
      }
      cache.set(value, resolved);
    }
    return resolved;
  }
}

function nearestOf<Row extends SheetRow>(value: string, sheet: Sheet<Row>, textOf: (row: Row) => string): Row | undefined {
  const rows = new Map<string, Row>();
  for (const row of sheet.values()) rows.set(textOf(row), row);
  const found = nearest(value, rows.keys());
  return found === undefined ? undefined : rows.get(found);
}
