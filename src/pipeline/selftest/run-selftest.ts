import { join } from 'node:path';
import { ZonedClock } from '../../domain/calendar.ts';
import type { Settings } from '../../domain/settings.ts';
import type { SelftestResult } from '../../domain/selftest.ts';
import { LEDGER_HEADER } from '../../demo/ledger-csv.ts';
import { LineWriter } from '../../demo/line-writer.ts';
import { Timetable } from '../../demo/timetable.ts';
import { DATABASE_FILE, type Project } from '../../project/project.ts';
import { type InventOptions, inventSelftest } from '../../selftest/invent.ts';
import { type Plan, planSelftest } from '../../selftest/plan.ts';
import { Scorer } from '../../selftest/score.ts';
import { Database } from '../../store/database.ts';
import { EvidenceStore } from '../../store/evidence.ts';
import { RunReader } from '../../store/run-store.ts';
import { configurationHash } from '../configuration.ts';
import type { ImportRequest } from '../import-inputs.ts';
import { importFiles, replayAll } from '../work-beside.ts';
import type { Progress, Workplace } from '../workplace.ts';
import { type FolderSheet, WRITTEN_AS, readGrounds } from './project-grounds.ts';
import { breathe, inTemporaryPlace } from './temporary-place.ts';

/** How much to plant, and how a self-test shows how far it is. */
export interface SelftestOptions extends InventOptions {
  programVersion: string;
  progress: Progress;
}

/** What came of it, and what of the project took no part. */
export interface SelftestOutcome {
  result: SelftestResult;
  company: string;
  /** Rows of each sheet that can't be read. */
  unreadable: ReadonlyMap<string, number>;
}

/** Reports between two moments at which a signal is heard. */
const BREATHE_REPORTS = 500;

/**
 * Invents a window on the settings and sheets of a project folder, plants what they support, and holds what the program makes of it against what was
 * planted. The folder is only read. Throws CannotRun.
 */
export async function runSelftest(project: Project, options: SelftestOptions): Promise<SelftestOutcome> {
  const { grounds, sheets, unreadable } = await readGrounds(project);
  const { settings } = grounds;
  const plan = planSelftest(grounds);
  return inTemporaryPlace(async (folder) => {
    const scorer = new Scorer();
    const { progress, programVersion, reports, seed } = options;
    progress.start('inventing', reports);
    const leftOut = [...plan.leftOut, ...(await writeInvented(folder, plan, options, scorer))];
    progress.done();
    const workplace = await openTemporary(folder, testedSettings(settings), options);
    try {
      const digest = await runAndScore(workplace, sheets, asOfOf(plan), scorer);
      return { company: settings.company, unreadable, result: { programVersion, configuration: configurationHash({ settings, programVersion, sheets }), seed, reports, digest, ...scorer.result(plan.kinds), leftOut } };
    } finally {
      workplace.database.close();
    }
  });
}

/** The project's settings, but for where the data comes from, the basis of amounts, since what is invented has one, and long texts: that an invented description is too long for the ERP was not planted. */
const testedSettings = (settings: Settings): Settings => ({
  ...settings, ...textsCut(settings), amountBasis: undefined, inputs: { ...settings.inputs, approvals: [{ source: WRITTEN_AS, files: ['approvals.jsonl'] }], ledger: [{ format: WRITTEN_AS, files: ['ledger.csv'] }] },
});

function textsCut({ erpDefaults }: Settings): Pick<Settings, 'erpDefaults'> {
  if (erpDefaults === undefined) return {};
  const { 'sap-s4': sap, 'dynamics-bc': businessCentral } = erpDefaults;
  return { erpDefaults: { ...erpDefaults, ...(sap && { 'sap-s4': { ...sap, longText: 'cut' } }), ...(businessCentral && { 'dynamics-bc': { ...businessCentral, longText: 'cut' } }) } };
}

/** The last minute of the day for which the test is judged. */
function asOfOf({ retailer }: Plan): number {
  return new Timetable(retailer.grounds.settings.window, retailer, retailer.daysAfter).at(retailer.judgedOn, 23 * 60);
}

async function openTemporary(folder: string, settings: Settings, { progress, programVersion }: SelftestOptions): Promise<Workplace> {
  const database = await Database.open(join(folder, DATABASE_FILE));
  // Nothing here outlives the process, so nothing waits for the disk.
  database.sqlite.pragma('synchronous = OFF');
  return { project: { folder, allowOutside: true }, settings, clock: new ZonedClock(settings.timeZone), database, evidence: new EvidenceStore(folder), progress, programVersion };
}

/** Writes approvals and ledger, and tells the scorer what was planted. Returns the kinds of which nothing could be drawn. */
async function writeInvented(folder: string, plan: Plan, { progress, ...options }: SelftestOptions, scorer: Scorer): Promise<SelftestResult['leftOut']> {
  const approvals = new LineWriter(join(folder, 'approvals.jsonl'));
  const ledger = new LineWriter(join(folder, 'ledger.csv'));
  try {
    ledger.line(LEDGER_HEADER);
    const planting = inventSelftest(plan, options, { approval: (line) => approvals.line(line), ledgerRow: (line) => ledger.line(line), truth: (entry) => scorer.plant(entry) });
    let heard = 0;
    for (;;) {
      const { value, done } = planting.next();
      if (done === true) return value;
      progress.advance(value);
      heard += value;
      if (heard < BREATHE_REPORTS) continue;
      heard = 0;
      await breathe();
    }
  } finally {
    approvals.close();
    ledger.close();
  }
}

/** Imports, replays and compares; every row goes to the scorer. Returns the run's digest. */
async function runAndScore(workplace: Workplace, sheets: readonly FolderSheet[], asOf: number, scorer: Scorer): Promise<string> {
  const { folder } = workplace.project;
  const file = (name: string) => ({ path: join(folder, name), shown: name });
  const requests: ImportRequest[] = [
    { kind: 'approvals', file: file('approvals.jsonl'), input: { source: WRITTEN_AS } },
    { kind: 'ledger', file: file('ledger.csv'), input: { format: WRITTEN_AS } },
    ...sheets.map(({ kind, sheet, path, shown, reading }) => ({ kind, sheet, reading, file: { path, shown } })),
  ];
  const imported = await importFiles(workplace, requests, { asOf, strict: false });
  const refused = imported.find(({ kind, rowsQuarantined }) => (kind === 'approvals' || kind === 'ledger') && rowsQuarantined > 0);
  if (refused !== undefined) throw new Error(`${refused.rowsQuarantined} invented rows of ${refused.shown} can't be read`);
  await breathe();
  const { run } = await replayAll(workplace, asOf);
  for (const row of new RunReader(workplace.database).rows(run.id)) scorer.add(row);
  return run.digest;
}
