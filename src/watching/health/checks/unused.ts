import type { HealthCheck } from '../health-check.ts';

/** Rows that no report of the record went through. Approvers have a check of their own. */
export const unused: HealthCheck = {
  check: 'unused',
  judge({ rows, recordFrom }) {
    const mapped = rows.filter(({ sheet }) => sheet !== 'approvers');
    const items = mapped.filter(({ reports }) => reports === 0).map(({ sheet, from, to, at }) => ({
      needsAction: false, says: `${from} → ${to} (mapping/${sheet}): not used${recordFrom === null ? '' : ` since the record begins on ${recordFrom}`}`, evidence: [at], remedy: 'Keep it where it is meant for what comes seldom; else take it out.',
    }));
    return { looked: mapped.length, items };
  },
};
