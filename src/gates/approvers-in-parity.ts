import { plural } from '../domain/plural.ts';
import { type Gate, type Judgement, listed, remedy } from './judgement.ts';

/** Nobody is known to have approved anything: that proves nothing about those who will. */
const noneKnown: Judgement = {
  passed: false, measured: { approvers: 0, wanting: 0 }, required: { wanting: 0 }, measuredText: 'no approver is known', requiredText: 'every one mapped, known, active',
  evidence: ['no approval chain of the window names anybody'], remedies: [remedy('Import approvals with their approval chains, or have the approvers compared by hand and waive this gate', 'po-shadow import approvals FILE')],
};

/** Everybody who approves in the expense system exists in the ERP and is active there. */
export const approversInParity: Gate = {
  id: 'approvers_in_parity',
  title: 'Every approver is an active approver of the ERP',
  waivable: true,
  judge({ approvers: known }) {
    // One whom only a mapping sheet names approves nothing; mapping_exercised looks at it.
    const approvers = known.filter(({ reports, listed: isListed }) => reports > 0 || isListed);
    const wanting = approvers.filter(({ erpApproverId, exists, active }) => erpApproverId === '' || !exists || !active);
    if (approvers.length === 0) return noneKnown;
    return {
      passed: wanting.length === 0,
      // By name, so that a waiver is one of these and no others, however many of them are listed.
      measured: { approvers: approvers.length, wanting: wanting.length, who: wanting.map(({ email }) => email) },
      required: { wanting: 0 },
      measuredText: `${wanting.length} of ${plural(approvers.length, 'approver')} not in parity`,
      requiredText: 'every one mapped, known, active',
      evidence: wanting.length === 0 ? [`${plural(approvers.length, 'approver')} mapped, known and active`] : listed(wanting.map(({ email, erpApproverId, exists, reports }) => `${email}: ${erpApproverId === '' ? 'not mapped' : `${erpApproverId} ${exists ? 'is not active' : 'is unknown'}`} in the ERP (${plural(reports, 'report')})`)),
      remedies: wanting.length === 0 ? [] : [remedy(`Map ${plural(wanting.length, 'approver')} in mapping/approvers to active approvers of the ERP`, 'po-shadow run')],
    };
  },
};
