import type { SyncSwitch } from '../../domain/delivery.ts';
import type { NewAuditEntry } from '../../domain/audit.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import type { Inbox } from '../../store/inbox/inbox.ts';
import type { Workplace } from '../workplace.ts';

/**
 * Sees that every switch of the sync stands in the audit trail. The switch itself is in the inbox and holds from there, at once; where a process was killed before it wrote the entry, the
 * next one does. Returns how many were missing.
 */
export async function noteSwitches({ database }: Workplace, inbox: Inbox): Promise<number> {
  const switches = inbox.switches.all();
  if (switches.length === 0) return 0;
  return database.transaction(() => {
    const trail = new AuditTrail(database);
    const noted = new Set(trail.entries().flatMap(({ act }) => (act.kind === 'sync' ? [act.number] : [])));
    const missing = switches.filter(({ number }) => !noted.has(number));
    for (const each of missing) trail.append(entryOf(each));
    return missing.length;
  });
}

const entryOf = ({ number, state, at, clock, person, osUser, osHost, reason, afterSequence }: SyncSwitch): NewAuditEntry => ({
  at, clock, actor: { person, osUser, osHost }, act: { kind: 'sync', number, state, afterDelivery: afterSequence, reason },
});
