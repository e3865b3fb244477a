import type { AuditEntry } from '../domain/audit.ts';
import { stateTold } from '../domain/awaiting.ts';
import { type Instant, parseInstant } from '../domain/calendar.ts';
import type { StoredEvent } from '../domain/event-page.ts';
import { fold } from '../domain/text.ts';
import type { ToldApproval } from '../replay/recorded-event.ts';
import type { StateMeaning } from '../replay/replay-report.ts';
import type { StoredImport, StoredQuarantine } from '../store/record-reader.ts';
import { auditedActs } from './audit-acts.ts';

/** A state of a report that an event told without the report itself, and where that event stands. */
export interface ToldState {
  source: string;
  state: string;
  at: Instant;
  where: string;
}

/** What is known of approvals beside snapshots, as plain data. */
export interface ToldApprovals {
  /** By report, in the order of instants. */
  states: Map<string, ToldState[]>;
  /** When a person said that an export was taken, by its import: its snapshots may have no other instant. */
  takenAt: Map<number, Instant>;
}

export const NOTHING_TOLD: ToldApprovals = { states: new Map(), takenAt: new Map() };

/** Gathers what events told that await, or awaited, their object; `entries` are those of the trail. */
export function toldApprovals(imports: readonly StoredImport[], quarantine: readonly StoredQuarantine[], entries: readonly AuditEntry[]): ToldApprovals {
  const sources = new Map(imports.map(({ id, format }) => [id, format]));
  const states = new Map<string, ToldState[]>();
  for (const item of quarantine) {
    const state = stateTold(item);
    if (state === undefined || item.documentId === null || item.occurredAt === null) continue;
    states.set(item.documentId, [...(states.get(item.documentId) ?? []), { source: sources.get(item.importId) ?? '', state, at: item.occurredAt, where: `${item.shown}:${item.line}` }]);
  }
  if (states.size === 0) return NOTHING_TOLD;
  for (const told of states.values()) told.sort((left, right) => left.at - right.at);
  const stated = auditedActs(entries).imports.flatMap(({ act }) => act.files).flatMap(({ id, kind, options: { asOf } }) => {
    const at = kind === 'approvals' && typeof asOf === 'string' ? parseInstant(asOf) : null;
    return typeof at === 'number' ? [[id, at] as const] : [];
  });
  return { states, takenAt: new Map(stated) };
}

/**
 * When a report came into the final state that a snapshot shows, where the snapshot has no instant but that of its export: the first final state that was told after its submission, and after any
 * other state that was told. Undefined where nothing of it was told, or another state was told last.
 */
export function approvalTold({ snapshot, source, importId }: StoredEvent, { states, takenAt }: ToldApprovals, { final }: StateMeaning): ToldApproval | undefined {
  const { reportId, occurredAt, approvals, submittedAt, status } = snapshot;
  if (approvals !== null || occurredAt === null || occurredAt !== takenAt.get(importId) || !final.has(fold(status))) return undefined;
  let first: ToldState | undefined;
  for (const told of states.get(reportId) ?? []) {
    if (told.source !== source || told.at > occurredAt) continue;
    if (!final.has(fold(told.state))) first = undefined;
    else if (told.at >= (submittedAt ?? Number.NEGATIVE_INFINITY)) first ??= told;
  }
  return first === undefined ? undefined : { at: first.at, where: first.where };
}
