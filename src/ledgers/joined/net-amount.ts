import { exactQuotient, isZero } from '../../domain/exact-decimals.ts';
import { formatMinor } from '../../domain/money.ts';
import { Unreadable } from '../../intake/row-problem.ts';

/** What a line says of its price, as canonical texts; '' where it says nothing. */
export interface LinePrice {
  price: string;
  quantity: string;
  /** For how many units the price is. */
  price_per: string;
  /** The unit that the price is for, and the one that is ordered. */
  price_unit: string;
  unit: string;
}

/**
 * The net amount of a line as price × quantity ÷ price unit, a plain decimal in the currency. Exact: what does not come out even at the currency's decimals
 * is Unreadable, since SAP rounds the value first and makes the price of it (Note 80183), so that nobody can say which cent is meant.
 */
export function netAmountOf(line: LinePrice, currency: string, decimals: number): string {
  for (const field of ['price', 'quantity', 'price_per'] as const) {
    if (line[field] === '') throw new Unreadable(field, '', 'the line has no net amount, and what its price × quantity ÷ price unit would take is missing');
  }
  if (isZero(line.price_per)) throw new Unreadable('price_per', line.price_per, 'a price for 0 units says nothing');
  if (line.price_unit !== '' && line.unit !== '' && line.price_unit !== line.unit) {
    throw new Unreadable('price_unit', line.price_unit, `the price is per ${line.price_unit} and the quantity in ${line.unit}: without the net amount nobody can tell the amount of the line`);
  }
  const minor = exactQuotient([line.price, line.quantity], [line.price_per], decimals);
  if (minor === null) throw new Unreadable('amount', `${line.price} × ${line.quantity} ÷ ${line.price_per}`, `price × quantity ÷ price unit has more decimals than ${currency}, and how it was rounded is not told; export the net amount`);
  return formatMinor(minor, currency);
}
