import { readFlag, readWhole } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Part } from '../json/part.ts';
import { revisionOf } from '../snapshot-order.ts';
import type { Dialect, Reading } from './dialect.ts';

/** An amount `{value, currencyCode}`, which must be in the report's currency. */
function amountOf(part: Part, key: string, { currency, decimals }: Reading): number {
  const amount = part.part(key);
  const found = amount.text('currencyCode');
  if (found !== currency) throw new Unreadable(amount.at('currencyCode'), found, `not the report's currency (${currency})`);
  return amount.amount('value', decimals);
}

/** An entry of `customData`, by its id; its value, which for a list is the id of the list item. */
function customData(part: Part, id: string): string {
  return part.parts('customData').find((field) => field.text('id') === id)?.text('value') ?? '';
}

const textIn = (part: Part, key: string, field: string): string => (part.has(key) ? part.part(key).text(field) : '');

/** Reports, Expenses and Allocations v4. */
export const V4: Dialect = {
  id: 'reportId', status: 'approvalStatusId', name: 'name', currency: 'currencyCode', owner: 'userId', ledger: 'ledger', total: 'approvedAmount', submitted: 'submitDate',
  entries: 'expenses', events: 'events', allocations: 'allocations', itemizations: 'itemizations', parent: 'parentExpenseId', allocationOf: 'expenseId',
  entryId: 'expenseId', amount: 'approvedAmount', date: 'transactionDate', personal: 'isPersonalExpense', description: 'businessPurpose', allocationId: 'allocationId', percentage: 'percentage',

  amountOf,
  momentOf: (part, key, clock) => part.moment(key, clock),
  reachedAt(report, isFinal, { clock, takenAt }) {
    if (takenAt !== undefined) return { at: takenAt, dateOnly: false };
    return isFinal ? null : (report.moment('submitDate', clock) ?? report.moment('creationDate', clock));
  },
  revisionOf: (report, { takenAt }) =>
    report.has('reportVersion') ? readWhole(report.at('reportVersion'), report.text('reportVersion')) : revisionOf({ changedAt: null, takenAt: takenAt ?? null, otherwise: 1 }),
  merchantOf: (entry) => textIn(entry, 'vendor', 'description') || textIn(entry, 'vendor', 'name'),
  categoryOf: (entry, category) => textIn(entry, 'expenseType', category === 'name' ? 'name' : 'id'),
  paymentTypeOf: (entry) => textIn(entry, 'paymentType', 'code') || textIn(entry, 'paymentType', 'id'),
  unitOf: (part, number) => customData(part, `orgUnit${number}`),
  customOf: (allocation, number) => customData(allocation, `custom${number}`),
  claimedOf: (entry, reading) => (textIn(entry, 'transactionAmount', 'currencyCode') === reading.currency ? amountOf(entry, 'transactionAmount', reading) : null),
  taxOf(entry, reading) {
    if (!entry.has('expenseTaxSummary')) return null;
    const summary = entry.part('expenseTaxSummary');
    // A tax in another currency than the report's says nothing of its amounts.
    return textIn(summary, 'totalTaxPostedAmount', 'value') !== '' && textIn(summary, 'totalTaxPostedAmount', 'currencyCode') === reading.currency ? amountOf(summary, 'totalTaxPostedAmount', reading) : null;
  },
  sharesOf: (allocations, reading) =>
    allocations.every((allocation) => allocation.has('approvedAmount')) ? allocations.map((allocation) => amountOf(allocation, 'approvedAmount', reading)) : null,
  isChild: (entry) => entry.text('parentExpenseId') !== '',
  isItemized: () => false,
  isAllocated: (entry) => ['FULLY_ALLOCATED', 'PARTIALLY_ALLOCATED'].includes(entry.text('allocationState')),
  isRejected: (entry) => readFlag(entry.at('isExpenseRejected'), entry.text('isExpenseRejected')) === true,
};
