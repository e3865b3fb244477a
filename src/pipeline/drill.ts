import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ManualExportEntry } from '../domain/manual-export.ts';
import { DATABASE_FILE } from '../project/project.ts';
import type { restoreCheckpoint } from '../store/checkpoint.ts';
import { Database } from '../store/database.ts';
import { RecordReader } from '../store/record-reader.ts';
import { type CheckpointDrill, drillCheckpoint } from './drill-checkpoint.ts';
import { type LiveSwitchDrill, drillLiveSwitch } from './drill-live-switch.ts';
import { type SwitchOffDrill, drillSwitchOff } from './drill-switch-off.ts';
import { DryRun, prepareRules } from './dry-run.ts';
import { readReplayInputs } from './replay-inputs.ts';
import type { Workplace } from './workplace.ts';

export const EXPORT_LOG_FILE = 'reports/drill-manual-export-log.csv';

/** What a drill is run with; the two parts are the program's own, but for a test of the drill. */
export interface DrillOptions {
  /** The machine's clock in milliseconds. */
  now(): number;
  csvOf?: (entry: ManualExportEntry) => string;
  restore?: typeof restoreCheckpoint;
}

/** What a drill came to; `measured.result` says it in one sentence. */
export interface DrillResult {
  passed: boolean;
  measured: Record<string, number | string>;
  /** The first problems in words; [] where it passed. */
  problems: string[];
}

/** Restores a checkpoint, switches the sync off at every stop of the stream, and the live switch on a copy of the inbox, in a scratch folder beside the database; writes the manual export log. */
export async function drill(workplace: Workplace, { now, csvOf, restore }: DrillOptions): Promise<DrillResult> {
  const { project, database } = workplace;
  const scratch = mkdtempSync(join(project.folder, `${DATABASE_FILE}.drill-`));
  try {
    const checkpoint = await drillCheckpoint(database, scratch, restore);
    const restored = await Database.open(checkpoint.restored);
    try {
      const stream = await drillStream({ ...workplace, database: restored }, scratch, now, csvOf);
      return resultOf(checkpoint, stream, await drillLiveSwitch(workplace, scratch, now));
    } finally {
      restored.close();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function drillStream(restored: Workplace, scratch: string, now: () => number, csvOf: DrillOptions['csvOf']): Promise<(SwitchOffDrill & { unreadable: number }) | null> {
  const reader = new RecordReader(restored.database);
  if (!reader.hasEvents(1)) return null;
  const inputs = await readReplayInputs(restored);
  const rules = await prepareRules(restored.settings, inputs.sheetFiles);
  // What could not be read never reached the sync, and is counted by itself.
  const dryRun = new DryRun({ shown: new Map(inputs.imports.map((each) => [each.id, each.shown])), unread: new Map(), told: inputs.told }, rules);
  mkdirSync(join(restored.project.folder, 'reports'), { recursive: true });
  const logFile = join(restored.project.folder, EXPORT_LOG_FILE);
  const stream = await drillSwitchOff({ reader, dryRun, scratch, logFile, now, progress: restored.progress, ...(csvOf === undefined ? {} : { csvOf }) });
  return { ...stream, unreadable: inputs.quarantine.filter(({ kind }) => kind === 'approvals').length };
}

const milliseconds = (value: number | undefined): number => Math.ceil((value ?? 0) * 10) / 10;

function resultOf(checkpoint: CheckpointDrill, stream: (SwitchOffDrill & { unreadable: number }) | null, live: LiveSwitchDrill | null): DrillResult {
  const problems = [...checkpoint.problems, ...(stream?.first ?? []), ...(live?.problems ?? []).map((what) => `the live switch: ${what}`)];
  let count = checkpoint.problems.length + (stream?.problems ?? 0) + (live?.problems.length ?? 0);
  const nothing = stream === null ? 'the record has no events, so nothing is shown: po-shadow run imports them' : stream.orders === 0 ? 'no PO comes of the events, so nothing is shown' : undefined;
  if (nothing !== undefined) {
    problems.push(nothing);
    count++;
  }
  const passed = count === 0;
  const longest = milliseconds(stream?.tookMs.at(-1));
  const result = passed
    ? `switched off at ${stream?.stops} stops of ${stream?.events} events: nothing lost, nothing twice, ${stream?.orders} POs as undisturbed; ${checkpoint.tables} tables restored; switched off within ${longest} ms${live === null ? '' : `; the live switch within ${milliseconds(live.tookMs)} ms`}`
    : `${count} ${count === 1 ? 'problem' : 'problems'}, first: ${problems[0]}`;
  return {
    passed, problems,
    measured: {
      result, problems: count, tables: checkpoint.tables, rows: checkpoint.rows,
      events: stream?.events ?? 0, stops: stream?.stops ?? 0, reports: stream?.reports ?? 0, orders: stream?.orders ?? 0, logged: stream?.logged ?? 0, unreadable: stream?.unreadable ?? 0,
      timed: stream?.tookMs.length ?? 0, medianMs: milliseconds(stream?.tookMs[Math.floor((stream.tookMs.length - 1) / 2)]), longestMs: longest,
      ...(live === null ? {} : { liveDeliveries: live.deliveries, liveSwitchMs: milliseconds(live.tookMs) }),
    },
  };
}
