import { dayNumber } from '../../../domain/calendar.ts';
import { amountsLine } from '../../../domain/money.ts';
import { plural } from '../../../domain/plural.ts';
import { MAPPING_HEADERS } from '../../../domain/reference-data.ts';
import { fold } from '../../../domain/text.ts';
import { type HealthCheck, sightingText } from '../health-check.ts';

/** From how many days on a record that ends is told. */
const A_WEEK = 7;

/** What approvals hold and no sheet maps, or maps in two ways: each report with it is rejected. */
export const unmapped: HealthCheck = {
  check: 'unmapped',
  judge({ values, valuesSeen, shared, recordTo, today }) {
    const conflicts = new Map(shared.filter(({ isConflict }) => isConflict).map(({ sheet, value, at }) => [`${sheet} ${fold(value)}`, at]));
    const items = values.filter(({ state }) => state === 'unmapped').map(({ sheet, value, reports, amounts, first, last }) => {
      const rows = conflicts.get(`${sheet} ${fold(value)}`);
      return {
        needsAction: true,
        says: `${MAPPING_HEADERS[sheet][0]} ${value === '' ? '(blank)' : value}${rows === undefined ? '' : `, whose rows in mapping/${sheet} contradict each other`}: ${plural(reports, 'report')}${Object.keys(amounts).length === 0 ? '' : `, ${amountsLine(amounts)}`}`,
        evidence: [...(rows ?? []), ...(reports === 1 ? [sightingText(first)] : [`first ${sightingText(first)}`, `last ${sightingText(last)}`])],
        remedy: rows !== undefined ? 'Leave the row that holds.' : value === '' ? 'Have the expense system ask for it.' : `Add ${value} to mapping/${sheet}.`,
      };
    });
    const behind = recordTo === null ? 0 : dayNumber(today) - dayNumber(recordTo);
    return { looked: valuesSeen, items, notes: behind > A_WEEK ? [`the record ends on ${recordTo}, ${plural(behind, 'day')} ago, and what came since was not reviewed`] : [] };
  },
};
