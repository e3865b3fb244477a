import { formatMinor } from '../../domain/money.ts';
import { MoneySums } from '../../domain/money-sums.ts';
import { PARITY_KINDS, PARITY_KIND_NAMES, type Parity, type ParityEntry, type ParityLine, type ParitySide } from '../../domain/parity.ts';
import { compareText } from '../../domain/text.ts';

/** Counts and money of one side: a count may have no money, where none can be told. */
class SideTally {
  count = 0;
  readonly sums = new MoneySums();

  add({ count, currency, amount }: ParitySide): void {
    this.count += count;
    this.sums.addDecimal(currency, amount);
  }

  in(currency: string): { count: number; amount: string } {
    return { count: this.count, amount: formatMinor(this.sums.of(currency), currency) };
  }
}

class Sides {
  readonly approved = new SideTally();
  readonly ledger = new SideTally();
  differing = 0;

  /** Both sides in a currency, and ledger less approvals. */
  in(currency: string): Pick<ParityLine, 'approved' | 'ledger' | 'difference'> {
    const difference = this.ledger.sums.of(currency) - this.approved.sums.of(currency);
    return { approved: this.approved.in(currency), ledger: this.ledger.in(currency), difference: formatMinor(difference, currency) };
  }
}

type LineKey = Pick<ParityLine, 'date' | 'source' | 'currency' | 'vendor'>;

/** Sorts behind every date. */
const LAST = '\uffff';

/** Adds purchases up by date, source, currency and vendor; amounts of different currencies never meet. */
export class ParityTally {
  readonly #lines = new Map<string, { key: LineKey; sides: Sides }>();
  readonly #totals = new Map<string, Sides>();
  readonly #told: ParityEntry[] = [];
  #agreeing = 0;

  add(entry: ParityEntry): void {
    const { approved, ledger, kind } = entry;
    if (kind === null) this.#agreeing++;
    else this.#told.push(entry);
    const differs = kind !== null && PARITY_KINDS[kind].differs;
    for (const side of this.#linesOf(entry, approved)) side.approved.add(approved as ParitySide);
    for (const side of this.#linesOf(entry, ledger)) side.ledger.add(ledger as ParitySide);
    // A transaction whose sides stand on two lines differs on both, and is one difference in all.
    const keys = new Set([approved, ledger].filter((side) => side !== null).map((side) => JSON.stringify(keyOf(entry, side))));
    if (differs) for (const key of keys) (this.#lines.get(key) as { sides: Sides }).sides.differing++;
  }

  /** Lines, totals and what there is to tell, each in an order that does not depend on that of the entries. */
  result(): Pick<Parity, 'lines' | 'totals' | 'entries' | 'agreeing'> {
    const lines = [...this.#lines.values()].map(({ key, sides }) => ({ ...key, ...sides.in(key.currency), differing: sides.differing })).sort(compareLines);
    const totals = Object.fromEntries([...this.#totals].sort(([left], [right]) => compareText(left, right)).map(([currency, sides]) => [currency, sides.in(currency)]));
    return { lines, totals, entries: this.#told.toSorted(compareEntries), agreeing: this.#agreeing };
  }

  /** The line and the total that a side belongs to. */
  #linesOf(entry: ParityEntry, side: ParitySide | null): Sides[] {
    if (side === null) return [];
    const key = keyOf(entry, side);
    const text = JSON.stringify(key);
    let line = this.#lines.get(text);
    if (line === undefined) this.#lines.set(text, (line = { key, sides: new Sides() }));
    let total = this.#totals.get(side.currency);
    if (total === undefined) this.#totals.set(side.currency, (total = new Sides()));
    return [line.sides, total];
  }
}

const keyOf = ({ date, source }: ParityEntry, { currency, vendor }: ParitySide): LineKey => ({ date, source, currency, vendor });

const compareLines = (left: LineKey, right: LineKey): number =>
  compareText(left.date ?? LAST, right.date ?? LAST) || compareText(left.source || LAST, right.source || LAST) || compareText(left.currency, right.currency) || compareText(left.vendor, right.vendor);

const compareEntries = (left: ParityEntry, right: ParityEntry): number =>
  kindPlace(left) - kindPlace(right) || compareText(left.date ?? LAST, right.date ?? LAST) || compareText(left.transactionId ?? LAST, right.transactionId ?? LAST) || compareText(left.purchaseOrders[0]?.number ?? '', right.purchaseOrders[0]?.number ?? '');

const kindPlace = ({ kind }: ParityEntry): number => (kind === null ? PARITY_KIND_NAMES.length : PARITY_KIND_NAMES.indexOf(kind));
