import type { TargetState } from '../../../domain/health.ts';
import { plural } from '../../../domain/plural.ts';
import { type HealthCheck, sightingText } from '../health-check.ts';

const WORDS: Partial<Record<TargetState, string>> = { inactive: 'is not active in the ERP', unknown: 'is unknown to the ERP' };

/** Rows that lead to what the ERP does not take, used or not, and ids of that kind in approvals. Approvers have a check of their own. */
export const targets: HealthCheck = {
  check: 'targets',
  judge({ rows, values }) {
    const mapped = rows.filter(({ sheet }) => sheet !== 'approvers');
    const items = mapped.filter(({ target }) => WORDS[target] !== undefined).map(({ sheet, from, to, at, target, targetAt, reports, last }) => ({
      needsAction: true, says: `${from} → ${to} (mapping/${sheet}): ${to} ${WORDS[target]}`,
      evidence: [at, ...(targetAt === '' ? [] : [targetAt]), ...(last === null ? [] : [`${plural(reports, 'report')}, last ${sightingText(last)}`])],
      remedy: `Map ${from} to what is active, or have ${to} ${target === 'inactive' ? 'activated' : 'created'}.`,
    }));
    const direct = values.filter(({ state }) => state !== 'unmapped').map(({ sheet, value, state, reports, last }) => ({
      needsAction: true, says: `${value} (${sheet} of approvals) ${WORDS[state as TargetState]}`, evidence: [`${plural(reports, 'report')}, last ${sightingText(last)}`], remedy: `Have ${value} ${state === 'inactive' ? 'activated' : 'created'} in the ERP, or the expense system corrected.`,
    }));
    const unchecked = new Set(mapped.filter(({ target }) => target === 'unchecked').map(({ sheet }) => sheet));
    return { looked: mapped.length, items: [...items, ...direct], notes: [...unchecked].map((sheet) => `no sheet of master data says which ${sheet} the ERP knows`) };
  },
};
