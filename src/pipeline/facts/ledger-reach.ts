import type { Instant } from '../../domain/calendar.ts';
import type { LedgerReach } from '../../gates/facts.ts';
import type { NamedCodes } from '../../mapping/named-codes.ts';
import { RecordReader, type StoredImport } from '../../store/record-reader.ts';
import type { ConfiguredInput } from '../configured-inputs.ts';
import { sameLedgerPairs } from '../same-ledger.ts';
import type { Workplace } from '../workplace.ts';

/** A ledger and its exports. */
export interface LedgerExports {
  input: string;
  exports: StoredImport[];
}

/**
 * The ledgers that are compared. A ledger is an entry of `inputs.ledger`: its files as they are now, and every other export that shares a PO with them,
 * however it was imported. Where one entry or none is configured, all exports are of one ledger. `names` are those of legal entities.
 */
export function ledgersOf({ database }: Pick<Workplace, 'database'>, inputs: readonly ConfiguredInput[], imports: readonly StoredImport[], names: NamedCodes): LedgerExports[] {
  const exports = imports.filter(({ kind }) => kind === 'ledger');
  const ledgers = inputs.filter(({ kind }) => kind === 'ledger');
  if (ledgers.length < 2) return [{ input: 'the ledger', exports }];
  const pairs = sameLedgerPairs(new RecordReader(database).overlappingExports(), names);
  return ledgers.map(({ name, imports: own }) => ({ input: name, exports: sameLedger(own, exports, pairs) }));
}

/**
 * Up to which date each ledger says what was keyed: the latest as-of of its exports. No further than `now`, the instant of the verdict: an as-of that is still to come was
 * mistyped, and says nothing of what is keyed until then.
 */
export function ledgerReaches(workplace: Workplace, inputs: readonly ConfiguredInput[], imports: readonly StoredImport[], { names, now }: { names: NamedCodes; now: Instant | null }): LedgerReach[] {
  const until = (these: readonly StoredImport[]): string | null => these.flatMap(({ asOf }) => (asOf === null ? [] : [workplace.clock.dateOf(now === null ? asOf : Math.min(asOf, now))])).sort().at(-1) ?? null;
  return ledgersOf(workplace, inputs, imports, names).map(({ input, exports }) => ({ input, until: until(exports) }));
}

/** These exports, and all that share a PO with any of them. */
function sameLedger(some: readonly StoredImport[], exports: readonly StoredImport[], pairs: readonly [oneId: number, otherId: number][]): StoredImport[] {
  const ids = new Set(some.map(({ id }) => id));
  for (const id of ids) for (const pair of pairs) if (pair.includes(id)) for (const each of pair) ids.add(each);
  return exports.filter(({ id }) => ids.has(id));
}
