import type { ZonedClock } from '../../domain/calendar.ts';
import { readText, readWhole } from '../../intake/fields.ts';
import { Unreadable } from '../../intake/row-problem.ts';
import type { Refusal } from '../../intake/sink.ts';
import type { Part } from '../json/part.ts';

/** The order in which a document goes through its states; what is not named comes last. */
const STAGES: Record<string, number> = { READY: 1, ACKNOWLEDGED: 2, POSTING_CONFIRMED_SUCCESS: 3, POSTING_CONFIRMED_FAILURE: 3 };

/**
 * The document's id and state: the same document delivered in a later state is another event. The service stamps both with one
 * instant, and events of one instant are replayed in the order of their ids, so the id says which state comes first.
 */
export function eventIdOf(whole: Part): string {
  return stagedId(readText('id', whole.text('id')), readText('docStatus', whole.text('docStatus')));
}

const stagedId = (id: string, status: string): string => `${id}/${STAGES[status.toUpperCase()] ?? 4}-${status}`;

/** The service documents 1 as the revision of a report that was never changed after posting. */
export function revisionOf(report: Part): number {
  return report.has('revisionNumber') ? readWhole(report.at('revisionNumber'), report.text('revisionNumber')) : 1;
}

/** What can still be told of a document that could not be read, so that its report counts as incomplete. */
export function identityOf(whole: Part, clock: ZonedClock | undefined): Partial<Refusal> {
  const known = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (error instanceof Unreadable) return undefined;
      throw error;
    }
  };
  const report = known(() => whole.part('document').part('report'));
  return {
    eventId: known(() => eventIdOf(whole)),
    documentId: known(() => report?.text('reportId')) || undefined,
    revision: report && known(() => revisionOf(report)),
    occurredAt: known(() => report?.moment('reportPaymentProcessingDate', clock)?.at),
  };
}

/** The same where the JSON itself is damaged: the ids are looked for in the text (with escaped quotes in a document sent as text). */
export function identityInText(text: string): Partial<Refusal> {
  const find = (key: string): string | undefined => new RegExp(`"${key}\\\\?"\\s*:\\s*\\\\?"([^"\\\\]{1,200})`).exec(text)?.[1];
  const id = find('id');
  const status = find('docStatus');
  const revision = find('revisionNumber') ?? '';
  return {
    eventId: id === undefined || status === undefined ? undefined : stagedId(id, status),
    documentId: find('reportId'),
    revision: /^\d{1,15}$/.test(revision) ? Number(revision) : undefined,
  };
}
