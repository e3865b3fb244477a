import type { CheckedHealth, HealthFacts } from '../../domain/health.ts';
import { approvers } from './checks/approvers.ts';
import { credentials } from './checks/credentials.ts';
import { rows } from './checks/rows.ts';
import { targets } from './checks/targets.ts';
import { unmapped } from './checks/unmapped.ts';
import { unused } from './checks/unused.ts';
import type { HealthCheck } from './health-check.ts';

/** Every check, in the order in which it is told. */
const CHECKS: readonly HealthCheck[] = [credentials, unmapped, targets, approvers, rows, unused];

/** What every check finds. */
export function reviewHealth(facts: HealthFacts): CheckedHealth[] {
  return CHECKS.map(({ check, judge }) => {
    const { looked, items, notes = [] } = judge(facts);
    return { check, looked, items, notes };
  });
}
