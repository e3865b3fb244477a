import { type Act, entryName } from '../../domain/audit.ts';
import type { Person } from '../../domain/people.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import { DecidedRun } from '../../pipeline/decided-run.ts';
import { entityNamesInForce } from '../../pipeline/entity-names-in-force.ts';
import { writeDecisions } from '../../pipeline/decisions/deciding.ts';
import { reviewActs, reviewTargets } from '../../pipeline/decisions/review-entries.ts';
import { scopeReviewAct } from '../../pipeline/decisions/review-scope.ts';
import { vanishedReviewAct } from '../../pipeline/decisions/review-vanished.ts';
import { standingLedger } from '../../pipeline/standing-ledger.ts';
import type { Workplace } from '../../pipeline/workplace.ts';
import { RecordReader } from '../../store/record-reader.ts';
import { acting, actingInstant, type ActingOptions } from '../acting.ts';
import { inProject } from '../context.ts';
import { writeOut } from '../output.ts';

export interface ReviewOptions extends ActingOptions {
  targets: string[];
  reject: boolean;
  reason?: string | undefined;
  format: string;
}

/** `po-shadow review`: a second person agrees to decisions, or refuses them. */
export async function run(options: ReviewOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const deciding = acting(options, workplace.settings, 'reviewer');
    const decided = await DecidedRun.required(workplace, actingInstant(options).at);
    const acts = await actsOf(workplace, decided, deciding.person, options);
    const entries = await writeDecisions(workplace, deciding, acts, decided.head.length);
    if (options.format === 'json') writeOut(`${visibleJson(entries.map(({ sequence, act }) => ({ entry: entryName(sequence), of: act.kind === 'review' ? entryName(act.of) : act.kind, decision: act.kind === 'review' ? act.decision : 'approved' })), 2)}\n`);
    else for (const { sequence, act } of entries) writeOut(`${entryName(sequence)}  ${act.kind === 'review' ? `${act.decision} ${entryName(act.of)}` : (REVIEWED[act.kind] ?? act.kind)}, by ${visible(deciding.person.id)}\n`);
    return 0;
  });
}

/** What is reviewed as a whole, in words. */
const REVIEWED: Partial<Record<Act['kind'], string>> = { scope: 'reviewed what is left out', vanished: 'reviewed the POs that a newer export no longer holds' };

async function actsOf(workplace: Workplace, decided: DecidedRun, reviewer: Person, { targets, reject, reason }: ReviewOptions): Promise<Act[]> {
  const [only, ...others] = targets;
  if (others.length === 0 && only === 'scope') return [scopeReviewAct(workplace, decided, reviewer, reject, reason)];
  if (others.length === 0 && only === 'vanished') {
    const { vanished } = standingLedger(workplace, decided.imports, await new RecordReader(workplace.database).quarantine(), await entityNamesInForce(workplace));
    return [vanishedReviewAct(workplace, vanished, reviewer, reject, reason)];
  }
  return reviewActs(workplace, decided, reviewer, reviewTargets(decided, targets), reject ? 'rejected' : 'approved', reason);
}
