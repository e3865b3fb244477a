import { EntityNames } from '../mapping/entity-names.ts';
import { readReferenceData } from '../reference/sheets.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { RecordReader } from '../store/record-reader.ts';
import { sheetsInForce } from './sheets-in-force.ts';
import type { Workplace } from './workplace.ts';

/** What legal entities of the ledger stand for, by the sheet master/entities that is in force. Throws CannotRun. */
export async function entityNamesInForce({ database, evidence }: Pick<Workplace, 'database' | 'evidence'>): Promise<EntityNames> {
  const sheets = (await new RecordReader(database).sheets()).filter(({ kind, sheet }) => kind === 'master' && sheet === 'entities');
  const { master } = await readReferenceData(sheetsInForce({ evidence }, sheets, new AuditTrail(database).entries()));
  return new EntityNames(master.entities);
}
