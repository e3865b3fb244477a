import type { Alert, Look } from '../../domain/alert.ts';
import type { GateResult, Verdict } from '../../domain/gate.ts';
import { MOST_LINES } from './most-lines.ts';

const PREFIX = 'gate/';
const VERDICT = 'verdict';

/** What of a verdict can turn: each gate, and the verdict itself. A waived gate passes. */
export function gateStandings({ verdict, gates }: Verdict): Map<string, boolean> {
  return new Map([...gates.map((gate): [string, boolean] => [gate.id, passes(gate)]), [VERDICT, verdict === 'GO']]);
}

const passes = ({ passed, waiver }: GateResult): boolean => passed || waiver !== null;

/**
 * Gates that turned as alerts: those that do not pass and did when they were looked at last, and those that have an alert and still do not pass. `before` is how they stood; a gate that is not in it was never
 * looked at, and one that failed from the beginning is no news.
 */
export function lookAtGates(verdict: Verdict, before: ReadonlyMap<string, boolean>, open: readonly Pick<Alert, 'key'>[]): Look {
  const alerted = new Set(open.map(({ key }) => key));
  const turned = (id: string, passesNow: boolean): boolean => !passesNow && (before.get(id) === true || alerted.has(`${PREFIX}${id}`));
  const gates = verdict.gates.filter((gate) => turned(gate.id, passes(gate))).map(gateAlert);
  return {
    alerts: [...(turned(VERDICT, verdict.verdict === 'GO') ? [verdictAlert(verdict)] : []), ...gates],
    covers: ({ key }) => key.startsWith(PREFIX),
  };
}

const gateAlert = ({ id, title, measuredText, requiredText, evidence }: GateResult): Alert => ({
  key: `${PREFIX}${id}`, cause: 'gate', severity: 'warning', title: `The gate ${id} no longer passes: ${title}`, count: 0, counted: '', money: {},
  lines: [`${measuredText}; required: ${requiredText}`, ...evidence].slice(0, MOST_LINES), command: 'gate', since: null,
});

const verdictAlert = ({ words, gates }: Verdict): Alert => ({
  key: `${PREFIX}${VERDICT}`, cause: 'gate', severity: 'critical', title: 'The verdict is no longer GO', count: 0, counted: '', money: {},
  lines: [words, ...gates.filter((gate) => !passes(gate)).map(({ id, measuredText }) => `${id}: ${measuredText}`)].slice(0, MOST_LINES), command: 'gate', since: null,
});
