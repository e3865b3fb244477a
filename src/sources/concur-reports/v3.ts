import type { ZonedClock } from '../../domain/calendar.ts';
import { readFlag } from '../../intake/fields.ts';
import type { ReadingOptions } from '../../intake/sink.ts';
import type { Part } from '../json/part.ts';
import { revisionOf } from '../snapshot-order.ts';
import type { Dialect, Moment } from './dialect.ts';

const MIDNIGHT = /^(\d{4}-\d{2}-\d{2})T00:00(?::00(?:\.0+)?)?$/;

/** Instants of v3 have no offset and are read in the input's time zone; midnight is how it writes a date. */
function momentOf(part: Part, key: string, clock: ZonedClock | undefined): Moment | null {
  const date = MIDNIGHT.exec(part.text(key))?.[1];
  return date === undefined ? part.moment(key, clock) : { at: Date.parse(`${date}T00:00:00Z`), dateOnly: true };
}

/** A custom field or org unit: `{Code, Value}`, of which a text has the value alone. */
function fieldOf(part: Part, key: string, { orgUnits }: ReadingOptions): string {
  if (!part.has(key)) return '';
  const field = part.part(key);
  return orgUnits?.use === 'value' ? field.text('Value') : field.text('Code') || field.text('Value');
}

/** Reports, Entries, Itemizations and Allocations v3. */
export const V3: Dialect = {
  id: 'ID', status: 'ApprovalStatusCode', name: 'Name', currency: 'CurrencyCode', owner: 'OwnerLoginID', ledger: 'LedgerName', total: 'TotalApprovedAmount', submitted: 'SubmitDate',
  entries: 'Entries', events: 'Events', allocations: 'Allocations', itemizations: 'Itemizations', parent: 'EntryID', allocationOf: 'EntryID',
  entryId: 'ID', amount: 'ApprovedAmount', date: 'TransactionDate', personal: 'IsPersonal', description: 'Description', allocationId: 'ID', percentage: 'Percentage',

  amountOf: (part, key, { decimals }) => part.amount(key, decimals),
  momentOf,
  reachedAt(report, isFinal, { clock, takenAt }) {
    const modified = momentOf(report, 'LastModifiedDate', clock);
    if (isFinal) return momentOf(report, 'ProcessingPaymentDate', clock) ?? modified;
    const taken = takenAt === undefined ? null : { at: takenAt, dateOnly: false };
    return modified ?? taken ?? momentOf(report, 'SubmitDate', clock) ?? momentOf(report, 'CreateDate', clock);
  },
  revisionOf: (report, { clock, takenAt }) => revisionOf({ changedAt: momentOf(report, 'LastModifiedDate', clock)?.at ?? null, takenAt: takenAt ?? null, otherwise: 1 }),
  merchantOf: (entry) => entry.text('VendorDescription') || entry.text('VendorListItemName'),
  categoryOf: (entry, category) => entry.text(category === 'name' ? 'ExpenseTypeName' : 'ExpenseTypeCode'),
  paymentTypeOf: (entry) => entry.text('PaymentTypeName'),
  unitOf: (part, number, options) => fieldOf(part, `OrgUnit${number}`, options),
  customOf: (allocation, number, options) => fieldOf(allocation, `Custom${number}`, options),
  claimedOf: (entry, { currency, decimals }) => (entry.text('TransactionCurrencyCode') === currency ? entry.amount('TransactionAmount', decimals) : null),
  taxOf: () => null,
  sharesOf: () => null,
  isChild: () => false,
  isItemized: (entry) => readFlag(entry.at('HasItemizations'), entry.text('HasItemizations')) === true,
  isAllocated: (entry) => ['P', 'F'].includes(entry.text('AllocationType')),
  isRejected: () => false,
};
