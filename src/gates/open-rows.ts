import { plural } from '../domain/plural.ts';
import type { Remedy } from '../domain/gate.ts';
import type { RootCause } from '../domain/run.ts';
import type { GateFacts } from './facts.ts';

/** What would close the rows of a root cause; it clears by itself only those that need nothing else. */
export function rootCauseRemedy({ id, title, fix, rows, alone }: RootCause): Remedy {
  const together = alone.rows === rows ? '' : `, ${alone.rows === 0 ? 'all' : (rows - alone.rows).toLocaleString('en-US')} together with other fixes`;
  return { action: `Clear ${plural(rows, 'row')} of "${title}"${together}: ${fix.size}`, command: `po-shadow variance --cause ${id}`, rows, clears: alone.atStake };
}

/** The root causes of open rows as actions, largest money first as they come. */
export function openRemedies({ rootCauses }: GateFacts, only: (cause: RootCause) => boolean = () => true): Remedy[] {
  return rootCauses.filter(only).map(rootCauseRemedy);
}

/** Root causes in words, with rows and money. */
export function openEvidence(facts: GateFacts, money: (amounts: Record<string, string>) => string, only: (cause: RootCause) => boolean = () => true): string[] {
  return facts.rootCauses.filter(only).map(({ title, rows, atStake, fix }) => `${title}: ${plural(rows, 'row')}, ${money(atStake)}, ${fix.size}`);
}
