import { type LogSpan, LogIndex } from '../diagnosis/log-index.ts';
import { fold } from '../domain/text.ts';
import type { ErpLogReader } from '../store/erp-log-store.ts';
import { RunReader } from '../store/run-store.ts';
import { keyFieldsOf, keysIn } from './body-keys.ts';
import type { Workplace } from './workplace.ts';

/** All log entries by the transactions that they name: by keys of the run's would-be POs, by numbers of paired POs, by ids in texts. */
export function indexLogs({ database, settings }: Workplace, runId: string, logs: ErpLogReader, transactionIds: readonly string[], orders: ReadonlyMap<string, string>): LogIndex {
  const files = logs.files();
  const spans = files.flatMap(({ firstAt, lastAt }): LogSpan[] => (firstAt === null || lastAt === null ? [] : [{ from: firstAt, to: lastAt }]));
  // Without a log there is nothing to find, and there may be as many keys as reports.
  if (files.length === 0) return new LogIndex([], [], { transactionIds: [], keys: new Map(), orders: new Map() });
  const fields = keyFieldsOf(settings);
  const keys = new Map<string, string>();
  for (const { reportId, idempotencyKey, requestBody } of new RunReader(database).orderKeys(runId)) for (const key of [idempotencyKey, ...keysIn(JSON.parse(requestBody), fields).map(({ value }) => value)]) keys.set(fold(key), reportId);
  return new LogIndex(logs.entries(), spans, { transactionIds, keys, orders });
}
