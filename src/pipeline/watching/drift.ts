import { DAY_MS, type BusinessDate, type Instant, formatInstant } from '../../domain/calendar.ts';
import type { RunCoverage } from '../../domain/coverage.ts';
import type { Drift } from '../../domain/drift.ts';
import { type StoredEvent, reportsIn } from '../../domain/event-page.ts';
import { plural } from '../../domain/plural.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { driftSchema } from '../../domain/watching-settings.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { type ListedRun, listRuns } from '../../store/run-list.ts';
import { RunReader } from '../../store/run-store.ts';
import { changedTargets } from '../../watching/drift/changed-targets.ts';
import { DryRun, prepareRules } from '../dry-run.ts';
import { quarantineOf, readReplayInputs } from '../replay-inputs.ts';
import { stillUnread } from '../supplied.ts';
import type { Workplace } from '../workplace.ts';
import { FindingRates } from './finding-rates.ts';
import { SeenValues } from './seen-values.ts';

/**
 * Says what is new in the workflow since the run before the newest, or since the last run of before a date (docs/watch.md): values that no report had, mapping rows that no longer
 * resolve, findings that became more frequent. `now` is the instant of asking. Nothing is stored. Throws CannotRun before the first run.
 */
export async function drift(workplace: Workplace, { since, now }: { since: BusinessDate | undefined; now: Instant }): Promise<Drift> {
  const { database, settings } = workplace;
  const runs = await listRuns(database);
  const newest = runs.at(-1);
  if (newest === undefined) throw new CannotRun('there is no run yet', { where: 'po-shadow.db', remedy: 'Run po-shadow run first.' });
  const against = earlierRun(workplace, runs, since);
  const inputs = await readReplayInputs(workplace);
  const reader = new RecordReader(database);
  const rules = await prepareRules(settings, inputs.sheetFiles);
  const shown = new Map(inputs.imports.map((each) => [each.id, each.shown]));
  const dryRun = new DryRun({ shown, unread: quarantineOf(stillUnread(inputs.quarantine, reader), 'approvals'), told: inputs.told }, rules);
  const values = new SeenValues(rules);
  const rates = new FindingRates();
  let newReports = 0;
  let knownReports = 0;
  if (against !== undefined) {
    const isNew = ({ importId }: StoredEvent): boolean => importId > against.importsSeen;
    for (const page of reader.eventPages()) {
      for (const all of reportsIn(page)) {
        const events = all.filter(({ importId }) => importId <= newest.importsSeen);
        if (events.length === 0) continue;
        for (const event of events) values.add(event, isNew(event) ? `${shown.get(event.importId) ?? ''}:${event.line}` : null);
        const isNewReport = events.every(isNew);
        if (isNewReport) newReports++;
        else knownReports++;
        rates.add(dryRun.report(events), isNewReport);
      }
    }
  }
  const isUntold = since !== undefined && (newest.asOf === null || workplace.clock.dateOf(newest.asOf) < since);
  const { minReports } = settings.drift ?? driftSchema.parse({});
  const found = {
    values: knownReports === 0 ? [] : [...values.result(), ...rates.newFindings()], rates: rates.rates(minReports), ...changedBetween(new RunReader(database), against, newest),
  };
  return {
    asOf: newest.asOf === null ? null : formatInstant(newest.asOf), newest: newest.id, against: against?.id ?? null,
    needsAction: isUntold || found.values.some(({ needsAction }) => needsAction) || found.rows.some(({ needsAction }) => needsAction) || found.rates.some(({ verdict }) => verdict === 'rose'),
    newReports, knownReports, minReports, values: found.values, rows: found.rows, rates: found.rates,
    notes: [...(isUntold ? [`what is new since ${since}: there is no run of that date or later (po-shadow run)`] : lagOf(newest, now)), ...notesOf(inputs.imports, newest, against, knownReports), ...found.notes],
  };
}

/** That the newest run is of more than a day ago: a record that stopped has nothing new. */
function lagOf({ asOf }: ListedRun, now: Instant): string[] {
  if (asOf === null || now - asOf <= DAY_MS) return [];
  return [`what is new since ${formatInstant(asOf)}, ${plural(Math.floor((now - asOf) / DAY_MS), 'day')} ago, of which the newest run is`];
}

/** The run to compare with: that before the newest, or the last one of before a date. */
function earlierRun({ clock }: Workplace, runs: readonly ListedRun[], since: BusinessDate | undefined): ListedRun | undefined {
  const earlier = runs.slice(0, -1);
  return since === undefined ? earlier.at(-1) : earlier.findLast(({ asOf }) => asOf !== null && clock.dateOf(asOf) < since);
}

function changedBetween(runs: RunReader, against: ListedRun | undefined, newest: ListedRun): Pick<Drift, 'rows' | 'notes'> {
  if (against === undefined) return { rows: [], notes: [] };
  const coverage = (run: ListedRun): RunCoverage | undefined => runs.coverage(run.id);
  const [before, now] = [coverage(against), coverage(newest)];
  if (before === undefined || now === undefined) return { rows: [], notes: ['one of the runs is of before mapping rows were kept with a run, so nothing is told of them'] };
  return { rows: changedTargets(before, now), notes: [] };
}

function notesOf(imports: readonly { id: number; sheet: string | null }[], newest: ListedRun, against: ListedRun | undefined, knownReports: number): string[] {
  const since = imports.filter(({ id, sheet }) => sheet === null && id > newest.importsSeen).length;
  return [
    ...(against === undefined ? ['there is no earlier run to compare with, so nothing is told as new'] : knownReports === 0 ? ['the earlier run saw no report, so no value is told as new'] : []),
    ...(since === 0 ? [] : [`${plural(since, 'file')} imported since the newest run ${since === 1 ? 'is' : 'are'} left out: po-shadow replay`]),
  ];
}
