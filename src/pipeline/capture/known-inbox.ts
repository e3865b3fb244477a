import { join } from 'node:path';
import { CannotRun } from '../../domain/trouble.ts';
import { INBOX_FILE } from '../../project/project.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { Inbox } from '../../store/inbox/inbox.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import type { Workplace } from '../workplace.ts';
import { endpointOf } from './page-of-deliveries.ts';

/**
 * What is wrong with the inbox by what the record tells of it: it is gone, or it is not the one, or an older copy, since it lacks a switch of the trail or a page that was imported. Null where
 * it is as told. The inbox is ahead of the record at all times: a switch holds before its entry is written, and a page is settled before it is imported.
 */
export async function inboxTrouble(workplace: Workplace, imports: readonly StoredImport[]): Promise<string | null> {
  const pages = imports.filter(({ kind, shown }) => kind === 'approvals' && endpointOf(shown) !== undefined);
  const switches = new AuditTrail(workplace.database).entries().flatMap(({ act }) => (act.kind === 'sync' ? [act] : []));
  if (pages.length === 0 && switches.length === 0) return null;
  const inbox = await Inbox.openExisting(join(workplace.project.folder, INBOX_FILE));
  if (inbox === undefined) return `${INBOX_FILE} is gone`;
  try {
    const own = new Map(inbox.switches.all().map(({ number, state, afterSequence }) => [number, `${state} ${afterSequence}`]));
    const lost = switches.find(({ number, state, afterDelivery }) => own.get(number) !== `${state} ${afterDelivery}`);
    if (lost !== undefined) return `${INBOX_FILE} is another one, or an older copy: it does not know switch ${lost.number} of the sync (${lost.state}), which is in the audit trail`;
    const settled = new Set(inbox.pages.all().map(({ sha256 }) => sha256));
    const missing = pages.find(({ sha256 }) => !settled.has(sha256));
    return missing === undefined ? null : `${INBOX_FILE} is another one, or an older copy: it does not hold ${missing.shown}, which is in the record`;
  } finally {
    inbox.close();
  }
}

/** Throws CannotRun where the inbox is not the one of which the record tells: nothing is captured into a new one, whose sync would be on, while the old one held things back. */
export async function assertKnownInbox(workplace: Workplace): Promise<void> {
  const trouble = await inboxTrouble(workplace, await new RecordReader(workplace.database).imports());
  if (trouble === null) return;
  throw new CannotRun(trouble, { where: INBOX_FILE, remedy: 'Put inbox.db back from the newest backup. Without one nobody can tell what was held back: capture into a new project folder, and import exports of all that was approved there.' });
}
