import { dayNumber } from '../../../domain/calendar.ts';
import { plural } from '../../../domain/plural.ts';
import { fold } from '../../../domain/text.ts';
import { type HealthCheck, sightingText } from '../health-check.ts';

/** Mapped approvers whom the ERP does not take, or who decided nothing for long. */
export const approvers: HealthCheck = {
  check: 'approvers',
  judge({ rows, decisions, today, recordFrom, recordTo, settings: { approverSilentDays } }) {
    const mapped = rows.filter(({ sheet }) => sheet === 'approvers');
    // Who decided nothing in a fortnight may have had nothing to decide: the record has to be as long as the silence.
    // And where nothing was imported of late, nobody knows who decided what.
    const until = dayNumber(recordTo ?? today);
    const isLongEnough = recordFrom !== null && until - dayNumber(recordFrom) >= approverSilentDays;
    const items = mapped.flatMap(({ from, to, at, target, targetAt }) => {
      const last = decisions.get(fold(from));
      const why: string[] = [];
      if (target === 'inactive' || target === 'unknown') why.push(`${to} is ${target === 'inactive' ? 'not active in' : 'unknown to'} the ERP`);
      if (last === undefined) {
        if (isLongEnough) why.push(`no decision since the record begins on ${recordFrom}`);
      } else if (last.date !== null && until - dayNumber(last.date) >= approverSilentDays) why.push(`no decision for ${plural(until - dayNumber(last.date), 'day')}${recordTo === null || recordTo === today ? '' : `, up to ${recordTo}`}`);
      if (why.length === 0) return [];
      return [{ needsAction: true, says: `${from}: ${why.join('; ')}`, evidence: [at, ...(targetAt === '' ? [] : [targetAt]), ...(last === undefined ? [] : [`last decision: ${sightingText(last)}`])], remedy: `Ask whether ${from} still approves; if not, take the row out of mapping/approvers and the person out of the expense system's approval flow.` }];
    });
    return { looked: mapped.length, items, notes: isLongEnough || mapped.every(({ from }) => decisions.has(fold(from))) ? [] : [`who never decided is not told: the record begins ${recordFrom === null ? 'nowhere' : `on ${recordFrom}`}${recordTo === null || recordTo === today ? '' : ` and ends on ${recordTo}`}, and ${plural(approverSilentDays, 'day')} are asked for (health.approverSilentDays)`] };
  },
};
