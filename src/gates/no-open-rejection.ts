import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import { type Gate, listed } from './judgement.ts';
import { openEvidence, openRemedies } from './open-rows.ts';

/** The ERP would refuse nothing that was approved. */
export const noOpenRejection: Gate = {
  id: 'no_open_rejection',
  title: 'No rejected report is open',
  waivable: true,
  judge(facts) {
    const isRejection = ({ status }: { status: string }): boolean => status === 'rejected';
    const { openRejections } = facts.rows;
    return {
      passed: openRejections === 0 && !facts.isEmpty,
      measured: openRejections,
      required: 0,
      measuredText: facts.isEmpty ? 'nothing to replay' : plural(openRejections, 'report'),
      requiredText: 'none',
      evidence: [`${plural(openRejections, 'rejected report')} open`, ...listed(openEvidence(facts, amountsLine, isRejection))],
      remedies: openRemedies(facts, isRejection),
    };
  },
};
