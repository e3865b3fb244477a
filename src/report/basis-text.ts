import type { AmountBasis } from '../domain/amount-basis.ts';
import { COMPARED_SIDES, type ComparedAmount, comparedAmounts } from '../domain/compared-amount.ts';
import { humanAmount } from '../domain/money.ts';
import type { VarianceRow } from '../domain/variance.ts';

/** How an amount came onto the basis of purchase orders: `dry run: $1,090.00 gross − $90.00 tax = $1,000.00 net`. */
export function comparedText({ side, currency, basis, amount, tax, compared }: ComparedAmount): string {
  const money = (decimal: string): string => humanAmount(decimal, currency);
  const [sign, other] = basis === 'gross' ? ['−', 'net'] : ['+', 'gross'];
  const before = `${COMPARED_SIDES[side]}: ${money(amount)} ${basis}`;
  return tax === null || compared === null ? `${before}; what that is ${other} can't be told: a line gives no tax` : `${before} ${sign} ${money(tax)} tax = ${money(compared)} ${other}`;
}

/** How the amounts of a row came onto one basis, one text a side. */
export const convertedTexts = (row: VarianceRow): string[] => comparedAmounts(row).map(comparedText);

/** On which basis the columns of the table are, in a sentence. */
export const basisText = ({ approvals, purchaseOrders, ledger }: AmountBasis): string =>
  `Expense totals are ${approvals}; would-be POs, manual amounts and variances are ${purchaseOrders}${ledger === purchaseOrders ? '' : ` (the ledger is ${ledger})`}.`;
