import type { Wish } from '../demo/draw-purchase.ts';
import type { Category, Employee } from '../demo/parties.ts';
import { currencyDecimals } from '../domain/currency.ts';
import type { RoutingRule } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';
import { ruleHolds } from './approval-chain.ts';
import type { ProjectRetailer } from './project-retailer.ts';

/** How a report comes about to which a routing rule applies; or why none can be made. */
export type RoutingWish = { rule: RoutingRule; wish: Wish; why: null } | { rule: RoutingRule; wish: null; why: string };

/** Beyond this, totals are nothing that anybody approves. */
const LARGEST_TOTAL_MINOR = 10 ** 13;
/** How much a total may exceed its lower bound, in amounts as they are usually drawn. */
const USUAL_MINOR = 20_000;

const isNamed = (values: readonly string[] | undefined, text: string | undefined): boolean => values === undefined || (text !== undefined && values.some((value) => fold(value) === fold(text)));

/** For every routing rule, what a report must be like for the rule to apply. */
export function routingWishes(retailer: ProjectRetailer): RoutingWish[] {
  return retailer.grounds.settings.routing.map((rule) => wishFor(retailer, rule));
}

function wishFor(retailer: ProjectRetailer, rule: RoutingRule): RoutingWish {
  const { when } = rule;
  const { parties, chain } = retailer;
  const refuse = (why: string): RoutingWish => ({ rule, wish: null, why });
  const currency = retailer.currencies.find((each) => when?.currency === undefined || when.currency.includes(each));
  if (currency === undefined) return refuse('no vendor that can be used is paid in its currency');
  const department = parties.departments.usable.find(({ expenseName }) => isNamed(when?.department, expenseName)) ?? null;
  if (department === null && when?.department !== undefined) return refuse('its department is not mapped to an active one');
  const store = parties.stores.usable.find(({ expenseName }) => isNamed(when?.location, expenseName)) ?? null;
  if (store === null && when?.location !== undefined) return refuse('its location is not mapped to an active one');
  const category = parties.categories.usable.find(({ name }) => isNamed(when?.category, name));
  if (category === undefined && when?.category !== undefined) return refuse('its category is not mapped to an active account, or out of scope');
  const total = totalFor(rule, currency, retailer.amountScale(currency));
  if (total === undefined) return refuse('its bounds leave no total that anybody approves');
  const base = retailer.employees.find((employee) => employee.currency === currency) ?? retailer.inCurrency(retailer.employees[0] as Employee, currency);
  const employee: Employee = { ...base, department: when?.department === undefined ? base.department : department, store: when?.location === undefined ? base.store : store };
  const line = { department: null, store: null, category: category ?? (parties.categories.usable[0] as Category) };
  const routed = { employee, currency, totalMinor: total[0], lines: [line] };
  if (!ruleHolds(rule, routed)) return refuse('no report could be made to which it applies');
  const roles = chain.rolesFor(routed).length;
  if (roles > chain.people.length) return refuse(`a report to which it applies needs ${roles} approvers, and ${chain.people.length} can be used`);
  return { rule, why: null, wish: { employee, ...(when?.category !== undefined && { category: line.category }), ...(when?.total !== undefined && { totalMinor: total, large: false }) } };
}

/** The least and the largest total in a currency to which a rule applies, in minor units; undefined where there is none. */
function totalFor({ when }: RoutingRule, currency: string, scale: number): readonly [least: number, largest: number] | undefined {
  const { gt, gte, lt, lte } = when?.total ?? {};
  const least = Math.max(Math.ceil(1_000 * scale), gt === undefined ? 0 : floorMinor(gt, currency) + 1, gte === undefined ? 0 : ceilMinor(gte, currency));
  const most = Math.min(lt === undefined ? LARGEST_TOTAL_MINOR : ceilMinor(lt, currency) - 1, lte === undefined ? LARGEST_TOTAL_MINOR : floorMinor(lte, currency));
  // A bound below what is usual still leaves small totals.
  const from = Math.min(least, Math.max(most, 1));
  const isWithin = most >= 1 && from <= most && (gt === undefined || from > floorMinor(gt, currency)) && (gte === undefined || from >= ceilMinor(gte, currency)) && from < LARGEST_TOTAL_MINOR;
  return isWithin ? [from, Math.min(most, from + Math.ceil(USUAL_MINOR * scale))] : undefined;
}

/** A decimal bound in minor units of a currency, cut, and rounded up. */
function floorMinor(bound: string, currency: string): number {
  const decimals = currencyDecimals(currency) ?? 2;
  const [whole = '0', fraction = ''] = bound.split('.');
  return Number(BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0')));
}

function ceilMinor(bound: string, currency: string): number {
  const finer = bound.split('.')[1]?.slice(currencyDecimals(currency) ?? 2) ?? '';
  return floorMinor(bound, currency) + (/[1-9]/.test(finer) ? 1 : 0);
}
