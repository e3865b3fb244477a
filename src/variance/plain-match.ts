import { dayNumber } from '../domain/calendar.ts';
import { fold } from '../domain/text.ts';
import type { ManualSide } from '../matching/sides.ts';
import type { NamingField } from '../matching/why-named.ts';
import type { RowRules } from './build-rows.ts';
import { samePeriod, vendorCause } from './compare.ts';
import type { PlainMatch } from './packed-match.ts';

/** The only would-be PO of a report of which nothing else is to be told: no finding, no flag, no legal entity, nothing that its texts hold. */
export type PlainOrder = Omit<PlainMatch, 'poNumber' | 'namedBy' | 'notCompared'> & Record<'poDate' | 'period', string>;

/** The PO that names it, of which nothing else is to be told either: no legal entity, and its newest version can be trusted. */
export interface PlainKeyed extends Pick<ManualSide, 'poNumber' | 'poDate' | 'currency' | 'amountMinor' | 'period' | 'vendorId' | 'namedVendorId' | 'vendorName' | 'notCompared'> {
  namedBy: NamingField;
}

/** What the row is made of that rowOfNamed would make of a report's only would-be PO and the one PO that names it, both coded alike, where it is a plain match; undefined where anything differs or is converted. */
export function plainMatchOf({ settings }: Pick<RowRules, 'settings'>, order: PlainOrder, keyed: PlainKeyed): PlainMatch | undefined {
  const { transactionId, date, currency, outcome, amountMinor, expenseMinor, totalMinor, dryNumber, vendorId } = order;
  const { poNumber, namedBy, notCompared } = keyed;
  if (keyed.currency !== currency || keyed.amountMinor !== amountMinor) return undefined;
  if (keyed.poDate !== order.poDate && Math.abs(dayNumber(keyed.poDate) - dayNumber(order.poDate)) > settings.matching.dateWindowDays) return undefined;
  if (!notCompared.includes('vendor') && vendorCause(fold(vendorId), keyed) !== null) return undefined;
  if (!notCompared.includes('period') && !samePeriod(order, keyed)) return undefined;
  return { transactionId, date, currency, outcome, amountMinor, expenseMinor, totalMinor, dryNumber, vendorId, poNumber, namedBy, notCompared };
}
