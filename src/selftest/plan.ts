import { plural } from '../domain/plural.ts';
import type { LeftOutKind } from '../domain/selftest.ts';
import { shorten } from '../domain/text.ts';
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
    const why = isObjectedLater(kind, grounds) ? 'the ERP objects to it only after the PO was created' : kind.lacks(retailer);
    if (why === null) plan.kinds.push(kind);
    else plan.leftOut.push({ kind: kind.kind, title: kind.title, why });
  }
  if (plan.kinds.some(({ kind }) => kind === 'rejected_routing_incomplete')) plan.leftOut.push(...rulesLeftOut(retailer));
  return plan;
}

/** Whether the chosen ERP would create the PO all the same, so that nothing is rejected. */
const isObjectedLater = ({ rejectedFor }: SelftestKind, { objectedLater }: Grounds): boolean => rejectedFor !== undefined && objectedLater.has(rejectedFor);

/** Most rules that are told one by one, and most characters of a rule's name. */
const MOST_RULES = 50;
const LONGEST_NAME = 100;

/** Rules that take no part although others do. */
function rulesLeftOut(retailer: ProjectRetailer): LeftOutKind[] {
  const kind = 'rejected_routing_incomplete';
  const rules = routingWishes(retailer).flatMap(({ rule, why }) => (why === null ? [] : [{ kind, title: `Approval missing, rule ${shorten(rule.name, LONGEST_NAME)}`, why }]));
  const more = rules.length - MOST_RULES;
  return more <= 0 ? rules : [...rules.slice(0, MOST_RULES), { kind, title: `Approval missing, ${plural(more, 'more rule')}`, why: 'for reasons of this kind' }];
}
