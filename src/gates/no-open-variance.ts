import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import { type Gate, listed, remedy } from './judgement.ts';
import { openEvidence, openRemedies } from './open-rows.ts';

/** Every row agrees, needs nobody, or was resolved and reviewed. */
export const noOpenVariance: Gate = {
  id: 'no_open_variance',
  title: 'No row is open or not yet due',
  waivable: true,
  judge(facts) {
    const { rows, isEmpty, openRows } = facts;
    const { open, awaiting } = rows;
    return {
      passed: open === 0 && awaiting === 0 && !isEmpty,
      // Which they are, so that a waiver is of these and no others: other rows may differ by as much.
      measured: { open, awaiting, ...(openRows === '' ? {} : { which: openRows }) },
      required: { open: 0, awaiting: 0 },
      measuredText: isEmpty ? 'nothing to compare' : `${plural(open, 'row')} open (${amountsLine(rows.openMoney)} at stake), ${awaiting} not yet due`,
      requiredText: 'none',
      evidence: listed([`${plural(rows.rows, 'row')}: ${open} open, ${awaiting} not yet due, ${rows.resolved} resolved`, ...openEvidence(facts, amountsLine), ...(awaiting > 0 ? [`${plural(awaiting, 'would-be PO')} within the days of grace, not keyed yet`] : [])]),
      remedies: [...openRemedies(facts), ...(awaiting > 0 ? [remedy(`Import the ledger once ${plural(awaiting, 'PO')} that are not yet due were keyed`, 'po-shadow import ledger FILE')] : [])],
    };
  },
};
