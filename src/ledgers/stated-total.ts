import { formatMinor } from '../domain/money.ts';
import { readAmount, readOptionalAmount } from '../intake/fields.ts';
import { type RowProblem, Unreadable } from '../intake/row-problem.ts';

/** What a PO says of its lines together, as canonical texts; '' where it says nothing. */
export interface StatedTotal {
  /** Their sum without tax. */
  total: string;
  /** Their sum with tax, and the taxes in it; where none is stated, those of the lines are. */
  totalWithTax: string;
  totalTaxes: readonly string[];
}

/** The lines of a PO together, in minor units. */
export interface SumOfLines {
  currency: string;
  decimals: number;
  minor: bigint;
  taxMinor: bigint;
}

/** Where a PO states what its lines add up to and they do not: some of them are missing. Null where they do, or nothing is stated. */
export function otherTotal({ total, totalWithTax, totalTaxes }: StatedTotal, { currency, decimals, minor, taxMinor }: SumOfLines): RowProblem | null {
  const taxes = totalTaxes.filter((tax) => tax !== '');
  try {
    if (total !== '') differs('total', total, 'its lines add up to', minor);
    if (totalWithTax !== '') differs('total_with_tax', totalWithTax, 'its lines and their tax add up to', minor + (taxes.length === 0 ? taxMinor : taxes.reduce((sum, tax) => sum + BigInt(readOptionalAmount('total_tax', tax, decimals) ?? 0), 0n)));
    return null;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return error.problem;
  }

  function differs(field: string, stated: string, what: string, sumMinor: bigint): void {
    if (BigInt(readAmount(field, stated, decimals)) !== sumMinor) throw new Unreadable(field, stated, `${what} ${formatMinor(sumMinor, currency)}: some are missing, or one side was changed since`);
  }
}
