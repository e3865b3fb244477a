import type { AmountBasis } from '../domain/amount-basis.ts';
import { humanAmount } from '../domain/money.ts';
import type { Converted, VarianceRow } from '../domain/variance.ts';

/** How the amounts of a row came onto one basis, one text a side: `dry run: $1,090.00 gross − $90.00 tax = $1,000.00 net`. */
export function convertedTexts({ match: { converted }, dryRun, manual, currency }: VarianceRow): string[] {
  if (converted === undefined) return [];
  const told = (side: string, before: Converted | null, after: string | null, unit: string): string[] => {
    if (before === null || after === null) return [];
    const money = (decimal: string): string => humanAmount(decimal, unit);
    const [sign, other] = before.basis === 'gross' ? ['−', 'net'] : ['+', 'gross'];
    return [`${side}: ${money(before.amount)} ${before.basis} ${sign} ${money(before.tax)} tax = ${money(after)} ${other}`];
  };
  return [...told('dry run', converted.dryRun, dryRun.amount, currency), ...told('manual', converted.manual, manual.amount, manual.currency ?? currency)];
}

/** On which basis the columns of the table are, in a sentence. */
export const basisText = ({ approvals, purchaseOrders, ledger }: AmountBasis): string =>
  `Expense totals are ${approvals}; would-be POs, manual amounts and variances are ${purchaseOrders}${ledger === purchaseOrders ? '' : ` (the ledger is ${ledger})`}.`;
