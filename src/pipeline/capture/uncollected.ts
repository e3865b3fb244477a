import { plural } from '../../domain/plural.ts';
import type { StoredImport } from '../../store/record-reader.ts';
import type { Workplace } from '../workplace.ts';
import { countUncollected } from './collect.ts';
import { inboxTrouble } from './known-inbox.ts';

/** Deliveries that the record does not hold, or of which nobody can tell, in words; [] where it holds all. */
export async function uncollected(workplace: Workplace, imports: readonly StoredImport[]): Promise<string[]> {
  const trouble = await inboxTrouble(workplace, imports);
  if (trouble !== null) return [`${trouble}: what was delivered and not collected, or held back, can't be told`];
  const count = await countUncollected(workplace, imports);
  return count === 0 ? [] : [`${plural(count, 'delivery', 'deliveries')} of the inbox ${count === 1 ? 'is' : 'are'} not in the record yet`];
}
