import type { Act } from '../../domain/audit.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { RecordReader, type StoredQuarantine } from '../../store/record-reader.ts';
import type { Workplace } from '../workplace.ts';
import { statedReason } from './deciding.ts';

/** The acts that dispose of quarantined documents by their numbers. Throws CannotRun for an unknown one, or a correction that nothing shows. */
export async function quarantineActs({ database }: Workplace, numbers: readonly string[], decision: 'accept' | 'correct', reason: string | undefined): Promise<Extract<Act, { kind: 'quarantine' }>[]> {
  const reader = new RecordReader(database);
  const said = statedReason(reason);
  const items = await reader.quarantine();
  const later = await reader.imports();
  return numbers.map((number) => {
    const item = items.find(({ id }) => String(id) === number);
    if (item === undefined) throw new CannotRun(`quarantine holds nothing numbered ${number}`, { remedy: items.length === 0 ? 'It is empty.' : `It holds ${items.map(({ id }) => id).slice(0, 20).join(', ')}: po-shadow quarantine.` });
    if (decision === 'correct' && !isCorrected(reader, item, later.some(({ id, kind, shown }) => id > item.importId && kind === item.kind && (item.kind === 'approvals' || item.kind === 'ledger' || shown === item.shown)))) {
      throw new CannotRun(`nothing imported since holds what ${item.shown}:${item.line} should have said${item.documentId === null ? '' : ` (${item.documentId})`}`, { where: `quarantine ${number}`, remedy: 'Correct it where it comes from, export it again and import that; or accept it with po-shadow quarantine accept.' });
    }
    return { kind: 'quarantine', item: item.id, at: `${item.shown}:${item.line}`, decision, reason: said };
  });
}

/** Whether a later import supplied a document; where nobody can tell which one it was, whether there is a later import at all. */
function isCorrected(reader: RecordReader, item: StoredQuarantine, hasLaterImport: boolean): boolean {
  if (!hasLaterImport) return false;
  if (item.eventId !== null) return reader.hasEvent({ ...item, eventId: item.eventId });
  if (item.documentId === null || (item.kind !== 'approvals' && item.kind !== 'ledger')) return true;
  if (item.kind === 'approvals') return reader.eventsOf(item.documentId).some(({ importId }) => importId > item.importId);
  return reader.manualOrders([item.documentId]).flat().some(({ importId, seenImportId }) => importId > item.importId || seenImportId > item.importId);
}
