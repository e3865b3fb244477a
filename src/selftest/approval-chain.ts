import type { Approver, Employee } from '../demo/parties.ts';
import { type Purchase, type PurchaseLine, type Report, sumOf, totalOf } from '../demo/purchase.ts';
import { currencyDecimals } from '../domain/currency.ts';
import type { RoutingRule } from '../domain/settings.ts';
import { fold } from '../domain/text.ts';

/** What a routing rule looks at. */
export interface Routed {
  currency: string;
  totalMinor: number;
  employee: Employee;
  lines: readonly Pick<PurchaseLine, 'department' | 'store' | 'category'>[];
}

/** Whether one of the values is that of a line, or of the employee where the line has none; true where a rule asks for none. */
function names(values: readonly string[] | undefined, texts: readonly string[]): boolean {
  return values === undefined || values.some((value) => texts.some((text) => fold(text) === fold(value)));
}

/** A bound of a total, and an amount of a currency beside it, as whole numbers of the same unit. */
function sameUnit(bound: string, currency: string, minor: number): [bound: bigint, amount: bigint] {
  const decimals = currencyDecimals(currency) ?? 2;
  const [whole = '0', fraction = ''] = bound.split('.');
  const places = Math.max(decimals, fraction.length);
  return [BigInt(whole + fraction.padEnd(places, '0')), BigInt(minor) * 10n ** BigInt(places - decimals)];
}

/** Whether the `when` of a rule holds, read independently of the code that decides routing. */
export function ruleHolds({ when }: RoutingRule, { currency, totalMinor, employee, lines }: Routed): boolean {
  if (when === undefined) return true;
  if (when.currency !== undefined && !when.currency.includes(currency)) return false;
  const departments = lines.map(({ department }) => (department ?? employee.department)?.expenseName ?? '');
  const stores = lines.map(({ store }) => (store ?? employee.store)?.expenseName ?? '');
  if (!names(when.department, departments) || !names(when.location, stores) || !names(when.category, lines.map(({ category }) => category.name))) return false;
  const { gt, gte, lt, lte } = when.total ?? {};
  const compared = (bound: string | undefined, holds: (bound: bigint, total: bigint) => boolean): boolean => bound === undefined || holds(...sameUnit(bound, currency, totalMinor));
  return compared(gt, (bound, total) => total > bound) && compared(gte, (bound, total) => total >= bound) && compared(lt, (bound, total) => total < bound) && compared(lte, (bound, total) => total <= bound);
}

/** Role of an approval that no rule asks for. */
const UNASKED = 'approver';

/** Who has which role is invented: the approvers that can be used take the roles in turn, each employee's beginning with another one. */
export class ApprovalChain {
  readonly #routing: readonly RoutingRule[];
  readonly #people: readonly string[];
  readonly #places: ReadonlyMap<string, number>;

  /** `people` are the addresses of approvers that are mapped to active ones of the ERP. */
  constructor(routing: readonly RoutingRule[], people: readonly string[]) {
    this.#routing = routing;
    this.#people = people;
    this.#places = new Map(people.map((email, place) => [email, place]));
  }

  get people(): readonly string[] {
    return this.#people;
  }

  /** The roles that have to approve, each as often as the rule that asks for it most: every one of them needs a person of their own. */
  rolesFor(routed: Routed): string[] {
    const most = new Map<string, { role: string; count: number }>();
    for (const rule of this.#routing) {
      if (!ruleHolds(rule, routed)) continue;
      const asked = new Map<string, number>();
      for (const role of rule.require) asked.set(fold(role), (asked.get(fold(role)) ?? 0) + 1);
      for (const role of rule.require) most.set(fold(role), { role: most.get(fold(role))?.role ?? role, count: Math.max(most.get(fold(role))?.count ?? 0, asked.get(fold(role)) ?? 0) });
    }
    const roles = [...most.values()].flatMap(({ role, count }) => new Array<string>(count).fill(role));
    return roles.length === 0 && this.#people.length > 0 ? [UNASKED] : roles;
  }

  isApprovable(purchase: Purchase & Partial<Pick<Report, 'excessMinor'>>): boolean {
    return this.rolesFor({ ...purchase, totalMinor: sumOf(purchase.lines) + (purchase.excessMinor ?? 0) }).length <= this.#people.length;
  }

  approversOf(report: Report): Approver[] {
    const { manager } = report.employee;
    const start = manager === null ? 0 : (this.#places.get(manager.email) ?? 0);
    return this.rolesFor({ ...report, totalMinor: totalOf(report) }).slice(0, this.#people.length).map((role, place) => ({ email: this.#people[(start + place) % this.#people.length] as string, role }));
  }
}
