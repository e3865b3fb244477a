import type { NamedDifference } from '../../domain/amount-cause.ts';
import { formatMinor } from '../../domain/money.ts';
import { type CodingTable, comparedOf } from '../coding.ts';
import type { DrySide, ManualSide } from '../sides.ts';
import { namedDifference } from './named-difference.ts';
import type { AmountRules } from './rates.ts';
import { mistakeOfDifference, typingMistake } from './typing-mistake.ts';

type DryAmounts = Pick<DrySide, 'currency' | 'amountMinor' | 'coding' | 'taxMinor'>;
type ManualAmounts = Pick<ManualSide, 'amountMinor' | 'coding' | 'notCompared'>;

/**
 * What tells a PO's amount from a would-be PO's in the same currency, where it has a name: a slip in one line while the others agree, or
 * anything that the total shows; null where there is none. Lines that share a code are known by their sum alone: where all of them do, only a slip in the
 * sum itself counts, since many sums may differ so by chance.
 */
export function nearAmount(codings: CodingTable, rules: AmountRules, dry: DryAmounts, manual: ManualAmounts): NamedDifference | null {
  return slipInLine(codings, dry, manual) ?? namedDifference({ currency: dry.currency, wouldBeMinor: dry.amountMinor, manualMinor: manual.amountMinor, parts: dry.coding.amounts, taxMinor: dry.taxMinor }, rules);
}

/** Whether a PO may be a would-be PO's in the same currency, mistyped. */
export function isMistyped(codings: CodingTable, dry: DryAmounts, manual: ManualAmounts): boolean {
  return slipInLine(codings, dry, manual) !== null || typingMistake(dry.amountMinor, manual.amountMinor) !== null;
}

/** Lines are known by what they are coded to: all must be there, and all but one agree. Several may share a code. */
function slipInLine(codings: CodingTable, dry: Pick<DrySide, 'currency' | 'coding'>, manual: Pick<ManualSide, 'coding' | 'notCompared'>): NamedDifference | null {
  const compared = comparedOf(manual.notCompared);
  // Where the ledger has no coding at all, nothing but the total is known.
  if (!compared.some(Boolean)) return null;
  const expected = codings.projected(dry.coding, compared);
  const keyed = codings.projected(manual.coding, compared);
  // Of one code nothing agrees beside it: what the total shows is all that there is.
  if (expected.codes.length < 2 || expected.codes.length !== keyed.codes.length) return null;
  let differing: { expected: number; keyed: number } | null = null;
  for (let index = 0; index < expected.codes.length; index++) {
    const place = keyed.codes.indexOf(expected.codes[index] as number);
    if (place < 0) return null;
    const [should, is] = [expected.amounts[index] as number, keyed.amounts[place] as number];
    if (should === is) continue;
    if (differing !== null) return null;
    differing = { expected: should, keyed: is };
  }
  if (differing === null) return null;
  const mistake = mistakeOfDifference(differing.keyed - differing.expected);
  // A digit may stand before the first, and none further on.
  if (mistake === null || Math.abs(differing.keyed - differing.expected) >= 10 ** (String(Math.abs(differing.expected)).length + 1)) return null;
  const money = (minor: number): string => `${formatMinor(minor, dry.currency)} ${dry.currency}`;
  return { cause: mistake.cause, how: `${money(differing.expected)} and ${money(differing.keyed)}: ${mistake.says} in one line, the others agree` };
}
