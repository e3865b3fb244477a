import { amountsLine } from '../../../domain/money.ts';
import { plural } from '../../../domain/plural.ts';
import { MAPPING_HEADERS } from '../../../domain/reference-data.ts';
import { type HealthCheck, sightingText } from '../health-check.ts';

/** What approvals hold and no sheet maps: each report with it is rejected. */
export const unmapped: HealthCheck = {
  check: 'unmapped',
  judge({ values, valuesSeen }) {
    const items = values.filter(({ state }) => state === 'unmapped').map(({ sheet, value, reports, amounts, first, last }) => ({
      needsAction: true,
      says: `${MAPPING_HEADERS[sheet][0]} ${value === '' ? '(blank)' : value}: ${plural(reports, 'report')}${Object.keys(amounts).length === 0 ? '' : `, ${amountsLine(amounts)}`}`,
      evidence: reports === 1 ? [sightingText(first)] : [`first ${sightingText(first)}`, `last ${sightingText(last)}`],
      remedy: value === '' ? 'Have the expense system ask for it.' : `Add ${value} to mapping/${sheet}.`,
    }));
    return { looked: valuesSeen, items };
  },
};
