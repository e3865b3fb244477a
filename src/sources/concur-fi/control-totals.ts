import { formatMinor } from '../../domain/money.ts';
import type { ControlTotal } from '../../intake/sink.ts';
import type { Entry } from './entries.ts';

/** The stated total beside the sum of the entries, and each entry whose journals add up to something else. */
export function totalsOf(report: string, statedMinor: number | null, entriesMinor: number, entries: readonly Entry[], currency: string): ControlTotal[] {
  const total = (what: string, stated: number, found: number): ControlTotal => ({
    what,
    stated: `${formatMinor(stated, currency)} ${currency}`,
    found: `${formatMinor(found, currency)} ${currency}`,
    agrees: stated === found,
  });
  const totals = statedMinor === null ? [] : [total(`totalApprovedAmount of ${report}`, statedMinor, entriesMinor)];
  for (const { id, approvedMinor, journalsMinor } of entries) {
    // One a document is enough where all is well.
    if (journalsMinor !== null && journalsMinor !== approvedMinor) totals.push(total(`journals of entry ${id} of ${report}`, approvedMinor, journalsMinor));
  }
  return totals;
}
