import type { Approval, ExpenseLine, ReportSnapshot } from '../domain/expense-report.ts';
import { currencyDecimals } from '../domain/currency.ts';
import type { FindingFacts } from '../domain/finding.ts';
import { parseMinor } from '../domain/money.ts';
import type { Identity } from '../domain/people.ts';
import type { RoutingRule } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';

/** One routing rule that applied to a report, and whether the chain satisfies it. */
export interface RoutingDecision {
  rule: string;
  required: string[];
  /** The approver that satisfied each required role, or null. */
  satisfiedBy: (string | null)[];
  satisfied: boolean;
}

/** A rule with its texts folded, once for all reports. */
interface PreparedRule {
  roles: readonly string[];
  departments: ReadonlySet<string> | null;
  locations: ReadonlySet<string> | null;
  categories: ReadonlySet<string> | null;
}

const PREPARED = new WeakMap<RoutingRule, PreparedRule>();

function prepared(rule: RoutingRule): PreparedRule {
  let known = PREPARED.get(rule);
  if (known === undefined) {
    const folded = (values: readonly string[] | undefined): ReadonlySet<string> | null => (values === undefined ? null : new Set(values.map(fold)));
    known = { roles: rule.require.map(fold), departments: folded(rule.when?.department), locations: folded(rule.when?.location), categories: folded(rule.when?.category) };
    PREPARED.set(rule, known);
  }
  return known;
}

/** Whether any line, or where a line has none the employee, has one of the values. */
function anyLineHas(snapshot: ReportSnapshot, values: ReadonlySet<string>, of: (line: ExpenseLine) => string, employee: string): boolean {
  let before: string | undefined;
  for (const line of snapshot.lines) {
    const text = of(line) === '' ? employee : of(line);
    // Most lines have what the line before them has.
    if (text !== before && values.has(fold(text))) return true;
    before = text;
  }
  return false;
}

/** Whether a rule's `when` holds for a report; a rule without one always applies. */
export function applies(rule: RoutingRule, snapshot: ReportSnapshot): boolean {
  const { when } = rule;
  if (when === undefined) return true;
  const { departments, locations, categories } = prepared(rule);
  if (when.currency !== undefined && !when.currency.includes(snapshot.currency)) return false;
  if (departments !== null && !anyLineHas(snapshot, departments, (line) => line.department, snapshot.employee.department)) return false;
  if (locations !== null && !anyLineHas(snapshot, locations, (line) => line.location, snapshot.employee.location)) return false;
  if (categories !== null && !anyLineHas(snapshot, categories, (line) => line.category, '')) return false;
  const { total } = when;
  if (total === undefined) return true;
  return (
    (total.gt === undefined || compareTotal(snapshot, total.gt) > 0) && (total.gte === undefined || compareTotal(snapshot, total.gte) >= 0) &&
    (total.lt === undefined || compareTotal(snapshot, total.lt) < 0) && (total.lte === undefined || compareTotal(snapshot, total.lte) <= 0)
  );
}

/** Sign of (report total - bound), the bound a plain decimal in the report's currency; exact for bounds finer than the currency. */
function compareTotal(snapshot: ReportSnapshot, bound: string): number {
  const decimals = currencyDecimals(snapshot.currency) ?? 2;
  const asMinor = parseMinor(bound, decimals);
  if (typeof asMinor === 'number') return Math.sign(snapshot.totalMinor - asMinor);
  if (asMinor === 'too_large') return -1;
  // Finer than the currency: the total is above where it is above what is left when the rest is cut.
  const [whole = '0', fraction = ''] = bound.split('.');
  const cut = parseMinor(decimals === 0 ? whole : `${whole}.${fraction.slice(0, decimals)}`, decimals);
  const isWhole = /^0*$/.test(fraction.slice(decimals));
  if (typeof cut !== 'number') return -1;
  return snapshot.totalMinor > cut ? 1 : snapshot.totalMinor < cut ? -1 : isWhole ? 0 : -1;
}

/**
 * The decisions that count: approved, not followed by a rejection of the same approver, whom `identityOf` tells by address, and not given before the
 * revision was first submitted.
 */
export function standingApprovals(approvals: readonly Approval[], submittedAt: number | null, identityOf: Identity): readonly Approval[] {
  if (allStand(approvals, submittedAt)) return approvals;
  return approvals.filter((approval, index) => {
    if (approval.decision !== 'approved') return false;
    if (submittedAt !== null && approval.at < submittedAt) return false;
    const who = identityOf(approval.approver);
    return !approvals.some((other, place) => other.decision === 'rejected' && identityOf(other.approver) === who && (other.at > approval.at || (other.at === approval.at && place > index)));
  });
}

/** Whether a chain has approvals alone, none of them too early: nearly every one. */
function allStand(approvals: readonly Approval[], submittedAt: number | null): boolean {
  for (const { decision, at } of approvals) if (decision !== 'approved' || (submittedAt !== null && at < submittedAt)) return false;
  return true;
}

/** Gives each of the folded roles a person of its own, as far as that goes (augmenting paths; a handful of roles). */
function assign(roles: readonly string[], approvals: readonly Approval[], identityOf: Identity): (string | null)[] {
  if (roles.length === 1) return [approvals.find((approval) => fold(approval.role) === roles[0])?.approver ?? null];
  const people = new Map<string, { email: string; roles: Set<string> }>();
  for (const approval of approvals) {
    const who = identityOf(approval.approver);
    const person = people.get(who) ?? { email: approval.approver, roles: new Set<string>() };
    person.roles.add(fold(approval.role));
    people.set(who, person);
  }
  const roleOf = new Map<string, number>();
  const place = (role: number, tried: Set<string>): boolean => {
    for (const [who, person] of people) {
      if (tried.has(who) || !person.roles.has(roles[role] as string)) continue;
      tried.add(who);
      const held = roleOf.get(who);
      if (held === undefined || place(held, tried)) {
        roleOf.set(who, role);
        return true;
      }
    }
    return false;
  };
  for (let role = 0; role < roles.length; role++) place(role, new Set());
  const satisfiedBy = roles.map((): string | null => null);
  for (const [who, role] of roleOf) satisfiedBy[role] = people.get(who)?.email ?? null;
  return satisfiedBy;
}

/**
 * Every routing rule that applies to a snapshot, with who satisfied it. Two roles need two people, also where two rules ask for
 * them; `identityOf` tells a person by an address. `submittedAt` is when the snapshot's revision was first submitted. A snapshot without a chain (approvals null) has
 * nothing to decide and gives [].
 */
export function decideRouting(rules: readonly RoutingRule[], snapshot: ReportSnapshot, submittedAt: number | null, identityOf: Identity): RoutingDecision[] {
  if (snapshot.approvals === null) return [];
  const applicable = rules.filter((rule) => applies(rule, snapshot));
  if (applicable.length === 0) return [];
  const standing = standingApprovals(snapshot.approvals, submittedAt, identityOf);
  const [only] = applicable;
  if (only !== undefined && applicable.length === 1 && only.require.length === 1) return [decisionOf(only, assign(prepared(only).roles, standing, identityOf))];
  const seats = seatsOf(applicable.map((rule) => prepared(rule).roles));
  const assigned = assign(seats, standing, identityOf);
  return applicable.map((rule) => {
    const { roles } = prepared(rule);
    return decisionOf(rule, roles.map((role, place) => assigned[seats.indexOf(role) + earlier(roles, role, place)] ?? null));
  });
}

const decisionOf = (rule: RoutingRule, satisfiedBy: (string | null)[]): RoutingDecision => ({ rule: rule.name, required: rule.require, satisfiedBy, satisfied: !satisfiedBy.includes(null) });

/** How often a role stands before a place in a list. */
function earlier(roles: readonly string[], role: string, place: number): number {
  let count = 0;
  for (let before = 0; before < place; before++) if (roles[before] === role) count++;
  return count;
}

/** The roles to fill, each as often as the rule that asks for it most; equal ones stand next to one another. */
function seatsOf(required: readonly (readonly string[])[]): readonly string[] {
  const most = new Map<string, number>();
  for (const roles of required) for (const [place, role] of roles.entries()) most.set(role, Math.max(earlier(roles, role, place) + 1, most.get(role) ?? 0));
  return [...most].flatMap(([role, count]) => new Array<string>(count).fill(role));
}

/** The facts of ROUTING_INCOMPLETE for the first unsatisfied decision, or undefined. */
export function routingShortfall(decisions: readonly RoutingDecision[], at: string): FindingFacts | undefined {
  const first = decisions.find(isShort);
  if (first === undefined) return undefined;
  const lacking = first.required.filter((_, index) => first.satisfiedBy[index] === null);
  return { field: 'report.approvals', value: first.rule, at, detail: `no standing approval as ${lacking.join(', ')}`, others: decisions.filter(isShort).length - 1 };
}

const isShort = ({ satisfied }: RoutingDecision): boolean => !satisfied;
