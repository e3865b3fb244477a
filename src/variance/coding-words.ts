import { csvRow } from '../domain/csv-row.ts';
import { plural } from '../domain/plural.ts';
import { MAPPING_HEADERS, type MappingSheetName } from '../domain/reference-data.ts';
import type { Fix, RootCause, RootCauseFacts, SheetRows, UsedMappingRow } from '../domain/root-cause.ts';
import { rowsIn } from './rejection-words.ts';

/** The mapping sheet that gives a dimension. */
export const SHEET_OF: Partial<Record<string, MappingSheetName>> = { vendor: 'vendors', gl_account: 'categories', department: 'departments', location: 'locations' };
const NOUN: Partial<Record<string, string>> = { vendor: 'vendor', vendor_unconfirmed: 'vendor', gl_account: 'account', department: 'department', location: 'location', period: 'period' };
const FROM_NOUN: Record<MappingSheetName, string> = { vendors: 'merchant', categories: 'category', departments: 'department', locations: 'location', approvers: 'approver', entities: 'legal entity' };

/** What must at least have been keyed otherwise, in hundredths of the transactions that used a mapping row, before the mapping is suspected. */
const NEARLY_ALL = 90;
const HALF = 50;

const shown = (value: string): string => (value === '' ? '(blank)' : /\s/.test(value) && !value.includes(' / ') ? `"${value}"` : value);
const list = (values: readonly string[]): string => values.map(shown).join(', ');

/** `6140 keyed as 6210`, also where one side names no value that is its alone, or neither does: what it says is a whole sentence in any case. */
export function keyedInWords(subject: string, dryRun: readonly string[], manual: readonly string[]): string {
  if (dryRun.length === 0) return manual.length === 0 ? `another ${subject} was keyed` : `${subject} ${list(manual)} keyed besides`;
  return manual.length === 0 ? `${subject} ${list(dryRun)} not keyed` : `${subject} ${list(dryRun)} keyed as ${list(manual)}`;
}

/** What was keyed otherwise than the mapping gives, which of the two is the likelier one to be wrong, and what mends it. */
export function codingInWords(facts: RootCauseFacts, clerks: readonly string[]): Pick<RootCause, 'title' | 'fix' | 'suggestion' | 'likely' | 'evidence'> {
  const likely = likelyWrong(facts);
  const told = facts.mapping.map((row) => mappingEvidence(row, facts.values.manual));
  const conclusion = likely === null ? [] : [likely === 'mapping' ? 'so the mapping is the likelier one to be wrong' : `so ${facts.enteredBy.length === 1 ? 'the clerk' : 'the ledger'} is the likelier one to be wrong`];
  const suggestion = suggestionOf(facts);
  const nearest = suggestion === null ? [] : [`nearest known: ${suggestion.shown}, ${suggestion.why}`];
  return { title: titleOf(facts), fix: fixOf(facts, likely), suggestion, likely, evidence: [...nearest, ...told, ...clerks, ...conclusion] };
}

/** A name that stands for nobody with certainty is the vendor's whose would-be PO it was paired with. */
function suggestionOf({ cause, values: { dryRun } }: RootCauseFacts): RootCause['suggestion'] {
  const [id] = dryRun;
  return cause !== 'vendor_unconfirmed' || id === undefined || dryRun.length > 1 ? null : { id, shown: id, why: 'the vendor of the would-be PO' };
}

function titleOf({ cause, values: { dryRun, manual } }: RootCauseFacts): string {
  const noun = NOUN[cause] ?? cause;
  const isCombined = [...dryRun, ...manual].some((value) => value.includes(' / '));
  return `${isCombined ? keyedInWords('', dryRun, manual).trimStart() : keyedInWords(noun, dryRun, manual)}${cause === 'vendor_unconfirmed' && dryRun.length > 0 && manual.length > 0 ? ', which is no vendor with certainty' : ''}`;
}

function mappingEvidence({ sheet, from, to, at, rows, used }: UsedMappingRow, manual: readonly string[]): string {
  return `${FROM_NOUN[sheet]} ${shown(from)} → ${to} (${at}): ${rows.toLocaleString('en-US')} of the ${plural(used, 'transaction')} that used it ${rows === 1 ? 'was' : 'were'} ${manual.length === 0 ? 'not keyed so' : `keyed as ${list(manual)}`}`;
}

/**
 * Nearly all that used the mapping rows were keyed otherwise, and by several people: the mapping. Most were not, or one clerk alone keyed
 * some of them so: the ledger. Where neither holds, or both do, somebody has to look.
 */
function likelyWrong({ mapping, enteredBy }: RootCauseFacts): RootCause['likely'] {
  const used = mapping.reduce((sum, row) => sum + row.used, 0);
  const rows = mapping.reduce((sum, row) => sum + row.rows, 0);
  if (used < 2) return null;
  const isNearlyAll = rows * 100 >= used * NEARLY_ALL;
  if (isNearlyAll) return enteredBy.length > 1 ? 'mapping' : null;
  return rows * 100 < used * HALF || enteredBy.length === 1 ? 'ledger' : null;
}

function fixOf(facts: RootCauseFacts, likely: RootCause['likely']): Fix {
  const { cause, mapping, manualOrders, values: { manual } } = facts;
  const sheet = SHEET_OF[cause];
  const inLedger = `${plural(manualOrders, 'PO')} in the ledger`;
  if (cause === 'vendor_unconfirmed') return { action: 'Give the POs the vendor\'s id in the ledger, or name the vendor as master/vendors does.', where: 'the ledger', size: inLedger, csv: null };
  if (sheet === undefined) return { action: 'Post the PO in the period of the approval, or correct master/periods.', where: 'the ledger', size: inLedger, csv: null };
  const name = `mapping/${sheet}`;
  const inSheet = mapping.length === 0 ? name : rowsIn(mapping.length, name);
  const [other] = manual;
  const csv = likely === 'ledger' || manual.length !== 1 || other === undefined || other === '' || other.includes(' / ') ? null : replaced(sheet, mapping, other);
  switch (likely) {
    case 'mapping':
      return { action: `Correct ${mapping.length === 1 ? 'the row' : 'the rows'} in ${name}.`, where: name, size: inSheet, csv };
    case 'ledger':
      return { action: 'Correct the POs in the ledger.', where: 'the ledger', size: inLedger, csv: null };
    case null:
      return { action: `Decide which is right; correct ${name} or the POs.`, where: `${name} or the ledger`, size: `${inSheet}, or ${inLedger}`, csv };
  }
}

/** The mapping rows as they would be if the ledger were right. */
function replaced(sheet: MappingSheetName, mapping: readonly UsedMappingRow[], to: string): SheetRows | null {
  return mapping.length === 0 ? null : { sheet: `mapping/${sheet}`, header: csvRow(MAPPING_HEADERS[sheet]), rows: mapping.map(({ from, at }) => ({ row: csvRow([from, to]), replaces: at })) };
}
