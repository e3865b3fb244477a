import { type Gate, count, listed, moneyText } from './judgement.ts';
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
      measuredText: facts.isEmpty ? 'nothing to replay' : count(openRejections, 'report'),
      requiredText: 'none',
      evidence: [`${count(openRejections, 'rejected report')} open`, ...listed(openEvidence(facts, moneyText, isRejection))],
      remedies: openRemedies(facts, isRejection),
    };
  },
};
