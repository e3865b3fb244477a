import { formatMinor } from '../domain/money.ts';
import { compareText, fold } from '../domain/text.ts';
import { DIFFERENCE_FIELDS, type Difference, type DifferingValue } from '../domain/variance.ts';
import { type CodedSum, type Coding, type CodingTable, DIMENSIONS } from '../matching/coding.ts';
import type { DrySide, ManualSide, OrderHeader } from '../matching/sides.ts';

/** What the differences of a row are told from: its comparison, made already. */
export interface Compared {
  dry: DrySide;
  order: OrderHeader;
  manuals: readonly ManualSide[];
  /** Null where currencies meet. */
  manualMinor: bigint | null;
  /** Whether the amounts of both sides are in one currency and on one basis; else values alone are told. */
  comparable: boolean;
  /** The arithmetic of the amounts' difference, where it has a name. */
  how: string | null;
  causes: readonly string[];
  /** Whether the coding differs only in how its dimensions are combined. */
  combined: boolean;
  /** The codings that were compared: of the row, or in a group what all its rows that differ expect and what is left for them. */
  expected: Coding;
  keyed: Coding;
  /** The would-be POs of the row's group, or the row's own alone. */
  orders: readonly OrderHeader[];
}

/** Both values of every field that differs. Asked only for rows that do not agree. */
export function differencesOf(codings: CodingTable, compared: Compared): Difference[] {
  const { dry, causes, manuals, manualMinor, comparable, how } = compared;
  const sameCurrency = manualMinor !== null && manuals[0]?.currency === dry.currency;
  const found: Difference[] = [];
  if (comparable && manualMinor !== null && manualMinor !== BigInt(dry.amountMinor)) found.push(amountDifference(dry, manualMinor, how));
  if (!sameCurrency) found.push(currencyDifference(dry, manuals));
  if (causes.includes('vendor') || causes.includes('vendor_unconfirmed')) found.push(headerDifference('vendor', compared));
  for (const [index, field] of DIMENSIONS.entries()) if (causes.includes(field)) found.push({ field, ...(comparable ? codedDifference(codings, index, compared) : valuesOnly(codings, index, compared)), how: null });
  if (causes.includes('period')) found.push(headerDifference('period', compared));
  return found.sort((left, right) => DIFFERENCE_FIELDS.indexOf(left.field) - DIFFERENCE_FIELDS.indexOf(right.field));
}

function amountDifference({ amountMinor, currency }: DrySide, manualMinor: bigint, how: string | null): Difference {
  const of = (minor: number | bigint): DifferingValue[] => {
    const decimal = formatMinor(minor, currency);
    return [{ value: decimal, amount: decimal }];
  };
  return { field: 'amount', dryRun: of(amountMinor), manual: of(manualMinor), how };
}

const bare = (values: Iterable<string>): DifferingValue[] => [...values].map((value) => ({ value, amount: null }));

function currencyDifference({ currency }: DrySide, manuals: readonly ManualSide[]): Difference {
  const others = new Set(manuals.map((manual) => manual.currency).filter((each) => each !== currency));
  return { field: 'currency', dryRun: bare([currency]), manual: bare([...others].sort(compareText)), how: null };
}

/** The sums of one dimension, or of all that moved together. In a group the dry-run side is the row's own part. */
function codedDifference(codings: CodingTable, index: number, { dry, expected, keyed, causes, combined }: Compared): Pick<Difference, 'dryRun' | 'manual'> {
  const dimensions = DIMENSIONS.map((name, place) => (combined ? causes.includes(name) : place === index));
  const { dryRun, manual } = codings.differingSums(dimensions, expected, keyed);
  const money = ({ value, amountMinor }: CodedSum): DifferingValue => ({ value, amount: formatMinor(amountMinor, dry.currency) });
  if (expected === dry.coding) return { dryRun: dryRun.map(money), manual: manual.map(money) };
  const differing = new Set(dryRun.map(({ value }) => value));
  const own = codings.differingSums(dimensions, dry.coding, NOTHING).dryRun.filter(({ value }) => differing.has(value));
  return { dryRun: own.map(money), manual: manual.map(money) };
}

const NOTHING: Coding = { codes: [], amounts: [] };

function valuesOnly(codings: CodingTable, index: number, { expected, keyed, orders, causes }: Compared): Pick<Difference, 'dryRun' | 'manual'> {
  const { dryRun, manual } = codings.valuesApart(index, expected, keyed);
  // What shared POs hold besides may be the others'.
  return { dryRun: bare(dryRun), manual: orders.length > 1 && causes.includes('tax_missing') ? [] : bare(manual) };
}

/** Sums by vendor or period, which a PO has once. */
function headerDifference(field: 'vendor' | 'period', { dry, order, orders, manuals, comparable }: Compared): Difference {
  const ofOrder = (each: OrderHeader): Keyed => (field === 'vendor' ? { key: fold(each.vendorId), value: each.vendorId } : { key: fold(each.period), value: each.period });
  const ofManual = (each: ManualSide): Keyed => (field === 'vendor' ? vendorAsKeyed(each) : { key: each.period, value: each.keyed.period });
  const asked = sums(orders.map((each) => ({ ...ofOrder(each), minor: BigInt(each.amountMinor) })));
  const keyed = sums(manuals.map((each) => ({ ...ofManual(each), minor: BigInt(each.amountMinor) })));
  const differs = (key: string): boolean => (comparable ? asked.get(key)?.minor !== keyed.get(key)?.minor : asked.has(key) !== keyed.has(key));
  const told = (side: Map<string, { value: string; minor: bigint }>): DifferingValue[] =>
    [...side].filter(([key]) => differs(key)).map(([, { value, minor }]) => ({ value, amount: comparable ? formatMinor(minor, dry.currency) : null })).sort((left, right) => compareText(left.value, right.value));
  const own = ofOrder(order);
  const dryRun = orders.length === 1 ? told(asked) : differs(own.key) ? [{ value: own.value, amount: comparable ? formatMinor(order.amountMinor, dry.currency) : null }] : [];
  return { field, dryRun, manual: told(keyed), how: null };
}

interface Keyed {
  /** Compared. */
  key: string;
  /** As it is spelled. */
  value: string;
}

/** A manual PO's vendor: its id, else the one that its name stands for, else the name. */
function vendorAsKeyed({ vendorId, namedVendorId, vendorName, keyed }: ManualSide): Keyed {
  if (vendorId !== '') return { key: vendorId, value: keyed.vendorId };
  return { key: namedVendorId === '' ? `named ${fold(vendorName)}` : namedVendorId, value: vendorName };
}

/** By key; of several spellings the first in code-unit order. */
function sums(items: readonly (Keyed & { minor: bigint })[]): Map<string, { value: string; minor: bigint }> {
  const byKey = new Map<string, { value: string; minor: bigint }>();
  for (const { key, value, minor } of items) {
    const sum = byKey.get(key);
    if (sum === undefined) byKey.set(key, { value, minor });
    else {
      sum.minor += minor;
      if (value < sum.value) sum.value = value;
    }
  }
  return byKey;
}
