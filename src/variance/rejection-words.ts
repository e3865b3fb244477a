import { csvRow } from '../domain/csv-row.ts';
import { FINDINGS, type FindingCode } from '../domain/finding.ts';
import { plural } from '../domain/plural.ts';
import { MAPPING_HEADERS, type MappingSheetName, type MasterSheetName } from '../domain/reference-data.ts';
import type { Fix, RootCauseFacts, SheetRows } from '../domain/root-cause.ts';
import { shorten } from '../domain/text.ts';

/** Where a rejection is mended: by a row of a mapping sheet or of master data, by the settings, or where the report was made. */
type Place = { mapping: MappingSheetName } | { mapping: MappingSheetName; master: MasterSheetName } | { master: MasterSheetName } | { setting: string } | 'expense system';

interface RejectionWords {
  /** What is wrong, with the value as people read it. */
  title(value: string, facts: Pick<RootCauseFacts, 'atStake'>): string;
  place: Place;
}

const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);

/** The words of each finding. One that is new does not compile until it has some. */
const REJECTIONS: Record<FindingCode, RejectionWords> = {
  SNAPSHOT_UNREADABLE: { title: () => 'newest snapshot unreadable', place: 'expense system' },
  SUBMITTER_CHANGED: { title: () => 'reports of two employees under one id', place: 'expense system' },
  ROUTING_INCOMPLETE: { title: (rule) => `routing rule ${quoted(rule)} not satisfied`, place: 'expense system' },
  APPROVER_IS_SUBMITTER: { title: (email) => `${quoted(email)} approved own reports`, place: 'expense system' },
  APPROVER_UNMAPPED: { title: (email) => `approver ${quoted(email)} unmapped`, place: { mapping: 'approvers' } },
  APPROVER_UNKNOWN: { title: (id) => `approver ${quoted(id)} unknown`, place: { mapping: 'approvers', master: 'approvers' } },
  APPROVER_INACTIVE: { title: (id) => `approver ${quoted(id)} inactive`, place: { master: 'approvers' } },
  ENTITY_UNMAPPED: { title: (name) => `legal entity ${quoted(name)} unmapped`, place: { mapping: 'entities' } },
  ENTITY_UNKNOWN: { title: (id) => `legal entity ${quoted(id)} unknown`, place: { mapping: 'entities', master: 'entities' } },
  ENTITY_INACTIVE: { title: (id) => `legal entity ${quoted(id)} inactive`, place: { master: 'entities' } },
  VENDOR_UNMAPPED: { title: (merchant) => (merchant === '' ? 'neither vendor nor merchant named' : `merchant ${quoted(merchant)} unmapped`), place: { mapping: 'vendors' } },
  VENDOR_UNKNOWN: { title: (id) => `vendor ${quoted(id)} unknown`, place: { mapping: 'vendors', master: 'vendors' } },
  VENDOR_INACTIVE: { title: (id) => `vendor ${quoted(id)} inactive`, place: { master: 'vendors' } },
  VENDOR_CURRENCY_MISMATCH: { title: (id, { atStake }) => `vendor ${quoted(id)} does not take ${Object.keys(atStake).join(', ')}`, place: { master: 'vendors' } },
  GL_ACCOUNT_UNMAPPED: { title: (category) => (category === '' ? 'no category named' : `category ${quoted(category)} unmapped`), place: { mapping: 'categories' } },
  GL_ACCOUNT_UNKNOWN: { title: (id) => `account ${quoted(id)} unknown`, place: { mapping: 'categories', master: 'gl_accounts' } },
  GL_ACCOUNT_INACTIVE: { title: (id) => `account ${quoted(id)} inactive`, place: { master: 'gl_accounts' } },
  DEPARTMENT_UNMAPPED: { title: (name) => `department ${quoted(name)} unmapped`, place: { mapping: 'departments' } },
  DEPARTMENT_UNKNOWN: { title: (id) => `department ${quoted(id)} unknown`, place: { mapping: 'departments', master: 'departments' } },
  DEPARTMENT_INACTIVE: { title: (id) => `department ${quoted(id)} inactive`, place: { master: 'departments' } },
  LOCATION_UNMAPPED: { title: (name) => `location ${quoted(name)} unmapped`, place: { mapping: 'locations' } },
  LOCATION_UNKNOWN: { title: (id) => `location ${quoted(id)} unknown`, place: { mapping: 'locations', master: 'locations' } },
  LOCATION_INACTIVE: { title: (id) => `location ${quoted(id)} inactive`, place: { master: 'locations' } },
  COST_OBJECT_MISSING: { title: () => 'neither department nor location', place: 'expense system' },
  APPROVAL_DATE_MISSING: { title: () => 'no approval date', place: 'expense system' },
  PERIOD_MISSING: { title: (month) => `no fiscal period for ${month}`, place: { master: 'periods' } },
  PERIOD_CLOSED: { title: (period) => `period ${quoted(period)} closed`, place: { master: 'periods' } },
  AMOUNT_LINES_MISMATCH: { title: () => 'lines do not add up to the total', place: 'expense system' },
  TAX_MISSING: { title: () => 'lines whose tax is needed and not given', place: 'expense system' },
  TAX_IMPLAUSIBLE: { title: () => 'lines whose tax can\'t be', place: 'expense system' },
  AMOUNT_BEYOND_LIMIT: { title: () => 'amounts beyond what is exact', place: 'expense system' },
  AMOUNT_NOT_POSITIVE: { title: () => 'POs of zero or less', place: 'expense system' },
  VENDOR_AMBIGUOUS: { title: () => 'several vendors in a report that is to be one PO', place: { setting: 'grouping' } },
  CURRENCY_UNKNOWN: { title: (currency) => `currency ${quoted(currency)} unknown to the ERP`, place: { master: 'vendors' } },
  ITEM_UNKNOWN: { title: (item) => `item ${quoted(item)} unknown`, place: { master: 'items' } },
  ERP_FIELD_TOO_LONG: { title: (text) => `${quoted(shorten(text, 40))} too long for the ERP`, place: { setting: 'erpDefaults' } },
  ERP_FIELD_INVALID: { title: (text) => `${quoted(shorten(text, 40))} invalid for the ERP`, place: { setting: 'erpDefaults' } },
  ROUTING_NOT_EVIDENCED: { title: () => 'routing not evidenced', place: 'expense system' },
};

/** `one row in mapping/vendors`. */
export const rowsIn = (count: number, sheet: string): string => `${count === 1 ? 'one row' : plural(count, 'row')} in ${sheet}`;

/** What is wrong in rejected reports, and what mends it. */
export function rejectionInWords(facts: RootCauseFacts): { title: string; fix: Fix } {
  const code = facts.cause as FindingCode;
  // A code of a version to come, or none at all.
  if (!Object.hasOwn(REJECTIONS, code)) return { title: facts.cause === '' ? 'rejected' : facts.cause, fix: { action: 'Correct what the findings name.', where: 'the expense system', size: reports(facts), csv: null } };
  const { title, place } = REJECTIONS[code];
  const [value] = facts.values.dryRun;
  const needsValue = title('\u0000', facts).includes('\u0000');
  return { title: value === undefined && needsValue ? `further values: ${FINDINGS[code].title}` : title(value ?? '', facts), fix: { action: FINDINGS[code].remedy({ field: '', value: '', at: '' }), ...sizeOf(place, facts, value) } };
}

const reports = ({ transactions }: RootCauseFacts): string => `${plural(transactions, 'report')} in the expense system`;

function sizeOf(place: Place, facts: RootCauseFacts, value: string | undefined): Omit<Fix, 'action'> {
  if (place === 'expense system' || value === '') return { where: 'the expense system', size: reports(facts), csv: null };
  if ('setting' in place) return { where: 'po-shadow.yaml', size: `${place.setting} in po-shadow.yaml`, csv: null };
  if (!('mapping' in place)) return { where: `master/${place.master}`, size: rowsIn(1, `master/${place.master}`), csv: facts.cause === 'PERIOD_MISSING' ? periodRow(value) : null };
  const sheet = `mapping/${place.mapping}`;
  const mapped = facts.refused.filter(({ from }) => from !== undefined);
  // What names an ERP's id itself never comes through the mapping.
  if ('master' in place && mapped.length === 0) return { where: `master/${place.master}`, size: rowsIn(1, `master/${place.master}`), csv: null };
  const rows = 'master' in place ? Math.max(1, new Set(mapped.map(({ from }) => from)).size) : 1;
  return { where: sheet, size: value === undefined ? `rows in ${sheet}` : rowsIn(rows, sheet), csv: value === undefined ? null : mappingRows(place.mapping, facts, 'master' in place) };
}

/** The mapping rows as they would have to be, where a known value may be meant: new ones, or such that replace others. */
function mappingRows(sheet: MappingSheetName, { refused }: RootCauseFacts, replacing: boolean): SheetRows | null {
  const rows = new Map<string, { row: string; replaces: string }>();
  for (const { value, from, nearest, at } of refused) {
    const key = replacing ? from : value;
    if (key === undefined || nearest === undefined || rows.has(key)) continue;
    rows.set(key, { row: csvRow([key, nearest.id]), replaces: replacing ? at : '' });
    // Spellings of one value are one row.
    if (!replacing) break;
  }
  return rows.size === 0 ? null : { sheet: `mapping/${sheet}`, header: csvRow(MAPPING_HEADERS[sheet]), rows: [...rows.values()] };
}

/** A calendar month as a fiscal period. */
function periodRow(month: string | undefined): SheetRows | null {
  if (month === undefined || !/^\d{4}-\d{2}$/.test(month)) return null;
  const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
  return { sheet: 'master/periods', header: 'name,start,end,status', rows: [{ row: csvRow([month, `${month}-01`, last, 'open']), replaces: '' }] };
}
