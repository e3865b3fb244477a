import { isAwaiting } from '../../domain/awaiting.ts';
import { DecisionBook } from '../../resolution/decision-book.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { RecordReader, type StoredQuarantine } from '../../store/record-reader.ts';
import { quarantineFacts } from '../facts/decision-facts.ts';
import { stillUnread } from '../supplied.ts';
import type { Workplace } from '../workplace.ts';
import { endpointOf } from '../capture/page-of-deliveries.ts';

/** What was delivered and can't be read, and nobody said what it is, in words. An event that awaits its object can be read. */
export function unreadableDeliveries({ database }: Workplace, quarantine: readonly StoredQuarantine[]): string[] {
  const delivered = stillUnread(quarantine, new RecordReader(database)).filter((item) => endpointOf(item.shown) !== undefined && !isAwaiting(item));
  const said = new Set(quarantineFacts(delivered, new DecisionBook(new AuditTrail(database).entries())).filter(({ decision }) => decision !== null).map(({ id }) => id));
  return delivered.filter(({ id }) => !said.has(id)).map(({ shown, line, field, value, reason }) => `${shown}:${line}: ${[field, value].filter((part) => part !== '').join(' ')}: ${reason}`);
}
