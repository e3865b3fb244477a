import type { BusinessDate } from '../domain/calendar.ts';
import { routingKey } from '../domain/changed-settings.ts';
import type { ExpenseLine, ReportSnapshot } from '../domain/expense-report.ts';
import { MAPPING_SHEETS, type MappingSheetName } from '../domain/reference-data.ts';
import type { RoutingRule } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import type { ChangedRule } from '../domain/whatif.ts';
import { ENTITIES_CHECKED, ENTITIES_GIVEN, ITEMS_CHECKED, type ReferenceData } from '../mapping/changed-rows.ts';
import { applies } from '../routing/routing.ts';

/** Master data to which a mapping sheet leads. */
const LEADS_TO: Record<MappingSheetName, string> = { vendors: 'master/vendors', categories: 'master/gl_accounts', departments: 'master/departments', locations: 'master/locations', approvers: 'master/approvers', entities: 'master/entities' };

/** Mapping, master data and routing rules, and the legal entity of reports that name none. */
interface Configuration extends ReferenceData {
  routing: readonly RoutingRule[];
  defaultEntity: string | null;
}

/** Both versions of a configuration. */
export interface Configurations {
  before: Configuration;
  after: Configuration;
}

/** Tells which of the rules that differ a report has to do with: sheet rows of its values, master data to which they lead, periods, routing rules. */
export class UsedRules {
  readonly #configurations: Configurations;
  /** By sheet, then by folded key: places in the list of rules. */
  readonly #byKey = new Map<string, Map<string, number>>();
  readonly #periods: { place: number; name: string }[] = [];
  readonly #routing: { place: number; versions: RoutingRule[] }[] = [];
  /** By sheet and folded value, since values repeat over a record. */
  readonly #known = new Map<string, number[]>();

  constructor(rules: readonly ChangedRule[], configurations: Configurations) {
    this.#configurations = configurations;
    const { before, after } = configurations;
    for (const [place, { where, key }] of rules.entries()) {
      if (where === 'master/periods') this.#periods.push({ place, name: fold(key) });
      else if (where === 'settings') {
        const versions = [...before.routing, ...after.routing].filter((rule) => routingKey(rule) === key);
        if (versions.length > 0) this.#routing.push({ place, versions });
      } else {
        const byKey = this.#byKey.get(where) ?? new Map<string, number>();
        this.#byKey.set(where, byKey.set(fold(key), place));
      }
    }
  }

  /** Places of the rules, in their order. `date` is that of the report's row. */
  of(snapshot: ReportSnapshot, date: BusinessDate | null): number[] {
    const used = new Set<number>();
    const add = (sheet: MappingSheetName, value: string): void => {
      if (value !== '') for (const place of this.#through(sheet, value)) used.add(place);
    };
    for (const line of snapshot.lines) this.#addLine(line, snapshot, add, used);
    for (const { approver } of snapshot.approvals ?? []) add('approvers', approver);
    this.#addEntity(snapshot.entity, add, used);
    if (date !== null) for (const { place, name } of this.#periods) if (this.#holds(name, date)) used.add(place);
    for (const { place, versions } of this.#routing) if (versions.some((rule) => applies(rule, snapshot))) used.add(place);
    return [...used].sort((left, right) => left - right);
  }

  #addLine(line: ExpenseLine, { employee }: ReportSnapshot, add: (sheet: MappingSheetName, value: string) => void, used: Set<number>): void {
    if (line.personal) return;
    if (line.vendorId === '') add('vendors', line.merchant);
    else this.#addId('master/vendors', line.vendorId, used);
    add('categories', line.category);
    add('departments', line.department === '' ? employee.department : line.department);
    add('locations', line.location === '' ? employee.location : line.location);
    if (line.itemId === '') return;
    this.#addId('master/items', line.itemId, used);
    this.#addId('master/items', ITEMS_CHECKED, used);
  }

  /** Without a row, what a report names is the code; the default stands for a report that names none. */
  #addEntity(entity: string, add: (sheet: MappingSheetName, value: string) => void, used: Set<number>): void {
    if (entity !== '') {
      add('entities', entity);
      this.#addId('mapping/entities', ENTITIES_GIVEN, used);
      this.#addId('master/entities', entity, used);
    } else for (const { defaultEntity } of [this.#configurations.before, this.#configurations.after]) this.#addId('master/entities', defaultEntity ?? '', used);
    this.#addId('master/entities', ENTITIES_CHECKED, used);
  }

  #addId(sheet: string, id: string, used: Set<number>): void {
    const place = this.#byKey.get(sheet)?.get(fold(id));
    if (place !== undefined) used.add(place);
  }

  /** The row of a mapping sheet that has a value, and the master data to which it leads, before and after. */
  #through(sheet: MappingSheetName, value: string): readonly number[] {
    const key = `${sheet} ${value}`;
    let places = this.#known.get(key);
    if (places === undefined) {
      const found = new Set<number>();
      this.#addId(`mapping/${sheet}`, value, found);
      const { before, after } = this.#configurations;
      for (const { mapping } of [before, after]) {
        const to = mapping[sheet]?.get(value)?.to;
        if (to !== undefined) this.#addId(LEADS_TO[sheet], to, found);
      }
      this.#known.set(key, (places = [...found]));
    }
    return places;
  }

  #holds(name: string, date: BusinessDate): boolean {
    const { before, after } = this.#configurations;
    return [...before.master.periods, ...after.master.periods].some((period) => fold(period.name) === name && period.start <= date && date <= period.end);
  }
}

/** Sheets whose rows a run counts the transactions of (coverage), as `where` of a rule names them. */
export const COUNTED_SHEETS: readonly string[] = [...MAPPING_SHEETS.map((sheet) => `mapping/${sheet}`), 'master/vendors', 'master/periods'];
