import type { StoredEvent } from './event-page.ts';

/** What a report says in words: who bought, and what. A memo of the ledger may say some of it. */
export interface ReportText {
  reportId: string;
  text: string;
}

/** The words of a report's newest snapshot: its name, its lines' descriptions, and the employee's address without the domain. */
export function reportText(events: readonly StoredEvent[]): ReportText | undefined {
  const snapshot = events.at(-1)?.snapshot;
  if (snapshot === undefined) return undefined;
  const [employee = ''] = snapshot.employee.email.split('@');
  return { reportId: snapshot.reportId, text: [employee, snapshot.name, ...snapshot.lines.map(({ description }) => description)].join('\n') };
}
