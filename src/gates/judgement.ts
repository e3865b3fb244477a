import type { GateResult, Remedy } from '../domain/gate.ts';
import type { GateFacts } from './facts.ts';

/** What a gate says of the facts. */
export type Judgement = Pick<GateResult, 'passed' | 'measured' | 'required' | 'measuredText' | 'requiredText' | 'evidence' | 'remedies'>;

/** One gate: what it is called, whether it may be waived, and how it judges. */
export interface Gate {
  id: string;
  title: string;
  waivable: boolean;
  judge(facts: GateFacts): Judgement;
}

/** Most things that one gate lists one by one. */
const MOST_LISTED = 20;

/** The first of a list, and how many more there are. */
export function listed(items: readonly string[], most = MOST_LISTED): string[] {
  return items.length <= most ? [...items] : [...items.slice(0, most), `… and ${(items.length - most).toLocaleString('en-US')} more`];
}

/** A remedy that clears no money by itself. */
export const remedy = (action: string, command = ''): Remedy => ({ action, command, rows: 0, clears: {} });
