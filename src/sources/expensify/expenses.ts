import { currencyDecimals } from '../../domain/currency.ts';
import type { ExpenseLine } from '../../domain/expense-report.ts';
import { assertExactSum, readDate, readFlag } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { ReadingOptions } from '../../intake/sink.ts';
import { readId } from '../read-id.ts';
import type { Part } from '../json/part.ts';
import { readHundredths } from './amounts.ts';

/** The lines of a report in minor units of its currency. Throws Unreadable. */
export function readExpenses(report: Part, currency: string, options: ReadingOptions): ExpenseLine[] {
  if (!report.has('transactionList')) throw new Unreadable(report.at('transactionList'), '', 'the expenses are missing');
  const lines = report.parts('transactionList').map((expense) => readExpense(expense, currency, options));
  assertExactSum(report.at('transactionList'), lines.map((line) => line.amountMinor));
  return lines;
}

function readExpense(expense: Part, currency: string, options: ReadingOptions): ExpenseLine {
  const modified = (key: string, original: string): string => expense.text(key) || expense.text(original);
  return {
    id: readId(expense.at('transactionID'), expense.text('transactionID')),
    date: readDate(expense.at('created'), modified('modifiedCreated', 'created').slice(0, 'YYYY-MM-DD'.length)),
    merchant: modified('modifiedMerchant', 'merchant'),
    vendorId: '',
    category: expense.text(options.category === 'code' ? 'categoryGlCode' : 'category'),
    department: tagOf(expense, options.tags?.department),
    location: tagOf(expense, options.tags?.location),
    description: expense.text('comment'),
    amountMinor: readAmount(expense, currency),
    itemId: '',
    quantity: expense.has('units') ? expense.part('units').text('count') : '',
    paymentType: expense.text('bank'),
    personal: false,
    reimbursable: readFlag(expense.at('reimbursable'), expense.text('reimbursable')),
    claimedMinor: inReportCurrency(expense, currency, ['amount']),
    taxMinor: readTax(expense, currency),
  };
}

/** What was approved, in the report's currency: the converted amount, else the corrected one, else the original. */
function readAmount(expense: Part, currency: string): number {
  const own = expense.text('currency');
  const key = ['convertedAmount', 'modifiedAmount', 'amount'].find((each) => expense.text(each) !== '') ?? 'amount';
  if (key !== 'convertedAmount' && own !== '' && own !== currency) {
    throw new Unreadable(expense.at('convertedAmount'), own, `an expense in ${own} needs convertedAmount, which is in the report's currency (${currency})`);
  }
  return readHundredths(expense.at(key), expense.text(key), currency);
}

/** The first of some amounts that is there, where the expense is in the report's currency; they decide nothing, so what can't be read is unknown. */
function inReportCurrency(expense: Part, currency: string, keys: readonly string[]): number | null {
  if (expense.text('currency') !== currency) return null;
  const key = keys.find((each) => expense.text(each) !== '');
  if (key === undefined) return null;
  try {
    return readHundredths(expense.at(key), expense.text(key), currency);
  } catch (error) {
    if (error instanceof Unreadable) return null;
    throw error;
  }
}

/** One level of the tags: its own field, else that part of `tag`; '' where the settings name no level. */
function tagOf(expense: Part, level: number | undefined): string {
  if (level === undefined) return '';
  return expense.text(`ntag${level}`) || (expense.text('tag').split(':')[level - 1]?.trim() ?? '');
}

/** Numbers finer than the hundredths that Expensify writes, and whole ones that are finer than a currency without hundredths. */
const FINER = /^-?\d+\.\d+$/;
const PART_OF_A_WHOLE = /^-?[\d,]*(?:[1-9]\d|\d[1-9])$/;

/** The tax inside, where the expense is in the report's currency; unknown where it is absent or finer than the currency. Throws Unreadable for what is no amount. */
function readTax(expense: Part, currency: string): number | null {
  const key = ['modifiedTaxAmount', 'taxAmount'].find((each) => expense.text(each) !== '');
  if (key === undefined || expense.text('currency') !== currency) return null;
  const text = expense.text(key);
  const isFiner = FINER.test(text) || (currencyDecimals(currency) === 0 && PART_OF_A_WHOLE.test(text));
  return isFiner ? null : readHundredths(expense.at(key), text, currency);
}
