import { extname } from 'node:path';
import { EntityNames } from '../mapping/entity-names.ts';
import { readReferenceData } from '../reference/sheets.ts';
import { RecordReader } from '../store/record-reader.ts';
import type { Workplace } from './workplace.ts';

/** What legal entities of the ledger stand for, by the sheet master/entities that is in force. */
export async function entityNamesInForce({ database, evidence }: Workplace): Promise<EntityNames> {
  const sheets = (await new RecordReader(database).sheets()).filter(({ kind, sheet }) => kind === 'master' && sheet === 'entities');
  const { master } = await readReferenceData(sheets.map(({ sha256, shown }) => ({ kind: 'master', sheet: 'entities', file: { path: evidence.pathOf(sha256), name: `entities${extname(shown)}`, shown } })));
  return new EntityNames(master.entities);
}
