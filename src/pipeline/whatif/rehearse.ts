import { defaultEntity } from '../../domain/erp-settings.ts';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Instant, ZonedClock, formatInstant } from '../../domain/calendar.ts';
import { changedSettings } from '../../domain/changed-settings.ts';
import type { RunCoverage } from '../../domain/coverage.ts';
import { type Settings, settingsSchema } from '../../domain/settings.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { ChangedRule, Effect, RowEffect, WhatIfSummary } from '../../domain/whatif.ts';
import { type ReferenceData, changedRows } from '../../mapping/changed-rows.ts';
import { loadSettings } from '../../project/load-settings.ts';
import { findReferenceSheets } from '../../project/master-inputs.ts';
import { DATABASE_FILE, type Project } from '../../project/project.ts';
import { readReferenceData, sheetNamed } from '../../reference/sheets.ts';
import { COUNTED_SHEETS, UsedRules } from '../../replay/used-rules.ts';
import { EvidenceAside } from '../../store/evidence-aside.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { RunComparison } from '../../store/run-comparison.ts';
import { RunReader, type StoredRun } from '../../store/run-store.ts';
import { openScratchCopy } from '../../store/scratch-database.ts';
import { changedSheets } from '../changed-sheets.ts';
import { importInputs } from '../import-inputs.ts';
import { fingerprintOf, readReplayInputs } from '../replay-inputs.ts';
import { replayRecord } from '../replay-record.ts';
import { keepHeapsSmall } from '../threads.ts';
import type { Progress, Workplace } from '../workplace.ts';
import { type Candidate, type WhatIfRequest, readCandidate } from './candidate.ts';
import { compareRuns } from './compare-runs.ts';
import { EffectTally, openTotals } from './effect-tally.ts';

/** From how many events on memory counts more than the time that it takes to give it back early. */
const LARGE_EVENTS = 50_000;

/** What a changed configuration would do. */
export interface WhatIf {
  summary: WhatIfSummary;
  /** What people should know besides, in words. */
  notes: string[];
  /** What becomes of rows, in the order of the table, of one effect or of all. */
  rows(effect?: Effect): Iterable<RowEffect>;
}

export interface Rehearsing {
  progress: Progress;
  programVersion: string;
  /** As given; only that of the newest run can be. */
  asOf: Instant | undefined;
}

/**
 * Replays a copy of the record with what is to be tried, and says what that changes against the newest run; `tell` is called while the
 * copy is there. Nothing is written into the project. Throws CannotRun where there is nothing to compare with, or what is to be tried can't be.
 */
export async function rehearse<T>(project: Project, request: WhatIfRequest, rehearsing: Rehearsing, tell: (whatIf: WhatIf) => T): Promise<T> {
  const candidate = await readCandidate(project, request);
  const path = join(project.folder, DATABASE_FILE);
  const none = (): CannotRun => new CannotRun('there is no run yet to compare with', { where: DATABASE_FILE, remedy: 'Run po-shadow run first.' });
  if (!existsSync(path)) throw none();
  const scratch = await openScratchCopy(path);
  try {
    const { database } = scratch;
    const runs = new RunReader(database);
    const run = await runs.latest();
    if (run === undefined) throw none();
    if (rehearsing.asOf !== undefined && rehearsing.asOf !== run.asOf) throw new CannotRun(`${run.id} is as of ${run.asOf === null ? 'no instant' : formatInstant(run.asOf)}, and only runs of one instant can be compared`, { remedy: 'Leave --as-of out, or make a run of that instant: po-shadow run --as-of …' });
    const settings = settingsOfRun(runs.settingsOf(run.id), run);
    const place: Workplace = { project, settings, clock: new ZonedClock(settings.timeZone), database, evidence: new EvidenceAside(project.folder), progress: rehearsing.progress, programVersion: rehearsing.programVersion };
    await assertUpToDate(place, run, candidate);
    return tell(await compared(place, run, candidate));
  } finally {
    rehearsing.progress.done();
    scratch.close();
  }
}

function settingsOfRun(stored: string, { id }: StoredRun): Settings {
  // Written by replayRecord; a version of before may have known other keys.
  const parsed = settingsSchema.safeParse(JSON.parse(stored));
  if (!parsed.success) throw new CannotRun(`the settings of ${id} can't be read any more`, { where: DATABASE_FILE, remedy: 'Run po-shadow run first.' });
  return parsed.data;
}

/** Throws CannotRun where the newest run is not what a replay would give now: then it is no measure for anything else. */
async function assertUpToDate(place: Workplace, run: StoredRun, { settings: tried, tried: { settings: named } }: Candidate): Promise<void> {
  const inputs = await readReplayInputs(place);
  const isWith = (settings: Settings): boolean => fingerprintOf({ ...place, settings }, inputs, run.asOf) === run.fingerprint;
  if (!isWith(place.settings)) throw new CannotRun(`${run.id} is out of date: sheets, imports, pairings by hand or the program are no longer what it was made with`, { where: DATABASE_FILE, remedy: 'Bring it up to date first: po-shadow run.' });
  if (tried === undefined && !isWith(await loadSettings(place.project))) throw new CannotRun(`the settings changed since ${run.id}`, { where: 'po-shadow.yaml', remedy: 'Bring the run up to date first: po-shadow run. Or try the changed settings too: --settings po-shadow.yaml.' });
  if (tried !== undefined && readingOf(tried) !== readingOf(place.settings)) throw new CannotRun('inputs would have the exports read in another way, and what was imported was read in the old one', { where: named ?? '', remedy: 'Only a new project shows that: po-shadow init, and import the exports there.' });
}

/** How exports are read. */
const readingOf = ({ inputs: { approvals, ledger } }: Settings): string => {
  const reading = ({ files: _files, controls: _controls, asOf: _asOf, ...rest }: { files: string[]; controls?: unknown; asOf?: string | undefined }): unknown => rest;
  return JSON.stringify([approvals.map(reading), ledger.map(reading)]);
};

async function compared(place: Workplace, run: StoredRun, candidate: Candidate): Promise<WhatIf> {
  const { database } = place;
  const reader = new RecordReader(database);
  const notes = await notesOf(place, candidate);
  const before = await referenceOf(place);
  const lastImport = (await reader.imports()).at(-1)?.id ?? 0;
  await importInputs(place, candidate.sheets, { asOf: undefined, strict: false });
  const after = await referenceOf(place);
  const settings = candidate.settings ?? place.settings;
  const rules: ChangedRule[] = [...changedRows(before, after), ...changedSettings(place.settings, settings, candidate.tried.settings ?? '')];
  notes.push(...await unreadable(reader, lastImport));
  const head = { run: { id: run.id, digest: run.digest, asOf: run.asOf === null ? null : formatInstant(run.asOf) }, tried: candidate.tried };
  const openBefore = openTotals(run.summary.totals);
  if (rules.length === 0) {
    const tally = new EffectTally();
    return { summary: { ...head, differs: false, totals: { openBefore, openAfter: openBefore, ...tally.totals(), unchangedOpen: openBefore }, rules: [] }, notes, rows: () => [] };
  }
  if (reader.hasEvents(LARGE_EVENTS)) keepHeapsSmall();
  const { run: tried } = await replayRecord({ ...place, settings, clock: new ZonedClock(settings.timeZone) }, run.asOf ?? undefined);
  const comparison = new RunComparison(database, { before: run.id, after: tried.id });
  const used = new UsedRules(rules, { before: { ...before, routing: place.settings.routing, defaultEntity: defaultEntity(place.settings) }, after: { ...after, routing: settings.routing, defaultEntity: defaultEntity(settings) } });
  const tally = compareRuns({ comparison, reader, rules, used });
  const runs = new RunReader(database);
  const told = tally.rules(rules, usage(runs.coverage(run.id), runs.coverage(tried.id)));
  const totals = { openBefore, openAfter: openTotals(tried.summary.totals), ...tally.totals(), unchangedOpen: tally.unchanged(run.summary.totals, tried.summary.totals) };
  return {
    summary: { ...head, differs: true, totals, rules: told.rules }, notes,
    *rows(effect) {
      for (const content of comparison.all(effect)) {
        const row = JSON.parse(content) as RowEffect;
        yield { ...row, rules: row.rules.map((rule) => told.placeOf[rule] as number).sort((left, right) => left - right) };
      }
    },
  };
}

async function referenceOf(place: Workplace): Promise<ReferenceData> {
  const { master, mapping } = await readReferenceData((await readReplayInputs(place)).sheetFiles);
  return { master, mapping };
}

/** What is neither tried nor what the run was made with, so that adopting what was tried may give something else. */
async function notesOf(place: Workplace, { passedOver, sheets }: Candidate): Promise<string[]> {
  const tried = new Set(sheets.map(({ kind, sheet }) => `${kind}/${sheet}`));
  const own = findReferenceSheets(place.project, place.settings.inputs, sheetNamed, { lenient: true });
  const isTried = (shown: string): boolean => own.some((sheet) => sheet.shown === shown && tried.has(`${sheet.kind}/${sheet.sheet}`));
  const changed = (await changedSheets(place)).filter((shown) => !isTried(shown));
  return [...passedOver.map((shown) => `${shown} is no sheet, and is passed over.`), ...changed.map((shown) => `${shown} differs from what was imported, and is not tried; the next po-shadow run imports it too.`)];
}

const MOST_UNREADABLE = 5;

/** Rows of imports after this one that can't be read, which an import into the project would set aside. */
async function unreadable(reader: RecordReader, lastImport: number): Promise<string[]> {
  const rows = (await reader.quarantine()).filter(({ importId }) => importId > lastImport);
  const told = rows.slice(0, MOST_UNREADABLE).map(({ shown, line, field, reason }) => `${shown}:${line}: ${field}: ${reason}; the row is left out.`);
  return rows.length > told.length ? [...told, `and ${(rows.length - told.length).toLocaleString('en-US')} more rows that can't be read.`] : told;
}

/** How many transactions of the window use a rule, by the coverage of the run that has it. */
function usage(before: RunCoverage | undefined, after: RunCoverage | undefined): (rule: ChangedRule) => number | null {
  const counts = (coverage: RunCoverage | undefined): Map<string, number> | null =>
    coverage === undefined ? null : new Map(coverage.facts.map(({ what, name, transactions }) => [`${({ vendor: 'master/vendors', period: 'master/periods' } as Partial<Record<string, string>>)[what] ?? what} ${name}`, transactions]));
  const [was, is] = [counts(before), counts(after)];
  return ({ where, key, after: now }) => {
    const counted = now === null ? was : is;
    return counted === null || !COUNTED_SHEETS.includes(where) ? null : (counted.get(`${where} ${key}`) ?? 0);
  };
}
