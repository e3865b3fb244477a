import { type LogSpan, LogIndex } from '../diagnosis/log-index.ts';
import { fold } from '../domain/text.ts';
import type { ErpLogReader } from '../store/erp-log-store.ts';
import { RunReader } from '../store/run-store.ts';
import type { Workplace } from './workplace.ts';

/** Fields of request bodies in which an ERP holds the idempotency key (docs/erp-profiles.md). */
const KEY_FIELDS = ['externalId', 'CorrespncExternalReference', 'VendorOrderReference'];

/** All log entries by the transactions that they name: by keys of the run's would-be POs, by numbers of paired POs, by ids in texts. */
export function indexLogs({ database, settings }: Workplace, runId: string, logs: ErpLogReader, transactionIds: readonly string[], orders: ReadonlyMap<string, string>): LogIndex {
  const files = logs.files();
  const spans = files.flatMap(({ firstAt, lastAt }): LogSpan[] => (firstAt === null || lastAt === null ? [] : [{ from: firstAt, to: lastAt }]));
  // Without a log there is nothing to find, and there may be as many keys as reports.
  if (files.length === 0) return new LogIndex([], [], { transactionIds: [], keys: new Map(), orders: new Map() });
  const fields = [...KEY_FIELDS, ...(settings.erpDefaults?.['dynamics-bc']?.keyField === undefined ? [] : [settings.erpDefaults['dynamics-bc'].keyField])];
  const keys = new Map<string, string>();
  for (const { reportId, idempotencyKey, requestBody } of new RunReader(database).orderKeys(runId)) for (const key of [idempotencyKey, ...keysIn(JSON.parse(requestBody), fields)]) keys.set(fold(key), reportId);
  return new LogIndex(logs.entries(), spans, { transactionIds, keys, orders });
}

/** The keys in a body, or in the bodies that a document of several requests holds. */
function keysIn(body: unknown, fields: readonly string[]): string[] {
  if (typeof body !== 'object' || body === null) return [];
  const held = Object.entries(body);
  const own = held.flatMap(([name, value]) => (fields.includes(name) && typeof value === 'string' && value !== '' ? [value] : []));
  return own.length > 0 ? own : held.flatMap(([, value]) => (Array.isArray(value) ? [] : keysIn(value, fields)));
}
