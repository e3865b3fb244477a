import { bareName, companyName } from '../domain/company-name.ts';
import type { Suggestion } from '../domain/finding.ts';
import { nearest } from '../domain/nearest.ts';
import type { Mapping, MappingRow, MasterData, MasterRecord, Sheet, SheetRow, Vendor } from '../domain/reference-data.ts';
import { fold } from '../domain/text.ts';
import { LedgerCodes, type LedgerDimensions } from './ledger-codes.ts';
import { NamedCodes } from './named-codes.ts';

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

/** What the values of one column come to; rows next to one another mostly have the same. */
class KnownValues {
  readonly #known = new Map<string, Resolved>();
  #last: Resolved | undefined;

  get(value: string): Resolved | undefined {
    return this.#last !== undefined && this.#last.value === value ? this.#last : (this.#last = this.#known.get(value));
  }

  set(value: string, resolved: Resolved): void {
    this.#known.set(value, resolved);
  }
}

function byBareName(vendors: Iterable<Vendor>): Map<string, Vendor[]> {
  const byName = new Map<string, Vendor[]>();
  for (const vendor of vendors) {
    const bare = bareName(vendor.name);
    const same = byName.get(bare);
    if (same === undefined) byName.set(bare, [vendor]);
    else same.push(vendor);
  }
  return byName;
}

/** What a close known value can be suggested for. */
export type SuggestedKind = 'vendor' | 'category' | 'department' | 'location' | 'approver' | 'item' | 'entity';

function recordSuggested(record: { id: string; name: string } | undefined, why: string): Suggestion | undefined {
  return record === undefined ? undefined : { id: record.id, shown: `${record.id} ${record.name}`.trim(), why };
}

/** Resolves values through the mapping and against the master data, each distinct value once. */
export class Resolver {
  readonly #mapping: Mapping;
  readonly #master: MasterData;
  readonly #vendorIds = new KnownValues();
  readonly #merchants = new KnownValues();
  readonly #categories = new KnownValues();
  readonly #departments = new KnownValues();
  readonly #locations = new KnownValues();
  readonly #approvers = new KnownValues();
  readonly #entities = new KnownValues();
  readonly #entityCodes = new KnownValues();
  readonly #defaultEntity: string | null;
  readonly #suggestions = new Map<string, Suggestion | undefined>();
  readonly #named = new Map<string, Vendor | undefined>();
  #vendorsByName: Map<string, Vendor[]> | undefined;
  #vendorCodes: NamedCodes | undefined;

  /** What the ledger's legal entities stand for. */
  readonly entityNames: NamedCodes;
  readonly ledgerCodes: LedgerCodes;

  /** `defaultEntity` is the ERP's code of the legal entity of reports that name none, '' for none; null where no PO has an entity. `dimensions`: how the ledger shows them. */
  constructor(mapping: Mapping, master: MasterData, defaultEntity: string | null = '', dimensions?: LedgerDimensions) {
    this.#mapping = mapping;
    this.#master = master;
    this.#defaultEntity = defaultEntity;
    this.entityNames = new NamedCodes(master.entities);
    this.ledgerCodes = new LedgerCodes(master, dimensions);
  }

  /** The sheets that values go through. */
  get mapping(): Mapping {
    return this.#mapping;
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

  /** A report's legal entity through mapping/entities, or as it is where there is no such sheet; the default where it names none. Null for no entity. */
  entity(text: string): Resolved | null {
    if (this.#defaultEntity === null) return null;
    if (text.trim() === '') return this.#defaultEntity === '' ? null : this.#entityCoded(this.#defaultEntity);
    return this.#mapping.entities === null ? this.#entityCoded(text) : this.#through(this.#entities, text, this.#mapping.entities, this.#master.entities);
  }

  /** An entity by its code, looked up where there is something to look it up in. */
  #entityCoded(code: string): Resolved {
    let resolved = this.#entityCodes.get(code);
    if (resolved === undefined) {
      const { entities } = this.#master;
      const record = entities?.get(code) ?? null;
      const state = entities === null || record?.active === true ? 'ok' : record === null ? 'unknown' : 'inactive';
      this.#entityCodes.set(code, (resolved = { value: code, id: record?.id ?? code.trim(), state, at: record?.at ?? '', mappedBy: null, record }));
    }
    return resolved;
  }

  /** A close known value for one that is unmapped or unknown, and why it may be meant. */
  suggestion(kind: SuggestedKind, resolved: Resolved, merchant = ''): Suggestion | undefined {
    const key = `${kind}\u0000${resolved.state}\u0000${fold(resolved.value)}\u0000${fold(resolved.id)}\u0000${fold(merchant)}`;
    if (this.#suggestions.has(key)) return this.#suggestions.get(key);
    const made = kind === 'vendor' ? this.#suggestVendor(resolved, merchant) : this.#suggest(kind, resolved);
    this.#suggestions.set(key, made);
    return made;
  }

  #suggestVendor(resolved: Resolved, merchant: string): Suggestion | undefined {
    const { vendors } = this.#master;
    const mapped = merchant === '' ? undefined : this.#mapping.vendors.get(merchant);
    const byMapping = mapped === undefined ? undefined : vendors.get(mapped.to);
    if (byMapping !== undefined && fold(byMapping.id) !== fold(resolved.id)) return recordSuggested(byMapping, 'mapping/vendors leads the merchant there');
    const [byName, ...others] = this.#vendorsNamed(merchant === '' ? resolved.value : merchant);
    if (byName !== undefined && others.length === 0) return recordSuggested(byName, 'name equals the merchant');
    if (resolved.state === 'unmapped') {
      const row = nearestOf(resolved.value, this.#mapping.vendors, (candidate) => candidate.from);
      const record = row === undefined ? undefined : vendors.get(row.to);
      if (record !== undefined) return recordSuggested(record, `almost spelled as "${row?.from}", which is mapped there`);
      return recordSuggested(nearestOf(resolved.value, vendors, (candidate) => candidate.name), 'name almost the same');
    }
    return recordSuggested(nearestOf(resolved.id, vendors, (candidate) => candidate.id), 'id almost the same');
  }

  #suggest(kind: Exclude<SuggestedKind, 'vendor'>, resolved: Resolved): Suggestion | undefined {
    const [sheet, records] = {
      category: [this.#mapping.categories, this.#master.glAccounts],
      department: [this.#mapping.departments, this.#master.departments],
      location: [this.#mapping.locations, this.#master.locations],
      approver: [this.#mapping.approvers, this.#master.approvers],
      item: [null, this.#master.items],
      entity: [this.#mapping.entities, this.#master.entities],
    }[kind] as [Sheet<MappingRow> | null, Sheet<MasterRecord> | null];
    if (resolved.state === 'unmapped' && sheet !== null) {
      const row = nearestOf(resolved.value, sheet, (candidate) => candidate.from);
      return row === undefined ? undefined : { id: row.to, shown: `"${row.from}", mapped to ${row.to}`, why: 'almost spelled alike' };
    }
    return records === null ? undefined : recordSuggested(nearestOf(resolved.id, records, (candidate) => candidate.id), 'id almost the same');
  }

  /**
   * The one vendor that a name stands for with certainty, or undefined: spelled alike, or with its id, else alike but for punctuation and a legal
   * form that one of the two leaves out. "Acme Inc" is not "Acme GmbH". Where several vendors share a name, the `currency` of the
   * PO may tell them apart.
   */
  vendorNamed(text: string, currency = ''): Vendor | undefined {
    const key = `${currency} ${text}`;
    if (!this.#named.has(key)) this.#named.set(key, this.#certainly(text, currency));
    return this.#named.get(key);
  }

  #certainly(text: string, currency: string): Vendor | undefined {
    const known = this.#vendorsNamed(text);
    // A row that could not be read may be the vendor of that name.
    if (this.#master.vendors.unreadNames.size > 0 && [...this.#master.vendors.unreadNames].some((name) => bareName(name) === bareName(text))) return undefined;
    // Lists may show the id before the name.
    if (known.length === 0) return this.#master.vendors.get((this.#vendorCodes ??= new NamedCodes(this.#master.vendors)).codeOf(text));
    const { forms } = companyName(text);
    const alike = known.filter((vendor) => fold(vendor.name) === fold(text));
    const fitting = alike.length > 0 ? alike : known.filter((vendor) => forms === '' || ['', forms].includes(companyName(vendor.name).forms));
    const own = fitting.length > 1 ? fitting.filter((vendor) => currency !== '' && vendor.currency === currency) : fitting;
    return own.length === 1 ? own[0] : undefined;
  }

  /** Every vendor of a name, whatever its legal form. */
  #vendorsNamed(text: string): readonly Vendor[] {
    const bare = bareName(text);
    return bare === '' ? [] : ((this.#vendorsByName ??= byBareName(this.#master.vendors.values())).get(bare) ?? []);
  }

  #direct<Row extends MasterRecord>(cache: KnownValues, value: string, records: Sheet<Row>): Resolved {
    let resolved = cache.get(value);
    if (resolved === undefined) {
      const record = records.get(value) ?? null;
      resolved = { value, id: record?.id ?? value, state: record === null ? 'unknown' : record.active ? 'ok' : 'inactive', at: record?.at ?? '', mappedBy: null, record };
      cache.set(value, resolved);
    }
    return resolved;
  }

  #through<Row extends MasterRecord>(cache: KnownValues, value: string, sheet: Sheet<MappingRow>, records: Sheet<Row> | null): Resolved {
    let resolved = cache.get(value);
    if (resolved === undefined) {
      const row = value.trim() === '' ? undefined : sheet.get(value);
      if (row === undefined) resolved = { value, id: '', state: 'unmapped', at: '', mappedBy: null, record: null };
      else {
        const record = records?.get(row.to) ?? null;
        resolved = { value, id: record?.id ?? row.to, state: records === null ? 'ok' : record === null ? 'unknown' : record.active ? 'ok' : 'inactive', at: row.at, mappedBy: row, record };
      }
      cache.set(value, resolved);
    }
    return resolved;
  }
}

function nearestOf<Row extends SheetRow>(value: string, sheet: Sheet<Row>, textOf: (row: Row) => string): Row | undefined {
  const rows = new Map<string, Row>();
  // What the ERP no longer takes is no remedy.
  for (const row of sheet.values()) if (!('active' in row) || row.active === true) rows.set(textOf(row), row);
  const found = nearest(value, rows.keys(), { onTie: 'none' });
  return found === undefined ? undefined : rows.get(found);
}
