import { formatInstant } from '../../domain/calendar.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { INBOX_FILE } from '../../project/project.ts';
import type { StoredImport } from '../../store/record-reader.ts';
import type { Workplace } from '../workplace.ts';
import { withInbox } from './with-inbox.ts';

/** More than anybody wants to look through. */
const MOST = 20;

/** What to say of an id that the record does not know and that a delivery of the inbox names: it waits, or it went to the manual export log. Undefined where none does. */
export function deliveryNaming(workplace: Workplace, id: string, imports: readonly StoredImport[]): Promise<CannotRun | undefined> {
  return withInbox(workplace, undefined, async (inbox) => {
    const named = inbox.naming(JSON.stringify(id).slice(1, -1), MOST);
    const held = new Set(imports.map(({ sha256 }) => sha256));
    const collected = inbox.pages.all().filter(({ sha256 }) => held.has(sha256));
    const isCollected = ({ endpoint, source, sequence }: (typeof named)[number]): boolean => collected.some((page) => page.endpoint === endpoint && page.source === source && page.firstSequence <= sequence && sequence <= page.lastSequence);
    const say = ({ sequence, endpoint, receivedAt, route }: (typeof named)[number]): CannotRun => (route === 'record'
      ? new CannotRun(`the record does not know ${id} yet; delivery ${sequence} of ${endpoint} (${formatInstant(receivedAt)}) names it and waits to be collected`, { where: INBOX_FILE, remedy: 'Collect it: po-shadow run.' })
      : new CannotRun(`the record does not know ${id}; delivery ${sequence} of ${endpoint} (${formatInstant(receivedAt)}) names it and went to the manual export log, since the sync was off`, { where: INBOX_FILE, remedy: 'reports/sync-manual-export.csv says what to do about it.' }));
    const telling = named.find((each) => each.route !== 'record' || !isCollected(each));
    return telling === undefined ? undefined : say(telling);
  });
}
