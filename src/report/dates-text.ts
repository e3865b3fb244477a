import { DATED_FAR_APART } from '../domain/dated-far-apart.ts';
import { visible } from '../domain/text.ts';
import { STATUSES, type VarianceRow } from '../domain/variance.ts';

/** Most rows that are named below a table. */
const MOST_NAMED = 20;

/** What stands below a table of rows whose POs are dated far from their would-be POs: a line each with both dates, and how many more there are; [] where there is none. */
export function datesApartLines(rows: Iterable<VarianceRow>): string[] {
  const lines: string[] = [];
  let more = 0;
  for (const { flags, transactionId, status, match } of rows) {
    if (!flags.includes(DATED_FAR_APART)) continue;
    if (lines.length < MOST_NAMED) lines.push(`Dated far apart: ${visible(transactionId ?? '–')} (${STATUSES[status].label}): ${visible(match.why)}.`);
    else more++;
  }
  return more === 0 ? lines : [...lines, `… and ${more.toLocaleString('en-US')} more that are dated far apart: po-shadow variance --format csv has all, with the flag ${DATED_FAR_APART}.`];
}
