import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DeliveryOutcome } from '../../../src/domain/delivery.ts';
import { withPages } from '../../../src/pipeline/capture/collect.ts';
import { type ImportedFile, importInputs, requestedInputs } from '../../../src/pipeline/import-inputs.ts';
import { findReferenceSheets } from '../../../src/project/master-inputs.ts';
import { sheetNamed } from '../../../src/reference/sheets.ts';
import { Inbox } from '../../../src/store/inbox/inbox.ts';
import type { TestProject } from '../../project-folder.ts';

/** What arrived, as the receiver would have stored it. */
export interface Arrived {
  body: string | Buffer;
  endpoint?: string;
  source?: string;
  eventId?: string;
  at?: number;
}

/** Stores deliveries as the receiver does. */
export async function deliver(project: TestProject, ...arrived: Arrived[]): Promise<DeliveryOutcome[]> {
  const inbox = await Inbox.open(join(project.dir, 'inbox.db'));
  try {
    return inbox.store(arrived.map(({ body, endpoint = '/hooks/generic', source = 'generic', eventId, at = Date.UTC(2026, 5, 2, 16) }) => {
      const bytes = Buffer.from(body);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { endpoint, source, eventId: eventId ?? sha256, receivedAt: at, body: bytes, sha256 };
    }));
  } finally {
    inbox.close();
  }
}

/** Imports what the inbox holds, and with `inputs` what the settings name. */
export function collect(project: TestProject, { inputs = false }: { inputs?: boolean } = {}): Promise<ImportedFile[]> {
  return project.work((workplace) => withPages(workplace, (pages) => importInputs(workplace, [...(inputs ? requestedInputs(workplace) : []), ...pages], { asOf: undefined, strict: false })));
}

/** The sheets of the folder, as `run` imports them. */
export const importSheets = (project: TestProject): Promise<ImportedFile[]> => project.work((workplace) => importInputs(workplace, findReferenceSheets(workplace.project, workplace.settings.inputs, sheetNamed).map(({ kind, sheet, reading, ...file }) => ({ kind, file, sheet, reading })), { asOf: undefined, strict: false }));

/** An event of Ramp that names an object. */
export const rampEvent = (id: string, object: string, at: string, type = 'bills.approved'): Arrived => ({
  endpoint: '/hooks/ramp', source: 'ramp', eventId: id, body: JSON.stringify({ id, type, created_at: at, business_id: 'b-1', object: { id: object } }),
});
