import { bareName, companyName } from '../../../domain/company-name.ts';
import type { HealthItem, ReviewedRow } from '../../../domain/health.ts';
import { fold } from '../../../domain/text.ts';
import type { HealthCheck } from '../health-check.ts';

/** Rows that say something twice, or two things of one value. */
export const rows: HealthCheck = {
  check: 'rows',
  judge({ shared, rows: all }) {
    const items = shared.map(({ sheet, value, at, isConflict }): HealthItem => (isConflict
      ? { needsAction: true, says: `${value} is mapped to different ids in mapping/${sheet}, and so to none`, evidence: at, remedy: 'Leave the row that holds.' }
      : { needsAction: false, says: `${value} stands in mapping/${sheet} more than once, and says the same each time`, evidence: at, remedy: 'Leave one of the rows.' }));
    return { looked: all.length, items: [...items, ...alikeMerchants(all)] };
  },
};

/** Merchants that are spelled alike but for punctuation and a legal form that one of them leaves out, and lead to different vendors. */
function alikeMerchants(all: readonly ReviewedRow[]): HealthItem[] {
  const byName = new Map<string, ReviewedRow[]>();
  for (const row of all) {
    const bare = row.sheet === 'vendors' ? bareName(row.from) : '';
    if (bare !== '') byName.set(bare, [...(byName.get(bare) ?? []), row]);
  }
  return [...byName.values()].flatMap((same): HealthItem[] => {
    const forms = new Set(same.map(({ from }) => companyName(from).forms).filter((form) => form !== ''));
    if (new Set(same.map(({ to }) => fold(to))).size < 2 || forms.size > 1) return [];
    return [{ needsAction: false, says: `${same.map(({ from, to }) => `${from} → ${to}`).join(', ')}: spelled alike, and mapped to different vendors`, evidence: same.map(({ at }) => at), remedy: 'See whether they are one merchant.' }];
  });
}
