import { formatMinor } from '../domain/money.ts';
import type { RunSummary } from '../domain/run.ts';
import { compareText } from '../domain/text.ts';
import type { LeftOut } from '../store/run-store.ts';

/** What is left out of the rows, one by one and summed by reason. */
export class LeftOutList {
  readonly entries: LeftOut[] = [];

  summary(): RunSummary['outOfScope'] {
    const sums = new Map<string, { documents: number; amounts: Map<string, bigint> }>();
    for (const { what, why, currency, amountMinor } of this.entries) {
      // Each PO of a report outside the window has a reason of its own.
      const key = what === 'paired_outside' ? what : `${what}: ${why}`;
      let sum = sums.get(key);
      if (sum === undefined) sums.set(key, (sum = { documents: 0, amounts: new Map() }));
      sum.documents++;
      sum.amounts.set(currency, (sum.amounts.get(currency) ?? 0n) + BigInt(amountMinor));
    }
    return [...sums].sort(([left], [right]) => compareText(left, right)).map(([what, sum]) => ({
      what, documents: sum.documents,
      amounts: Object.fromEntries([...sum.amounts].sort(([left], [right]) => compareText(left, right)).map(([currency, minor]) => [currency, formatMinor(minor, currency)])),
    }));
  }
}
