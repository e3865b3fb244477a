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
 * The smallest set of actions that would turn all gates in the way: each once, whichever gates ask for it, the largest money first. The
 * currency of most money leads, since amounts of different currencies are not ranked against each other.
 */
function actionsOf(facts: GateFacts, blocking: readonly GateResult[]): Remedy[] {
  const byAction = new Map<string, Remedy>();
  for (const gate of blocking) for (const remedy of gate.remedies) if (!byAction.has(remedy.action)) byAction.set(remedy.action, remedy);
  const currencies = Object.keys(facts.rows.openMoney).sort((left, right) => rowsIn(right) - rowsIn(left) || compareText(left, right));
  function rowsIn(currency: string): number {
    return facts.rootCauses.reduce((sum, { rows, atStake }) => sum + (currency in atStake ? rows : 0), 0);
  }
  const order = [...byAction.values()];
  const place = new Map(order.map((remedy, index) => [remedy, index]));
  return order.sort((left, right) => {
    for (const currency of currencies) {
      const difference = minorOf(right.clears[currency] ?? '0', currency) - minorOf(left.clears[currency] ?? '0', currency);
      if (difference !== 0n) return difference > 0n ? 1 : -1;
    }
    return (place.get(left) as number) - (place.get(right) as number);
  });
}
