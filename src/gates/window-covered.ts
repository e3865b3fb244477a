import { plural } from '../domain/plural.ts';
import { type BusinessDate, dateOfDay, dayNumber, isBusinessDay } from '../domain/calendar.ts';
import type { GateFacts } from './facts.ts';
import { type Gate, listed, remedy } from './judgement.ts';

const DEFAULT_DAYS = 14;

/** Days on which something should have been finally approved, and something keyed that stands: business days that nobody declared without activity. */
function expectedDays({ settings: { window, calendar } }: GateFacts): BusinessDate[] {
  const days: BusinessDate[] = [];
  for (let day = dayNumber(window.from); day <= dayNumber(window.to); day++) {
    const date = dateOfDay(day);
    if (isBusinessDay(date, calendar) && !calendar.noActivity.includes(date)) days.push(date);
  }
  return days;
}

/** The fortnight was really seen: long enough, without holes on either side, and with what lies around it. */
export const windowCovered: Gate = {
  id: 'window_covered',
  title: 'The parallel run covers the whole window',
  waivable: false,
  judge(facts) {
    const { settings, activity, ledgers, today } = facts;
    const { window } = settings;
    const minDays = settings.gates.minDays ?? DEFAULT_DAYS;
    const days = dayNumber(window.to) - dayNumber(window.from) + 1;
    const expected = expectedDays(facts);
    const withoutApprovals = expected.filter((date) => !activity.approvals.has(date));
    const withoutLedger = expected.filter((date) => !activity.ledger.has(date));
    const before = [...activity.approvals.keys()].some((date) => date < window.from);
    const ledgerDue = dateOfDay(dayNumber(window.to) + settings.matching.dateWindowDays);
    // Of several ledgers, the one that ends first: what another says of its own POs says nothing of that one's.
    const short = ledgers.filter(({ until }) => until === null || until < ledgerDue);
    const ledgerReaches = ledgers.some(({ until }) => until === null) ? null : (ledgers.flatMap(({ until }) => until ?? []).sort()[0] ?? null);
    const after = ledgers.length > 0 && short.length === 0;
    const isOver = today !== null && today > window.to;
    const evidence = [
      ...listed(withoutApprovals.map((date) => `${date}: nothing was finally approved`)),
      ...listed(withoutLedger.map((date) => `${date}: nothing keyed`)),
      ...(before ? [] : [`nothing was approved before ${window.from}: approvals that were on their way when the window began may be missing`]),
      ...short.map(({ input, until }) => `${input} reaches ${until ?? 'nowhere'}, and what was approved at the end may be keyed until ${ledgerDue}`),
      ...(isOver ? [] : [`the window is not over: it is ${today ?? 'before everything'}`]),
    ];
    const remedies = [
      ...(days < minDays ? [remedy(`Run for ${plural(minDays, 'day')}: set window in po-shadow.yaml`)] : []),
      ...(withoutApprovals.length + withoutLedger.length > 0 ? [remedy('Import the exports of the days without activity, or declare them under calendar.holidays or calendar.noActivity', 'po-shadow run')] : []),
      ...(before ? [] : [remedy(`Import approvals from before ${window.from} too`, 'po-shadow import approvals FILE')]),
      ...(after ? [] : [remedy(`Import the ledger as it stands on ${ledgerDue} or later`, 'po-shadow import ledger FILE')]),
      ...(isOver ? [] : [remedy(`Wait until ${window.to} is over`)]),
    ];
    return {
      passed: remedies.length === 0,
      measured: { days, withoutApprovals: withoutApprovals.length, withoutLedger: withoutLedger.length, before, ledgerReaches },
      required: { days: minDays, withoutApprovals: 0, withoutLedger: 0, before: true, ledgerReaches: ledgerDue },
      measuredText: `${plural(days, 'day')}, ${plural(withoutApprovals.length, 'business day')} without approvals, ${withoutLedger.length} without ledger entries`,
      requiredText: `${plural(minDays, 'day')}, none without either; ledger up to ${ledgerDue}`,
      evidence: evidence.length > 0 ? evidence : [`${plural(expected.length, 'business day')} from ${window.from} to ${window.to}, each with final approvals and ledger entries that stand; ledger up to ${ledgerReaches}`],
      remedies,
    };
  },
};
