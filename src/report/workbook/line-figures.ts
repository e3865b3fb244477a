import { LINE_ENDS, type LineEnd } from '../../domain/line-end.ts';
import { MoneySums } from '../../domain/money-sums.ts';
import { absolute, formatMinor, minorOf } from '../../domain/money.ts';
import { compareText } from '../../domain/text.ts';
import type { WouldBeLineFact } from '../decision-model.ts';

export type CountedLine = Pick<WouldBeLineFact, 'poNumber' | 'currency' | 'amount' | 'ended'>;

/** Figures of the lines of one currency, in plain decimals. */
export interface LineFigures {
  currency: string;
  rows: number;
  sum: string;
  size: string;
  /** What of the sum ended where. */
  ended: Record<LineEnd, string>;
  /** Of the lines in rows, those of POs that must come to what the rows say. */
  whole: string;
}

/** Counts and sums lines by currency and by where they ended, exactly. */
export class LineTally {
  readonly #sums = new MoneySums();
  readonly #sizes = new MoneySums();
  readonly #rows = new Map<string, number>();
  readonly #ended = new Map<LineEnd, MoneySums>(LINE_ENDS.map((end) => [end, new MoneySums()]));
  readonly #lines = new Map<LineEnd, number>();
  readonly #whole = new MoneySums();
  readonly #isPart: (poNumber: string) => boolean;

  /** `isPart` tells the POs whose lines need not come to what rows say. */
  constructor(isPart: (poNumber: string) => boolean = () => false) {
    this.#isPart = isPart;
  }

  add({ poNumber, currency, amount, ended }: CountedLine): void {
    const minor = minorOf(amount, currency);
    this.#sums.add(currency, minor);
    this.#sizes.add(currency, absolute(minor));
    this.#rows.set(currency, (this.#rows.get(currency) ?? 0) + 1);
    this.#lines.set(ended, (this.#lines.get(ended) ?? 0) + 1);
    (this.#ended.get(ended) as MoneySums).add(currency, minor);
    if (ended === 'in a row' && !this.#isPart(poNumber)) this.#whole.add(currency, minor);
  }

  /** How many lines ended there. */
  linesOf(end: LineEnd): number {
    return this.#lines.get(end) ?? 0;
  }

  /** By currency, in the order of codes; those named have a place though they have no line. */
  result(currencies: readonly string[]): LineFigures[] {
    return [...new Set([...this.#sums.currencies, ...currencies])].sort(compareText).map((currency) => {
      const money = (sums: MoneySums): string => formatMinor(sums.of(currency), currency);
      const ended = Object.fromEntries(LINE_ENDS.map((end) => [end, money(this.#ended.get(end) as MoneySums)])) as LineFigures['ended'];
      return { currency, rows: this.#rows.get(currency) ?? 0, sum: money(this.#sums), size: money(this.#sizes), ended, whole: money(this.#whole) };
    });
  }
}
