import { plural } from '../domain/plural.ts';
import type { Remedy } from '../domain/gate.ts';
import type { RootCause } from '../domain/run.ts';
import type { GateFacts } from './facts.ts';

/** What would close the rows of a root cause. */
export function rootCauseRemedy({ label, status, cause, title, rows, atStake }: RootCause): Remedy {
  const what = cause === '' ? label : `${label}: ${title}`;
  return { action: `Clear ${plural(rows, 'row')} of "${what}"`, command: `po-shadow variance --status ${status}`, rows, clears: atStake };
}

/** The root causes of open rows as actions, largest money first as they come. */
export function openRemedies({ rootCauses }: GateFacts, only: (cause: RootCause) => boolean = () => true): Remedy[] {
  return rootCauses.filter(only).map(rootCauseRemedy);
}

/** Root causes in words, with rows and money. */
export function openEvidence(facts: GateFacts, money: (amounts: Record<string, string>) => string, only: (cause: RootCause) => boolean = () => true): string[] {
  return facts.rootCauses.filter(only).map(({ label, cause, title, rows, atStake }) => `${cause === '' ? label : `${label}: ${title}`}: ${plural(rows, 'row')}, ${money(atStake)}`);
}
