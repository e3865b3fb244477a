import { plural } from '../domain/plural.ts';
import { cleanTrialsNeeded, upperBound } from '../domain/binomial.ts';
import { type Gate, listed, remedy } from './judgement.ts';
import { type Trials, firstEvidence } from './trials.ts';

const DEFAULT_RATE_PERCENT = 5;

/** A rate as a percentage that is never shown lower than it is: `4.96 %`. */
const percentUp = (rate: number): string => `${(Math.ceil(rate * 10_000) / 100).toFixed(2)} %`;

const boundOf = ({ clean, total }: Trials): number => upperBound(total - clean, total);

/** What the fortnight proves about the next one: the upper bound on the true variance rate, given what was seen. */
export const confidence: Gate = {
  id: 'confidence',
  title: 'The true variance rate is low enough, at 95 % confidence',
  waivable: false,
  judge({ rows, settings }) {
    const percent = settings.gates.maxErrorRatePercent ?? DEFAULT_RATE_PERCENT;
    const { trials, trialsByPath } = rows;
    const failures = trials.total - trials.clean;
    const bound = boundOf(trials);
    const passed = bound <= percent / 100;
    const needed = passed ? 0 : cleanTrialsNeeded(failures, trials.total, percent / 100);
    const paths = [...trialsByPath].filter(([path]) => path !== '').map(([path, each]) => `${path}: ${each.clean} of ${each.total} right at once, so below ${percentUp(boundOf(each))}`);
    return {
      passed,
      measured: { trials: trials.total, notRightAtOnce: failures, upperBoundPercent: Math.ceil(bound * 1e6) / 1e4 },
      required: { upperBoundPercent: percent },
      measuredText: `${trials.clean.toLocaleString('en-US')} of ${trials.total.toLocaleString('en-US')} right at once: below ${percentUp(bound)}`,
      requiredText: `at most ${percent} %`,
      evidence: [
        `${plural(failures, 'transaction')} of ${trials.total.toLocaleString('en-US')} not right at once; the exact binomial bound (Clopper–Pearson, one-sided, 95 %) on the true rate is ${percentUp(bound)}`,
        ...firstEvidence(rows),
        ...(passed ? [] : [Number.isFinite(needed) ? `${needed.toLocaleString('en-US')} more transactions that are right at once would bring it to ${percent} %` : `no number of transactions brings it to ${percent} %`]),
        ...(Object.keys(rows.wrong).length === 0 ? [] : [`of the rows that people decided about: ${Object.entries(rows.wrong).map(([side, number]) => `${side} wrong in ${number}`).join(', ')}; where the ledger was, the integration was right`]),
        ...listed(paths),
      ],
      remedies: passed ? [] : [remedy(Number.isFinite(needed) ? `Run on until ${needed.toLocaleString('en-US')} more transactions were right at once` : 'Correct what makes rows differ, and begin a new window', 'po-shadow run')],
    };
  },
};
