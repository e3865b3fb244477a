import { entryName } from '../domain/audit.ts';
import { formatInstant } from '../domain/calendar.ts';
import type { GateResult, GateWaiver, Remedy, Verdict } from '../domain/gate.ts';
import { minorOf } from '../domain/money.ts';
import { compareText } from '../domain/text.ts';
import type { GateFacts } from './facts.ts';
import { GATES } from './gates.ts';
import { loosenedSettings } from './loosened-settings.ts';

/** A waiver as the trail holds it: for what it was given, and who reviewed it. */
export interface WaiverGiven extends GateWaiver {
  gate: string;
  /** The measure that it was given for, as `waivedMeasure` writes it. */
  measured: string;
}

/** What a waiver of a gate is bound to, as text: the measure, and what stands against it by name, since another failure may measure the same. */
export const waivedMeasure = ({ measured, required, evidence }: Pick<GateResult, 'measured' | 'required' | 'evidence'>): string => JSON.stringify([measured, required, evidence]);

/** Whether a gate stands in the way. */
export const blocks = ({ passed, waiver }: GateResult): boolean => !passed && waiver === null;

/** Judges every gate. A waiver counts where the gate can be waived, measured what it was given for, and somebody else reviewed it. */
export function judgeGates(facts: GateFacts, waivers: readonly WaiverGiven[]): GateResult[] {
  return GATES.map(({ id, title, waivable, judge }) => {
    const judged = judge(facts);
    const given = waivers.find((waiver) => waiver.gate === id);
    const holds = given !== undefined && waivable && !judged.passed && given.review !== null && given.measured === waivedMeasure(judged);
    const evidence = given === undefined || holds || judged.passed ? judged.evidence : [`${entryName(given.entry)} waives it, and does not count: ${given.review === null ? 'nobody who may has reviewed it' : 'it was given for another measure, and has lapsed'}`, ...judged.evidence];
    return { id, title, waivable, ...judged, evidence, waiver: holds ? { entry: given.entry, reason: given.reason, by: given.by, at: given.at, review: given.review } : null };
  });
}

/** GO only where every gate passes or is waived. */
export function verdictOf(facts: GateFacts, gates: readonly GateResult[]): Verdict {
  const blocking = gates.filter(blocks);
  const waived = gates.filter(({ waiver }) => waiver !== null).length;
  const go = blocking.length === 0;
  const loosened = loosenedSettings(facts.settings).length;
  const changed = facts.checklistChanges.filter(({ against, loosens }) => against === 'first' && loosens).length;
  const withWhat = [...(waived === 0 ? [] : [`${waived} waiver${waived === 1 ? '' : 's'}`]), ...(loosened === 0 ? [] : [`${loosened} setting${loosened === 1 ? '' : 's'} looser than the default`]), ...(changed === 0 ? [] : [`${changed} change${changed === 1 ? '' : 's'} of the rollback checklist`])];
  const words = go ? `GO${withWhat.length === 0 ? '' : ` with ${new Intl.ListFormat('en-GB').format(withWhat)}`}` : `NO-GO: ${blocking.length} of ${gates.length} gates ${blocking.length === 1 ? 'does' : 'do'} not pass`;
  return {
    verdict: go ? 'GO' : 'NO-GO', words, asOf: facts.asOf === null ? null : formatInstant(facts.asOf), auditHead: facts.audit.head, auditLength: facts.audit.length,
    gates: [...gates], actions: actionsOf(facts, blocking),
  };
}

/**
 * The smallest set of actions that would turn all gates in the way: each once, whichever gates ask for it. The currencies take turns, that of most open rows
 * first, and each gives its largest: amounts of different currencies are not ranked against each other. What clears no money comes last.
 */
function actionsOf({ rootCauses }: GateFacts, blocking: readonly GateResult[]): Remedy[] {
  const byAction = new Map<string, Remedy>();
  for (const gate of blocking) for (const remedy of gate.remedies) if (!byAction.has(remedy.action)) byAction.set(remedy.action, remedy);
  const actions = [...byAction.values()];
  const rowsIn = (currency: string): number => rootCauses.reduce((sum, { rows, atStake }) => sum + (currency in atStake ? rows : 0), 0);
  const currencies = [...new Set(actions.flatMap(({ clears }) => Object.keys(clears)))].sort((left, right) => rowsIn(right) - rowsIn(left) || compareText(left, right));
  const ranked = inTurns(currencies.map((currency) => largestIn(actions, currency)));
  const clearing = new Set(ranked);
  return [...ranked, ...actions.filter((action) => !clearing.has(action))];
}

/** The actions that clear money of a currency, the largest first. */
function largestIn(actions: readonly Remedy[], currency: string): Remedy[] {
  const cleared = ({ clears }: Remedy): bigint => minorOf(clears[currency] ?? '0', currency);
  return actions.filter((action) => cleared(action) !== 0n).sort((left, right) => (cleared(left) < cleared(right) ? 1 : cleared(left) > cleared(right) ? -1 : 0));
}

/** The first of each list, then the next of each, and so on; what stands in several lists is taken once. */
function inTurns(lists: readonly (readonly Remedy[])[]): Remedy[] {
  const taken = new Set<Remedy>();
  const turns = Math.max(0, ...lists.map(({ length }) => length));
  const places = lists.map(() => 0);
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, list] of lists.entries()) {
      while (places[index] as number < list.length && taken.has(list[places[index] as number] as Remedy)) (places[index] as number)++;
      const next = list[places[index] as number];
      if (next !== undefined) taken.add(next);
    }
  }
  return [...taken];
}
