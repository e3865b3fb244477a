import { isAwaiting } from '../domain/awaiting.ts';
import { amountsLine } from '../domain/money.ts';
import { plural } from '../domain/plural.ts';
import { goneFromText } from '../domain/vanished-order.ts';
import { type Gate, listed, remedy } from './judgement.ts';

/** Most columns of one file that are named. */
const MOST_NAMED = 8;

/** Everything that was exported was read, and somebody can tell by a count of their own. */
export const inputsComplete: Gate = {
  id: 'inputs_complete',
  title: 'Everything that was exported was read',
  waivable: false,
  judge({ isEmpty, quarantine, fileControls, givenControls, inputs, unknownStates, heldBack, vanished, exportsOutOfOrder, hiddenStatuses }) {
    const undisposed = quarantine.filter(({ decision, reviewed }) => decision === null || !reviewed);
    const awaiting = undisposed.filter(isAwaiting).length;
    const unread = undisposed.length - awaiting;
    const differing = [...fileControls, ...givenControls].filter(({ agrees }) => !agrees);
    const uncontrolled = inputs.filter(({ hasCount, hasAmount }) => !hasCount || !hasAmount);
    const states = Object.entries(unknownStates);
    const unreviewed = vanished.reviewedBy === null ? vanished.orders.length : 0;
    const gone = listed(vanished.orders.map(({ poNumber, currency, amount, heldBy, ...gone }) => `${poNumber}, ${amountsLine({ [currency]: amount })}: held by ${heldBy}, and no longer by ${goneFromText(gone)}`));
    const hiding = hiddenStatuses.map(({ file }) => file).join(', ');
    const evidence = [
      ...(isEmpty ? ['nothing was imported'] : []),
      ...listed(hiddenStatuses.map(({ file, columns }) => `${file} has no column status, and ${listed(columns, MOST_NAMED).join(', ')} ${columns.length === 1 ? 'is' : 'are'} not read: each of its lines counts as open`)),
      ...listed(undisposed.map(({ id, at, reason, decision }) => `quarantine ${id}, ${at}: ${reason}${decision === null ? '' : ` (${decision}, not reviewed)`}`)),
      ...listed(differing.map(({ where, what, stated, found }) => `${where}: ${what} ${stated} stated, ${found} read`)),
      ...uncontrolled.map(({ input, hasCount, hasAmount }) => `${input} has no control ${hasCount ? 'amount' : hasAmount ? 'count' : 'count and amount'}`),
      ...listed(heldBack.map((what) => `${what} went to the manual export log, and nothing in the record holds it`)),
      ...(unreviewed > 0 ? gone : []),
      ...listed(exportsOutOfOrder.map(({ later, earlier, asOf }) => `${later} was imported after ${earlier} and counts as no newer, since its latest entry is of ${asOf ?? 'no date'} and nobody said when it was taken: what it holds otherwise, or no longer holds, goes by ${earlier}`)),
      ...states.map(([state, reports]) => `state "${state}" is named nowhere, ${plural(reports, 'report')}`),
    ];
    const remedies = [
      ...(isEmpty ? [remedy('Import the exports and replay them', 'po-shadow run')] : []),
      ...(hiddenStatuses.length > 0 ? [remedy(`Name the column status that says in ${hiding} which lines are cancelled, or describe it by a header profile; where it says something else, add an empty column status`, 'po-shadow run')] : []),
      ...(unread > 0 ? [remedy(`Correct or accept ${plural(unread, 'document')} in quarantine, and have it reviewed`, 'po-shadow quarantine')] : []),
      ...(awaiting > 0 ? [remedy(`Import an export that was taken since, for ${plural(awaiting, 'event')} that await${awaiting === 1 ? 's its object' : ' their objects'}`, 'po-shadow quarantine --awaiting')] : []),
      ...(differing.length > 0 ? [remedy('Find out why control totals differ from what was read', 'po-shadow run')] : []),
      ...(uncontrolled.length > 0 ? [remedy('Read count and amount off the system\'s own screen, and write them as controls beside each input')] : []),
      ...(heldBack.length > 0 ? [remedy(`Import an export that holds ${plural(heldBack.length, 'event')} captured while the sync was off: they are compared with nothing`, 'po-shadow sync status')] : []),
      ...(unreviewed > 0 ? [remedy(`Find out why ${plural(unreviewed, 'PO')} vanished from the ledger, and have that reviewed`, 'po-shadow variance --vanished, then po-shadow review vanished --by …')] : []),
      ...(exportsOutOfOrder.length > 0 ? [remedy(`Say when ${exportsOutOfOrder.map(({ later }) => later).join(', ')} ${exportsOutOfOrder.length === 1 ? 'was' : 'were'} taken: asOf beside the input`, 'po-shadow run')] : []),
      ...(states.length > 0 ? [remedy('Name every state of a report under finalStates or cancelStates')] : []),
    ];
    return {
      passed: remedies.length === 0,
      measured: { quarantine: undisposed.length, differingControls: differing.length, inputsWithoutControls: uncontrolled.length, unknownStates: states.length, vanishedUnreviewed: unreviewed, exportsOutOfOrder: exportsOutOfOrder.length, ...(heldBack.length === 0 ? {} : { heldBack: heldBack.length }), ...(hiddenStatuses.length === 0 ? {} : { hiddenStatuses: hiddenStatuses.length }) },
      required: { quarantine: 0, differingControls: 0, inputsWithoutControls: 0, unknownStates: 0, vanishedUnreviewed: 0, exportsOutOfOrder: 0 },
      measuredText: `${undisposed.length} in quarantine${awaiting === 0 ? '' : ` (${awaiting} await${awaiting === 1 ? 's' : ''} an object)`}, ${plural(differing.length, 'control')} differ, ${plural(uncontrolled.length, 'input')} without controls, ${plural(states.length, 'unknown state')}${heldBack.length === 0 ? '' : `, ${plural(heldBack.length, 'event')} held back`}${vanished.orders.length === 0 ? '' : `, ${plural(vanished.orders.length, 'vanished PO')} ${vanished.reviewedBy === null ? 'not reviewed' : `reviewed by ${vanished.reviewedBy}`}`}${exportsOutOfOrder.length === 0 ? '' : `, ${plural(exportsOutOfOrder.length, 'export')} that may be newer than ${exportsOutOfOrder.length === 1 ? 'it counts' : 'they count'}`}${hiddenStatuses.length === 0 ? '' : `, ${plural(hiddenStatuses.length, 'ledger file')} whose status is not read`}`,
      requiredText: 'none of these',
      evidence: evidence.length > 0 ? evidence : [`${fileControls.length + givenControls.length} controls agree; ${plural(quarantine.length, 'document')} in quarantine, all disposed of and reviewed`, ...gone],
      remedies,
    };
  },
};
