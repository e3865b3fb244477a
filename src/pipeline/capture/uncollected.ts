import { plural } from '../../domain/plural.ts';
import type { StoredImport } from '../../store/record-reader.ts';
import type { Workplace } from '../workplace.ts';
import { countUncollected, isInboxGone } from './collect.ts';

/** Deliveries that the record does not hold, or of which nobody can tell, in words; [] where it holds all. */
export async function uncollected(workplace: Workplace, imports: readonly StoredImport[]): Promise<string[]> {
  if (isInboxGone(workplace, imports)) return ['inbox.db is gone: what was delivered and not collected, or held back, can\'t be told'];
  const count = await countUncollected(workplace, imports);
  return count === 0 ? [] : [`${plural(count, 'delivery', 'deliveries')} of the inbox ${count === 1 ? 'is' : 'are'} not in the record yet`];
}
