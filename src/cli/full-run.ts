import type { RunSummary } from '../domain/run.ts';
import { visible, visibleJson } from '../domain/text.ts';
import { withPages } from '../pipeline/capture/collect.ts';
import { assertApprovals, requestedExports } from '../pipeline/capture/lacking-exports.ts';
import { type ImportedLog, importErpLogs, requestedLogs } from '../pipeline/import-erp-logs.ts';
import type { ImportRequest, ImportedFile } from '../pipeline/import-inputs.ts';
import type { ReplayResult } from '../pipeline/replay-record.ts';
import { missingSheets, removedSheets, unreadTables } from '../pipeline/changed-sheets.ts';
import { importFiles, replayAll } from '../pipeline/work-beside.ts';
import type { Workplace } from '../pipeline/workplace.ts';
import { runHeader } from '../report/model.ts';
import { summaryText } from '../report/summary-text.ts';
import { varianceTable } from '../report/variance-table.ts';
import { STATUS_NAMES, STATUSES, type VarianceRow, isOpen } from '../domain/variance.ts';
import { DecidedRun } from '../pipeline/decided-run.ts';
import { type ActingOptions, runCause } from './acting.ts';
import { asOfOption } from './context.ts';
import { controlsText, importText, missingSheetsText, unreadSheetsText } from './import-text.ts';
import { checkControls, type ControlCheck } from '../pipeline/controls.ts';
import { commandFor, isOnTerminal, paintFor, tableWidth, tell, writeOut } from './output.ts';
import { withInbox } from '../pipeline/capture/with-inbox.ts';

export interface RunOptions extends ActingOptions {
  reason?: string | undefined;
  format: string;
  width?: number;
  strict: boolean;
  failOn?: string;
}

/** What a run did: the files, the control totals, the run. */
export interface FullRun {
  imported: (ImportedFile | ImportedLog)[];
  controls: ControlCheck[];
  result: ReplayResult;
}

const MOST_ROWS_SHOWN = 40;

/** Does the whole parallel run and prints it; returns the exit code. */
export async function runAndShow(workplace: Workplace, options: RunOptions): Promise<number> {
  const full = await fullRun(workplace, options);
  const { run: stored } = full.result;
  const decided = await DecidedRun.required(workplace, undefined);
  const summary = decided.summary();
  if (options.format === 'json') {
    writeOut(`${visibleJson({ run: { ...runHeader(stored), reused: full.result.reused }, files: full.imported, controls: full.controls, summary }, 2)}\n`);
  } else showRun(workplace, full, { decided, summary }, options.width);
  return options.failOn === 'open' && summary.totals.open > 0 ? 1 : 0;
}

/** Imports what the settings name and replays it. */
export async function fullRun(workplace: Workplace, options: ActingOptions & { reason?: string | undefined; strict: boolean }): Promise<FullRun> {
  const asOf = asOfOption(options.asOf);
  const cause = runCause(options, workplace.settings);
  // All names are looked up before anything is imported.
  const [requested, logs] = [requestedExports(workplace), requestedLogs(workplace)];
  const delivered = async (pages: readonly ImportRequest[]): Promise<ImportedFile[]> => {
    await assertApprovals(workplace, requested, pages);
    for (const { where, message } of requested.lacking) tell(visible(`${where}: ${message} yet; what was delivered and imported counts without it`));
    return importFiles(workplace, [...requested.inputs, ...pages], { asOf, strict: options.strict, thenReplay: true });
  };
  const imported = [...(await withPages(workplace, delivered)), ...(await importErpLogs(workplace, logs, { strict: options.strict }))];
  for (const line of importText(imported)) tell(line);
  await withInbox(workplace, undefined, async (inbox) => (await import('../pipeline/capture/manual-export-log.ts')).writeManualExportLog(workplace, inbox));
  for (const shown of await removedSheets(workplace)) tell(`${shown} is gone; what was imported from it stays in force. An empty sheet (its header alone) takes its rows back.`);
  const unread = unreadTables(workplace, requested.inputs, logs);
  for (const line of unreadSheetsText(unread)) tell(line);
  const missing = missingSheetsText(await missingSheets(workplace), unread);
  if (missing !== undefined) tell(missing);
  const controls = await checkControls(workplace);
  for (const line of controlsText(controls)) tell(line);
  return { imported, controls, result: await replayAll(workplace, asOf, undefined, cause) };
}

/** Prints summary and open variances, people's decisions laid over them. */
export function showRun(workplace: Workplace, { result }: FullRun, { decided, summary }: { decided: DecidedRun; summary: RunSummary }, width: number | undefined): void {
  const { run: stored, reused } = result;
  const paint = paintFor(process.stdout);
  if (reused) tell(`Nothing is new since ${stored.id}; it stands as it was.`);
  writeOut(`${summaryText(summary, runHeader(stored), { paint, width: tableWidth(width), command: (words) => commandFor(workplace.project.folder, words) })}\n`);
  const open: VarianceRow[] = [];
  for (const row of decided.rows({ statuses: STATUS_NAMES.filter((status) => STATUSES[status].open) })) {
    if (isOpen(row)) open.push(row);
    if (open.length === MOST_ROWS_SHOWN) break;
  }
  if (open.length === 0) return;
  writeOut(`\n${varianceTable(open, { width: tableWidth(width), paint, shortensIds: isOnTerminal() })}\n`);
  const more = summary.totals.open - open.length;
  if (more > 0) writeOut(`… and ${more.toLocaleString('en-US')} more: ${visible(commandFor(workplace.project.folder, 'variance --open'))}\n`);
}
