import { absolute } from '../domain/money.ts';
import { OTHER_ENTITY } from '../domain/other-entity.ts';
import type { MatchEvidence } from '../domain/variance.ts';
import type { CounterpartNote, DrySide, ManualSide, MatchResult } from '../matching/sides.ts';

/** Both sides, and what matching found. */
interface Matched {
  dry: readonly DrySide[];
  manual: readonly ManualSide[];
  matched: Pick<MatchResult, 'dryCounterparts' | 'manualCounterparts'>;
}

/** The other half of one PO in the wrong legal entity, as a row says it; nothing where there is none. */
interface CounterpartParts {
  evidence: Pick<MatchEvidence, 'counterpart'>;
  causes: string[];
  /** '' where there is none, and where the PO itself names the transaction. */
  why: string;
}

const NO_COUNTERPART: CounterpartParts = { evidence: {}, causes: [], why: '' };

const partsOf = ({ by, why }: CounterpartNote, id: string, entity: string): CounterpartParts =>
  ({ evidence: { counterpart: { id, entity, by } }, causes: [OTHER_ENTITY], why: why === '' ? '' : `${id} is most likely the same in another legal entity: ${why}` });

/** Of a would-be PO that nobody entered: the manual PO of another legal entity that is most likely it. */
export function counterpartOfOrder({ manual, matched }: Matched, { index }: DrySide): CounterpartParts {
  const found = matched.dryCounterparts.get(index);
  if (found === undefined) return NO_COUNTERPART;
  const { poNumber, keyed } = manual[found.index] as ManualSide;
  return partsOf(found, poNumber, keyed.entity);
}

/** Of a manual PO that nothing explains: the transaction of another legal entity whose PO it most likely is. */
export function counterpartOfManual({ dry, matched }: Matched, { index }: ManualSide): CounterpartParts {
  const found = matched.manualCounterparts.get(index);
  if (found === undefined) return NO_COUNTERPART;
  const { transaction, entityCode } = dry[found.index] as DrySide;
  return partsOf(found, transaction.reportId, entityCode);
}

/** What is at stake in a PO that nothing explains, in minor units: of one in the wrong legal entity, what the open row of its transaction has not at stake already. */
export function atStakeBesideCounterpart({ dry, matched }: Matched, { index, amountMinor }: ManualSide, isOpenRow: (dry: DrySide) => boolean): bigint {
  const amount = absolute(BigInt(amountMinor));
  const found = matched.manualCounterparts.get(index);
  const home = found === undefined ? undefined : (dry[found.index] as DrySide);
  if (home === undefined || !isOpenRow(home)) return amount;
  const told = absolute(BigInt(home.amountMinor));
  return amount > told ? amount - told : 0n;
}
