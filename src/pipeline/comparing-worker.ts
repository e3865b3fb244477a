import { workerData } from 'node:worker_threads';
import type { LedgerPage } from '../domain/ledger-page.ts';
import type { ReportText } from '../domain/report-text.ts';
import type { ComparisonJob } from './comparison-job.ts';
import { Comparison, type ComparisonResult } from './comparison.ts';
import { prepareRules } from './dry-run.ts';
import type { SidesPage } from './replay-page.ts';
import type { RowsPage } from './rows-page.ts';
import { type TakenCount, ownPort, waitForRoom } from './threads.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export type ComparisonRequest = { kind: 'reports'; page: SidesPage } | { kind: 'ledger'; page: LedgerPage } | { kind: 'texts_wanted' } | { kind: 'texts'; texts: ReportText[] } | { kind: 'compare' };
export type ComparisonAnswer =
  | { kind: 'added' }
  | { kind: 'texts_wanted'; reportIds: string[] }
  | { kind: 'count'; count: number }
  | { kind: 'rows'; page: RowsPage }
  | { kind: 'done'; result: ComparisonResult }
  | Trouble;

export interface ComparingWorkerInput {
  job: ComparisonJob;
  /** [pages of rows taken by the storing thread]; waited on, so that no more than a few lie between the threads. */
  taken: TakenCount;
}

const PAGES_AHEAD = 8;

const { job, taken } = workerData as ComparingWorkerInput;
const port = ownPort();
const answer = (message: ComparisonAnswer): void => port.postMessage(message);

const prepared = prepareRules(job.settings, job.sheets).then((rules) => new Comparison(job, rules));

function compare(comparison: Comparison): void {
  const { count, rows, result } = comparison.compare();
  answer({ kind: 'count', count });
  let sent = 0;
  for (const page of rows) {
    waitForRoom(taken, sent, PAGES_AHEAD);
    answer({ kind: 'rows', page });
    sent++;
  }
  answer({ kind: 'done', result: result() });
}

port.on('message', async (request: ComparisonRequest) => {
  try {
    const comparison = await prepared;
    if (request.kind === 'compare') compare(comparison);
    else if (request.kind === 'texts_wanted') {
      answer({ kind: 'texts_wanted', reportIds: comparison.textsWanted() });
      comparison.matchWithoutWords();
    } else {
      if (request.kind === 'reports') comparison.addReports(request.page);
      else if (request.kind === 'ledger') comparison.addLedger(request.page);
      else comparison.addTexts(request.texts);
      answer({ kind: 'added' });
    }
  } catch (error) {
    answer(troubleOf(error));
  }
});
