import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditReport } from '../../domain/audit-report.ts';
import type { Verdict } from '../../domain/gate.ts';
import { MoneySums } from '../../domain/money-sums.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { type VarianceRow, isOpen } from '../../domain/variance.ts';
import type { DecisionModel, Week } from '../../report/decision-model.ts';
import { writeDecisionWorkbook } from '../../report/workbook/write-decision-workbook.ts';
import { RootCauseTally } from '../../variance/root-causes.ts';
import { VarianceTally } from '../../variance/totals.ts';
import { causeId } from '../cause-id.ts';
import { mappingOf } from '../mapping-evidence.ts';
import { RowTally } from '../row-tally.ts';
import type { Workplace } from '../workplace.ts';
import { ModelTally, decisionModel, weeksOf } from './decision-model.ts';
import { type Judging, judgeAudited } from './judge-project.ts';

/** Which report, and where to. */
export interface ReportRequest extends Judging {
  /** Only the rows of this week, counted from 1; the verdict is that of the whole. */
  week?: number | undefined;
  /** Absolute path of the workbook; else reports/go-no-go-DATE.xlsx. */
  out?: string | undefined;
}

/** What was written, by absolute paths. */
export interface WrittenReport {
  verdict: Verdict;
  /** Null where nothing was replayed yet, so that there is nothing to write. */
  path: string | null;
  companions: string[];
}

/** Judges an audited project and writes the workbook. Throws CannotRun for a week that the window does not have. */
export async function writeAuditedReport(workplace: Workplace, audit: AuditReport, { week, out, ...judging }: ReportRequest): Promise<WrittenReport> {
  const { project, settings, clock } = workplace;
  const chosen = week === undefined ? undefined : weekNumbered(weeksOf(settings.window), week);
  const tally = new ModelTally();
  const judged = await judgeAudited(workplace, audit, judging, (row) => tally.add(row));
  const { verdict, decided, summary } = judged;
  if (decided === undefined || summary === undefined) return { verdict, path: null, companions: [] };
  const whole = await decisionModel(workplace, { ...judged, decided, summary }, verdict, tally);
  const model = chosen === undefined ? whole : ofWeek(whole, chosen);
  const date = decided.asOf === null ? 'undated' : clock.dateOf(decided.asOf);
  const path = out ?? join(project.folder, 'reports', `go-no-go-${date}${chosen === undefined ? '' : `-week-${chosen.number}`}.xlsx`);
  if (out === undefined) mkdirSync(join(project.folder, 'reports'), { recursive: true });
  return { verdict, ...(await writeDecisionWorkbook(model, path)) };
}

function weekNumbered(weeks: readonly Week[], number: number): Week {
  const week = weeks[number - 1];
  if (week === undefined) throw new CannotRun(`--week ${number} is not in the window`, { remedy: `The window has weeks 1 to ${weeks.length}.` });
  return week;
}

/** The model with the rows of one week alone, its totals and root causes with them; gates and verdict stay those of the whole. */
function ofWeek(model: DecisionModel, week: Week): DecisionModel {
  const isOfWeek = ({ date }: VarianceRow): boolean => date !== null && date >= week.from && date <= week.to;
  function* rows(): Generator<VarianceRow> {
    for (const row of model.rows()) if (isOfWeek(row)) yield row;
  }
  const totals = new VarianceTally();
  const causes = new RootCauseTally(causeId, model.summary.unread);
  const tally = new ModelTally();
  const ofRun = new RowTally();
  const openMoney = new MoneySums();
  let resolved = 0;
  for (const row of rows()) {
    totals.add(row);
    causes.add(row);
    tally.add(row);
    ofRun.add(row);
    if (row.resolution?.state === 'resolved') resolved++;
    if (isOpen(row)) openMoney.addDecimal(row.currency, row.atStake);
  }
  const summed = totals.result();
  const rootCauses = causes.result(mappingOf(model.rootCauses));
  return {
    ...model, weeks: [week], days: tally.days(week), rootCauses, rows, wouldBeLines: () => model.wouldBeLines(week), ledgerLines: () => model.ledgerLines(week),
    summary: { ...model.summary, ...ofRun.wouldBe(), totals: summed, rootCauses, agreeing: ofRun.agreeing },
    counts: { ...model.counts, rows: summed.rows },
    afterResolutions: { open: summed.open, resolved, net: tally.net, gross: tally.gross, openMoney: openMoney.plain(true) },
  };
}
