import type { LeftOutKind } from '../domain/selftest.ts';
import type { Grounds } from './grounds.ts';
import type { SelftestKind } from './kind.ts';
import { SELFTEST_KINDS } from './kinds/all-kinds.ts';
import { type ProjectRetailer, projectRetailer } from './project-retailer.ts';
import { routingWishes } from './routing-wishes.ts';

/** What a project's self-test plants, and what it can't. */
export interface Plan {
  retailer: ProjectRetailer;
  kinds: SelftestKind[];
  leftOut: LeftOutKind[];
}

/** Sees which kinds a project supports. Throws CannotRun where it supports none. */
export function planSelftest(grounds: Grounds): Plan {
  const retailer = projectRetailer(grounds);
  const plan: Plan = { retailer, kinds: [], leftOut: [] };
  for (const kind of SELFTEST_KINDS) {
    const why = kind.lacks(retailer);
    if (why === null) plan.kinds.push(kind);
    else plan.leftOut.push({ kind: kind.kind, title: kind.title, why });
  }
  if (plan.kinds.some(({ kind }) => kind === 'rejected_routing_incomplete')) plan.leftOut.push(...rulesLeftOut(retailer));
  return plan;
}

/** Rules that take no part although others do. */
function rulesLeftOut(retailer: ProjectRetailer): LeftOutKind[] {
  return routingWishes(retailer).flatMap(({ rule, why }) => (why === null ? [] : [{ kind: 'rejected_routing_incomplete', title: `Approval missing, rule ${rule.name}`, why }]));
}
