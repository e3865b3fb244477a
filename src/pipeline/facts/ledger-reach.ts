import { CannotRun } from '../../domain/trouble.ts';
import type { LedgerReach } from '../../gates/facts.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import { importsOfInput } from '../imports-of-input.ts';
import type { Workplace } from '../workplace.ts';

/**
 * Up to which date each ledger says what was keyed: the latest as-of of its exports. A ledger is an entry of `inputs.ledger`: its files
 * as they are now, and every other export that shares a PO with them, however it was imported. Where one entry or none is configured,
 * all exports are of one ledger.
 */
export function ledgerReaches(workplace: Workplace, imports: readonly StoredImport[]): LedgerReach[] {
  const exports = imports.filter(({ kind }) => kind === 'ledger');
  const { ledger } = workplace.settings.inputs;
  const until = (these: readonly StoredImport[]): string | null => these.flatMap(({ asOf }) => (asOf === null ? [] : [workplace.clock.dateOf(asOf)])).sort().at(-1) ?? null;
  if (ledger.length < 2) return [{ input: 'the ledger', until: until(exports) }];
  const pairs = new RecordReader(workplace.database).overlappingExports();
  return ledger.map(({ files }, index) => {
    const input = `inputs.ledger[${index}]`;
    return { input, until: until(sameLedger(own(workplace, files, input, exports), exports, pairs)) };
  });
}

/** What was imported of an entry; nothing where its files are gone. */
function own(workplace: Workplace, files: readonly string[], input: string, exports: readonly StoredImport[]): StoredImport[] {
  try {
    return importsOfInput(workplace, files, input, exports);
  } catch (error) {
    if (error instanceof CannotRun) return [];
    throw error;
  }
}

/** These exports, and all that share a PO with any of them. */
function sameLedger(some: readonly StoredImport[], exports: readonly StoredImport[], pairs: readonly [oneId: number, otherId: number][]): StoredImport[] {
  const ids = new Set(some.map(({ id }) => id));
  for (const id of ids) for (const pair of pairs) if (pair.includes(id)) for (const each of pair) ids.add(each);
  return exports.filter(({ id }) => ids.has(id));
}
