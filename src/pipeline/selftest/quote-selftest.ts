import { type SelftestQuote, selftestWords } from '../../domain/selftest.ts';
import { configurationOf } from '../configuration.ts';
import type { Workplace } from '../workplace.ts';
import { keptSelftest } from './selftest-record.ts';

/** What the project's newest self-test came to, where it was one of the configuration in force. */
export async function quoteSelftest(workplace: Workplace): Promise<SelftestQuote> {
  const kept = keptSelftest(workplace.project);
  if (kept === null || kept.configuration !== (await configurationOf(workplace))) return { onThisConfiguration: false, words: 'not run on this configuration (po-shadow selftest)' };
  return { onThisConfiguration: true, words: `${selftestWords(kept)}, on the configuration in force` };
}
