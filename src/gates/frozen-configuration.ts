import { plural } from '../domain/plural.ts';
import { type BusinessDate, addBusinessDays } from '../domain/calendar.ts';
import type { GateFacts, RunFact } from './facts.ts';
import { type Gate, remedy } from './judgement.ts';
import { firstEvidence } from './trials.ts';

const DEFAULT_BUSINESS_DAYS = 5;
const DEFAULT_CLEAN_TRANSACTIONS = 59;
/** Beyond this nobody counts. */
const MOST_DAYS = 1_000;

/** The first of the newest runs that all have the configuration in force; undefined where the newest has another. */
function firstFrozen({ runs, configuration }: GateFacts): RunFact | undefined {
  let first: RunFact | undefined;
  for (let index = runs.length - 1; index >= 0 && runs[index]?.configuration === configuration; index--) first = runs[index];
  return first;
}

/** Up to which date a run has seen anything: its own date, or where that lies beyond what was imported, the end of that. */
const lastSeen = (run: RunFact | undefined): BusinessDate | null => [run?.date ?? [], run?.knows ?? []].flat().sort()[0] ?? null;

function businessDaysBetween(from: BusinessDate, to: BusinessDate, { settings: { calendar } }: GateFacts, enough: number): number {
  let days = 0;
  while (days < enough && addBusinessDays(from, days + 1, calendar) <= to) days++;
  return days;
}

/** What was tried is what goes live: nothing was tuned while it was being proven. */
export const frozenConfiguration: Gate = {
  id: 'frozen_configuration',
  title: 'Mapping, settings and program have not changed for long enough',
  waivable: true,
  judge(facts) {
    const { settings, runs, rows } = facts;
    const daysRequired = settings.gates.frozenBusinessDays ?? DEFAULT_BUSINESS_DAYS;
    const cleanRequired = settings.gates.minCleanTransactions ?? DEFAULT_CLEAN_TRANSACTIONS;
    const first = firstFrozen(facts);
    // A run may be dated before what it, or an earlier one, had seen; what it froze is no older than that.
    const since = first === undefined ? null : (runs.filter(({ number }) => number <= first.number).flatMap(({ date, knows }) => [date ?? [], knows ?? []].flat()).sort().at(-1) ?? null);
    // Only what runs have seen is proven: the days between the first and the newest of them, whatever the date is now, and whatever date the newest was given.
    const until = lastSeen(runs.at(-1));
    const days = since === null || until === null ? 0 : businessDaysBetween(since, until, facts, Math.max(daysRequired, MOST_DAYS));
    const clean = since === null ? 0 : [...rows.cleanByDate].reduce((sum, [date, number]) => sum + (date >= since ? number : 0), 0);
    const passed = since !== null && days >= daysRequired && clean >= cleanRequired;
    return {
      passed,
      measured: { since, businessDays: days, cleanTransactions: clean, run: first?.number ?? null },
      required: { businessDays: daysRequired, cleanTransactions: cleanRequired },
      measuredText: since === null ? 'changed since the newest run' : `from ${since} to ${until}: ${plural(days, 'business day')}, ${plural(clean, 'clean transaction')}`,
      requiredText: `${plural(daysRequired, 'business day')} and ${plural(cleanRequired, 'clean transaction')}`,
      evidence: [
        first === undefined ? 'the newest run was made with another configuration than the one in force' : `all runs from number ${first.number} on have the configuration ${facts.configuration.slice(0, 12)}…; the first of them knows the record up to ${since ?? 'nowhere'}, the newest up to ${until ?? 'nowhere'}`,
        'a clean transaction is one that was right at once, approved on that day or later',
        ...firstEvidence(rows),
      ],
      remedies: passed ? [] : [remedy(since === null ? 'Replay with the configuration in force, and leave it alone' : `Leave mapping, settings and program alone until ${plural(daysRequired, 'business day')} and ${plural(cleanRequired, 'clean transaction')} have passed`, 'po-shadow run')],
    };
  },
};
