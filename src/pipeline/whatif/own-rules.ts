import type { BusinessDate } from '../../domain/calendar.ts';
import { DIFFERENCE_FIELDS, type DifferenceField, type VarianceRow } from '../../domain/variance.ts';
import type { ChangedRule } from '../../domain/whatif.ts';
import type { UsedRules } from '../../replay/used-rules.ts';
import type { RecordReader } from '../../store/record-reader.ts';
import type { AlignedRows } from '../../variance/row-effects.ts';

/** Settings by what they bear on: who is paired, what equal means, whether a PO is late, which rows there are. The others bear on what the ERP would be sent. */
const PAIRING = /^(tolerance|matching\.(?!manualEntryGraceDays)|scope\.ledger)/;
const PAIRING_EXACTLY = /^(matching\.(?!manualEntryGraceDays)|scope\.ledger)/;
const JUDGING = /^(tolerance|matching\.(?!manualEntryGraceDays|dateWindowDays))/;
const LATENESS = /^(matching\.manualEntryGraceDays|calendar)/;
const COMPARING = /^(tolerance|matching|calendar|scope\.ledger|window)\b/;
const SENDING = /^(?!tolerance\b|matching\b|calendar\b|scope\.ledger\b)/;

/** The field of a row that a sheet decides; sheets that only let a report pass or not decide none. */
const FIELD_OF: Readonly<Record<string, DifferenceField>> = {
  'mapping/vendors': 'vendor', 'master/vendors': 'vendor', 'mapping/categories': 'gl_account', 'master/gl_accounts': 'gl_account', 'mapping/departments': 'department',
  'master/departments': 'department', 'mapping/locations': 'location', 'master/locations': 'location', 'master/periods': 'period',
};

/** What rules are found with. */
export interface RuleSources {
  rules: readonly ChangedRule[];
  used: UsedRules;
  reader: Pick<RecordReader, 'eventsOf'>;
  /** Whether the ERP would be sent the same for a transaction in both runs. */
  hasSameOrders(transactionId: string): boolean;
}

/** Tells which of the rules that differ made a transaction's rows other ones (docs/whatif.md). */
export class OwnRules {
  readonly #sources: RuleSources;
  readonly #settings: { place: number; key: string }[];
  /** Of the transaction that was asked for last, whose rows follow one another. */
  #last: { transactionId: string; used: readonly number[]; isSame: boolean } | null = null;

  constructor(sources: RuleSources) {
    this.#sources = sources;
    this.#settings = sources.rules.flatMap(({ where, key }, place) => (where === 'settings' && !key.startsWith('routing ') ? [{ place, key }] : []));
  }

  /** Places of the rules, in their order; [] where none has to do with the transaction. */
  of(transactionId: string, rows: AlignedRows): number[] {
    const { used, isSame } = this.#transaction(transactionId, rows);
    const touched = touchedFields(rows);
    const sheets = touched === null ? used : used.filter((place) => touched.has(FIELD_OF[this.#sources.rules[place]?.where ?? ''] as DifferenceField));
    const settings = this.#settings.filter(({ key }) => (isSame || touched !== null ? comparing(rows, touched, sheets.length > 0).test(key) : false) || (!isSame && sheets.length === 0 && SENDING.test(key)));
    const found = [...sheets, ...settings.map(({ place }) => place)];
    const told = found.length > 0 ? found : used.length > 0 ? used : this.#settings.map(({ place }) => place);
    return [...told].sort((left, right) => left - right);
  }

  #transaction(transactionId: string, { before, after }: AlignedRows): { used: readonly number[]; isSame: boolean } {
    if (this.#last?.transactionId === transactionId) return this.#last;
    const { reader, used, hasSameOrders } = this.#sources;
    const last = reader.eventsOf(transactionId).at(-1);
    const date = (before[0] ?? after[0])?.date ?? null;
    this.#last = { transactionId, used: last === undefined ? [] : used.of(last.snapshot, date as BusinessDate | null), isSame: hasSameOrders(transactionId) };
    return this.#last;
  }
}

const numbersOf = (rows: readonly VarianceRow[]): string => rows.flatMap(({ manual }) => manual.poNumbers).join('\u0000');

/** Fields that agree on one side alone, or differ in another way than before; null where there is more to it: another pairing, a rejection, other rows. */
function touchedFields({ before, after }: AlignedRows): ReadonlySet<DifferenceField> | null {
  const [was, ...others] = before;
  const [is, ...rest] = after;
  if (was === undefined || is === undefined || others.length + rest.length > 0) return null;
  if (numbersOf(before) !== numbersOf(after) || was.manual.poNumbers.length === 0 || was.dryRun.poNumber === null || is.dryRun.poNumber === null) return null;
  const told = ({ differences, match }: VarianceRow, field: DifferenceField): string => (match.agrees.includes(field) ? '' : JSON.stringify(differences.find((each) => each.field === field) ?? null));
  return new Set(DIFFERENCE_FIELDS.filter((field) => told(was, field) !== told(is, field)));
}

/** The settings of the comparison that can have made rows other ones. */
function comparing({ before, after }: AlignedRows, touched: ReadonlySet<DifferenceField> | null, hasSheets: boolean): RegExp {
  if (touched !== null) return touched.has('amount') || !hasSheets ? JUDGING : NOTHING;
  if (before.length === 0 || after.length === 0) return COMPARING;
  const paired = [...before, ...after].filter(({ manual }) => manual.poNumbers.length > 0);
  if (numbersOf(before) === numbersOf(after)) return paired.length > 0 ? COMPARING : LATENESS;
  // Amounts that are equal need no tolerance.
  return paired.every(({ status }) => status === 'match') ? PAIRING_EXACTLY : PAIRING;
}

const NOTHING = /(?!)/;
