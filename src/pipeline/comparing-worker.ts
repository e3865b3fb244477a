import type { LedgerPage } from '../domain/ledger-page.ts';
import type { ReportText } from '../domain/report-text.ts';
import type { ComparisonJob } from './comparison-job.ts';
import { Comparison, type ComparisonResult } from './comparison.ts';
import { prepareRules } from './dry-run.ts';
import type { SidesPage } from './replay-page.ts';
import type { RowsPage } from './rows-page.ts';
import { type TakenCount, ownPort, waitForRoom } from './threads.ts';
import { type Trouble, troubleOf } from './trouble.ts';

export type ComparisonRequest = { kind: 'job'; job: ComparisonJob; taken: TakenCount } | { kind: 'reports'; page: SidesPage } | { kind: 'ledger'; page: LedgerPage } | { kind: 'texts_wanted' } | { kind: 'texts'; texts: ReportText[] } | { kind: 'compare' };
export type ComparisonAnswer =
  | { kind: 'added' }
  | { kind: 'texts_wanted'; reportIds: string[] }
  | { kind: 'count'; count: number }
  | { kind: 'rows'; page: RowsPage }
  | { kind: 'done'; result: ComparisonResult }
  | Trouble;

const PAGES_AHEAD = 8;

const port = ownPort();
const answer = (message: ComparisonAnswer): void => port.postMessage(message);

/** What is compared, and how many pages of rows the storing thread has taken: waited on, so that no more than a few lie between the threads. */
let given: { prepared: Promise<Comparison>; taken: TakenCount } | undefined;

function compare(comparison: Comparison, taken: TakenCount): void {
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
    if (request.kind === 'job') {
      const { job, taken } = request;
      given = { prepared: prepareRules(job.settings, job.sheets).then((rules) => new Comparison(job, rules)), taken };
    }
    const { prepared, taken } = given as NonNullable<typeof given>;
    const comparison = await prepared;
    if (request.kind === 'job') return;
    if (request.kind === 'compare') compare(comparison, taken);
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
