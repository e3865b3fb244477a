import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Delivery } from '../../domain/delivery.ts';
import type { StoredEvent } from '../../domain/event-page.ts';
import { unpackSnapshot } from '../../domain/expense-report.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { Refusal } from '../../intake/sink.ts';
import { INBOX_FILE } from '../../project/project.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { never } from '../decode-export.ts';
import { fieldsOf } from '../import-inputs.ts';
import { readHere } from '../reading.ts';
import type { Workplace } from '../workplace.ts';
import { readingOfSource } from './collect.ts';
import { pageText } from './page-of-deliveries.ts';
import { DROPPED } from './take-dropped.ts';
import { withInbox } from './with-inbox.ts';

/** What a delivery turned out to be: an event, or what can't be taken for one. */
export type Found = { event: StoredEvent } | { refusal: Refusal };

/**
 * Events that went to the manual export log and that nothing in the record holds, neither the same event nor a snapshot of then or later: an export brings them. A body that can't be
 * read names nothing that could be looked for; the log tells a person to look it up.
 */
export async function missingHeldBack(workplace: Workplace): Promise<string[]> {
  const reader = new RecordReader(workplace.database);
  const isHeld = (eventId: string | undefined, documentId: string, at: number | null): boolean =>
    (eventId !== undefined && reader.hasEvent({ eventId, documentId, revision: null, occurredAt: null })) || (at !== null && reader.hasSnapshotSince(documentId, at));
  return withInbox(workplace, [], async (inbox) => {
    const missing: string[] = [];
    for (const [sequence, found] of await readHeldBack(workplace, inbox.manualExports.deliveries())) {
      for (const each of found) {
        const { eventId, documentId, occurredAt } = 'event' in each ? { ...each.event.snapshot, documentId: each.event.snapshot.reportId } : each.refusal;
        if (documentId !== undefined && !isHeld(eventId, documentId, occurredAt ?? null)) missing.push(`${documentId} (delivery ${sequence})`);
      }
    }
    return missing;
  });
}

/** What each delivery, or dropped file, holds, by its sequence, read as the record would have read it. */
export async function readHeldBack(workplace: Workplace, deliveries: readonly Delivery[]): Promise<Map<number, Found[]>> {
  const found = new Map<number, Found[]>();
  if (deliveries.length === 0) return found;
  const scratch = mkdtempSync(join(workplace.project.folder, `${INBOX_FILE}.log-`));
  try {
    for (const delivery of deliveries) {
      const { sequence, source, endpoint, body } = delivery;
      const own: Found[] = [];
      found.set(sequence, own);
      const name = endpoint.startsWith(DROPPED) ? basename(endpoint) : 'log.deliveries';
      const path = join(scratch, String(sequence));
      writeFileSync(path, endpoint.startsWith(DROPPED) ? body : pageText([delivery]), { mode: 0o600 });
      const input = readingOfSource(workplace.settings, source);
      try {
        await readHere({ kind: 'approvals', format: source, file: { path, name, shown: name }, timeZone: input.timeZone, fields: { ...fieldsOf(input), takenAt: undefined } }, {
          restart: never('a second reading'), order: never('a manual PO'),
          event: ({ content, eventId, occurredAt, reportId, revision, status }, line) => own.push({ event: { snapshot: unpackSnapshot({ eventId, occurredAt, reportId, revision, status }, content), source, importId: 0, line } }),
          refuse: (refusal) => own.push({ refusal }),
          control() {}, unread() {}, bytes() {},
        });
      } catch (error) {
        if (!(error instanceof CannotRun)) throw error;
        own.push({ refusal: { line: 1, rows: 1, field: '', value: '', reason: `${name}: ${error.message}` } });
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return found;
}
