import { type Act, entryName } from '../../domain/audit.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import { DecidedRun } from '../../pipeline/decided-run.ts';
import { writeDecisions } from '../../pipeline/decisions/deciding.ts';
import { reviewActs, reviewTargets } from '../../pipeline/decisions/review-entries.ts';
import { scopeReviewAct } from '../../pipeline/decisions/review-scope.ts';
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
    const acts: Act[] = options.targets.length === 1 && options.targets[0] === 'scope' ? [scopeReviewAct(workplace, decided, deciding.person, options.reject, options.reason)] : reviewActs(workplace, decided, deciding.person, reviewTargets(decided, options.targets), options.reject ? 'rejected' : 'approved', options.reason);
    const entries = await writeDecisions(workplace, deciding, acts, decided.head.length);
    if (options.format === 'json') writeOut(`${visibleJson(entries.map(({ sequence, act }) => ({ entry: entryName(sequence), of: act.kind === 'review' ? entryName(act.of) : 'scope', decision: act.kind === 'review' ? act.decision : 'approved' })), 2)}\n`);
    else for (const { sequence, act } of entries) writeOut(`${entryName(sequence)}  ${act.kind === 'review' ? `${act.decision} ${entryName(act.of)}` : 'reviewed what scope leaves out'}, by ${visible(deciding.person.id)}\n`);
    return 0;
  });
}
