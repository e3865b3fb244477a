import type { Instant } from '../../domain/calendar.ts';
import { type CallStanding, type PatternStanding, type PatternState, type SandboxAnswer, type SandboxCall, type SandboxStanding, sayingText } from '../../domain/sandbox.ts';
import { fold } from '../../domain/text.ts';
import type { Pattern, Sample } from '../../sandbox/patterns.ts';
import { type AnswerBook, standingOf, tieAnswers } from '../../sandbox/standing.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { RunReader } from '../../store/run-store.ts';
import { SandboxStore } from '../../store/sandbox-store.ts';
import type { Workplace } from '../workplace.ts';
import { type SandboxPlan, planSandbox } from './plan-sandbox.ts';

/**
 * How the sandbox stands towards a run; null where its profile has no API. `upTo`: what was taken in after that instant does not count
 * yet. A pattern is accepted where any PO that was exported is still, to the letter, one of the run, fits the pattern, and has all its
 * calls accepted.
 */
export async function sandboxStanding(workplace: Workplace, runId: string, upTo: Instant | null): Promise<SandboxStanding | null> {
  const plan = await planSandbox(workplace, runId);
  if (plan === undefined) return null;
  const store = new SandboxStore(workplace.database);
  const exported = store.calls();
  const known = entriesUpTo(workplace, upTo);
  const book = tieAnswers([...exported, ...plan.calls], store.answers().filter(({ entry }) => known.has(entry)));
  const predicted = predictions(workplace, runId);
  const standing = (call: SandboxCall): CallStanding => standingOf(call, book, predicted);
  const tried = [...new Map(exported.map(({ transactionId, poNumber }) => [JSON.stringify([transactionId, poNumber]), { transactionId, number: poNumber }])).values()];
  return {
    erp: plan.erp,
    patterns: plan.samples.map((sample) => patternStanding(sample, [sample.key, ...tried], plan, standing)),
    refused: refusedCalls([...exported, ...plan.calls], plan, book).map(standing), notTried: plan.notTried, unknown: book.unknown, unread: store.unread().filter(({ entry }) => known.has(entry)), exported: exported.length > 0,
  };
}

/** How the calls of one transaction stand, of all that were exported; newest export of each. */
export function callsOfTransaction(workplace: Workplace, runId: string, transactionId: string): CallStanding[] {
  const store = new SandboxStore(workplace.database);
  const calls = store.calls();
  const own = new Map(calls.filter((call) => call.transactionId === transactionId).map((call) => [call.id, call]));
  if (own.size === 0) return [];
  const book: AnswerBook = tieAnswers(calls, store.answers());
  return [...own.values()].map((call) => standingOf(call, book, predictions(workplace, runId)));
}

/** Calls with a refusal as their newest answer that the run would still make; each once. */
function refusedCalls(calls: readonly SandboxCall[], { look }: SandboxPlan, { newest }: AnswerBook): SandboxCall[] {
  const refused = new Map(calls.filter(({ id }) => newest.get(id)?.answer.outcome === 'refused').map((call) => [call.id, call]));
  return [...refused.values()].filter(({ id, transactionId, poNumber, action }) => look({ transactionId, number: poNumber })?.callsOf(action).some((call) => call.id === id) === true);
}

function entriesUpTo({ database }: Workplace, upTo: Instant | null): ReadonlySet<number> {
  return new Set(new AuditTrail(database).entries().filter(({ at }) => upTo === null || at === null || at <= upTo).map(({ sequence }) => sequence));
}

function patternStanding({ pattern, key }: Sample, candidates: readonly Sample['key'][], plan: SandboxPlan, standing: (call: SandboxCall) => CallStanding): PatternStanding {
  const of = (candidate: Sample['key']): PatternStanding | undefined => {
    const calls = callsFor(pattern, candidate, plan)?.map(standing);
    return calls === undefined ? undefined : { pattern: pattern.name, state: stateOf(calls), transactionId: candidate.transactionId, poNumber: candidate.number, calls };
  };
  for (const candidate of candidates) {
    const found = of(candidate);
    if (found?.state === 'accepted') return found;
  }
  const own = of(key);
  if (own === undefined) throw new Error(`the PO that stands for ${pattern.name} does not fit it`);
  return own;
}

/** The calls with which a PO of the run tries a pattern; undefined where it does not fit, or is no PO of the run any more. */
function callsFor(pattern: Pattern, key: Sample['key'], { look }: SandboxPlan): SandboxCall[] | undefined {
  const order = look(key);
  return order !== undefined && pattern.fits(order.features) ? order.callsOf(pattern.action) : undefined;
}

function stateOf(calls: readonly CallStanding[]): PatternState {
  if (calls.length > 0 && calls.every(({ outcome }) => outcome === 'accepted')) return 'accepted';
  for (const state of ['refused', 'not_judged'] as const) if (calls.some(({ outcome }) => outcome === state)) return state;
  return 'unanswered';
}

/** Which finding of the dry run said beforehand what an ERP answers: by its code, or by its words. */
function predictions({ database }: Workplace, runId: string): (call: SandboxCall, answer: SandboxAnswer) => string {
  const runs = new RunReader(database);
  return ({ transactionId }, { says }) => {
    const findings = [...runs.rows(runId, { transactionId })].flatMap(({ dryRun }) => dryRun.findings);
    const said = findings.find(({ erp }) => erp !== undefined && says.some((each) => isSame(each, erp)));
    return said === undefined ? '' : `${said.code}${said.when === undefined ? '' : ` (${said.when})`}: ${sayingText(said.erp ?? { code: '', text: '' })}`;
  };
}

/** Codes agree where both say one, else texts do. */
const isSame = (said: { code: string; text: string }, published: { code: string; text: string }): boolean =>
  said.code !== '' && published.code !== '' ? fold(said.code) === fold(published.code) && (published.text === '' || said.text === '' || fold(said.text) === fold(published.text)) : published.text !== '' && fold(said.text) === fold(published.text);
