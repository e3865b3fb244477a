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

/**
 * Merchants that are spelled alike but for punctuation and a legal form that one of them leaves out, and lead to different vendors. Two that have different legal forms are two
 * companies; one without a form may be either of them.
 */
function alikeMerchants(all: readonly ReviewedRow[]): HealthItem[] {
  const byName = new Map<string, ReviewedRow[]>();
  for (const row of all) {
    const bare = row.sheet === 'vendors' ? bareName(row.from) : '';
    if (bare !== '') byName.set(bare, [...(byName.get(bare) ?? []), row]);
  }
  return [...byName.values()].flatMap((same): HealthItem[] => {
    const byForms = Map.groupBy(same, ({ from }) => companyName(from).forms);
    const leadsElsewhere = ({ from, to }: ReviewedRow): boolean => {
      const { forms } = companyName(from);
      const alike = forms === '' ? same : [...(byForms.get(forms) ?? []), ...(byForms.get('') ?? [])];
      return alike.some((other) => fold(other.to) !== fold(to));
    };
    const found = same.filter(leadsElsewhere);
    if (found.length === 0) return [];
    return [{ needsAction: false, says: `${found.map(({ from, to }) => `${from} → ${to}`).join(', ')}: spelled alike, and mapped to different vendors`, evidence: found.map(({ at }) => at), remedy: 'See which of them are one merchant.' }];
  });
}
