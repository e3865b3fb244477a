import { CannotRun } from '../domain/trouble.ts';
import { UnreadableRow } from '../intake/row-problem.ts';
import type { ApprovalsSink, InputFile, ReadingOptions } from '../intake/sink.ts';
import { isCashAdvance } from './concur-sae/entries.ts';
import { forEachExtractRow, lastLines } from './concur-sae/extract-file.ts';
import { type ExtractRow, reportOf } from './concur-sae/extract-row.ts';
import { ExtractTotals } from './concur-sae/extract-totals.ts';
import { EXTRACTED, hasNoReport, identityOf, readExtractedReport } from './concur-sae/extracted-report.ts';
import type { Source } from './source.ts';

/**
 * SAP Concur's Standard Accounting Extract v3: a header and one row of 400 columns a journal entry. Only fully approved reports are extracted.
 * Amounts are signed decimals of the employee's reimbursement currency (docs/systems/concur.md).
 */
export const concurSae: Source = {
  name: 'concur-sae',
  finalStates: [EXTRACTED],
  postedStates: [],
  async read(file, options, sink) {
    if (options.category === 'code') {
      throw new CannotRun('category: code can\'t be read from an accounting extract, which has the names of expense types alone', { where: file.shown, remedy: 'Leave category out, and map the names.' });
    }
    readExtract(file, options, sink);
  },
};

/** Reads the file twice: once for where each report ends, so that no more of them are held than are open at a time. */
function readExtract(file: InputFile, options: ReadingOptions, sink: ApprovalsSink): void {
  const last = lastLines(file, options.delimiter);
  const open = new Map<string, (() => ExtractRow)[]>();
  const totals = new ExtractTotals();
  const take = (row: ExtractRow, again: () => ExtractRow): void => {
    totals.row(row);
    const reportId = reportOf(row);
    if (reportId === '') return refuseAlone(row, sink);
    const before = open.get(reportId) ?? [];
    if (last.get(reportId) === row.line) {
      open.delete(reportId);
      deliver(reportId, [...before.map((read) => read()), row], options, sink);
    } else {
      before.push(again);
      // A copy of the id: a piece of a text would keep the whole of it.
      if (before.length === 1) open.set(Buffer.from(reportId).toString(), before);
    }
  };
  forEachExtractRow(
    file,
    options.delimiter,
    (row, again) => {
      if (row.kind === 'DETAIL') take(row, again);
      else if (row.kind !== 'EXTRACT' || !totals.header(row)) refuseAlone(row, sink);
    },
    (count) => sink.bytes(count),
  );
  for (const total of totals.controls()) sink.control(total);
}

function deliver(reportId: string, rows: readonly ExtractRow[], options: ReadingOptions, sink: ApprovalsSink): void {
  try {
    const { snapshot, total } = readExtractedReport(rows, options);
    sink.accept(snapshot, rows[0]?.line ?? 0, rows.length);
    if (total !== null) sink.control(total);
  } catch (error) {
    if (!(error instanceof UnreadableRow)) throw error;
    sink.refuse({ line: error.line, rows: rows.length, ...error.problem, documentId: reportId, ...identityOf(rows) });
  }
}

/** Sets a row aside that belongs to no report that is known. */
function refuseAlone(row: ExtractRow, sink: ApprovalsSink): void {
  sink.refuse({ line: row.line, rows: 1, ...(row.problem ?? { field: '', value: row.cells.join(' ').trim(), reason: reasonOf(row) }) });
}

function reasonOf(row: ExtractRow): string {
  if (row.kind === 'EXTRACT') return 'a header that is not the first row; its totals are not compared: each extract is a file of its own';
  if (row.kind === 'other') return 'the row begins with neither EXTRACT nor DETAIL';
  return hasNoReport(row) && isCashAdvance(row) ? 'a cash advance that belongs to no report; no purchase order comes of it' : 'the Report ID is missing';
}
