import { plural } from '../domain/plural.ts';
import { amountsLine, minorOf } from '../domain/money.ts';
import { type Gate, remedy } from './judgement.ts';

const DEFAULT_PERCENT = 1;
/** A percentage as a whole number, so that it is compared exactly; settings give at most six decimals of it any meaning. */
const SCALE = 1_000_000;

/** Whether `part` is at most `percent` of `whole`. */
const within = (part: bigint, whole: bigint, percent: number): boolean => part * 100n * BigInt(SCALE) <= whole * BigInt(Math.round(percent * SCALE));

/** Accepting is for the odd case; what is accepted too often is not understood. */
export const acceptedWithinLimit: Gate = {
  id: 'accepted_within_limit',
  title: 'Little was closed by accepting it',
  waivable: true,
  judge({ rows, settings }) {
    const percent = settings.gates.maxAcceptedPercent ?? DEFAULT_PERCENT;
    const rejections = settings.gates.maxAcceptedRejections ?? 0;
    const { accepted } = rows;
    const tooMuch = Object.entries(accepted.money).filter(([currency, decimal]) => !within(minorOf(decimal, currency), minorOf(rows.money[currency] ?? '0', currency), percent));
    const tooMany = !within(BigInt(accepted.rows), BigInt(rows.rows), percent);
    const tooRejected = accepted.rejections > rejections;
    return {
      passed: tooMuch.length === 0 && !tooMany && !tooRejected,
      measured: { rows: accepted.rows, of: rows.rows, money: accepted.money, rejections: accepted.rejections },
      required: { percent, rejections },
      measuredText: `${plural(accepted.rows, 'row')} of ${rows.rows.toLocaleString('en-US')}, ${amountsLine(accepted.money)}; ${plural(accepted.rejections, 'rejection')}`,
      requiredText: `${percent} % of rows and of money; ${plural(rejections, 'rejection')}`,
      evidence: [
        ...tooMuch.map(([currency, decimal]) => `${amountsLine({ [currency]: decimal })} accepted of ${amountsLine({ [currency]: rows.money[currency] ?? '0' })}`),
        ...(tooMany ? [`${plural(accepted.rows, 'row')} accepted of ${rows.rows.toLocaleString('en-US')}`] : []),
        ...(tooRejected ? [`${plural(accepted.rejections, 'rejected report')} accepted`] : []),
      ],
      remedies: tooMuch.length > 0 || tooMany || tooRejected ? [remedy('Have mapping or ledger corrected where rows were accepted', 'po-shadow variance --format json')] : [],
    };
  },
};
