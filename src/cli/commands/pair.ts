import { entryName } from '../../domain/audit.ts';
import { visible } from '../../domain/text.ts';
import { DecidedRun } from '../../pipeline/decided-run.ts';
import { writeDecisions } from '../../pipeline/decisions/deciding.ts';
import { pairingAct } from '../../pipeline/decisions/pair-by-hand.ts';
import { entityNamesInForce } from '../../pipeline/entity-names-in-force.ts';
import { acting, actingInstant, type ActingOptions } from '../acting.ts';
import { inProject } from '../context.ts';
import { commandFor, tell, writeOut } from '../output.ts';

export interface PairOptions extends ActingOptions {
  /** The command's own name: pair or unpair. */
  _: string[];
  transaction: string;
  purchaseOrders: string[];
  order?: string | undefined;
  reason?: string | undefined;
}

/** `po-shadow pair` and `po-shadow unpair`: what belongs together, and what does not; the next replay heeds it. */
export async function run(options: PairOptions): Promise<number> {
  const kind = options._[0] === 'unpair' ? 'unpair' : 'pair';
  return inProject(options, async (workplace) => {
    const deciding = acting(options, workplace.settings, 'preparer');
    const decided = await DecidedRun.required(workplace, actingInstant(options).at);
    const act = pairingAct(workplace, decided, kind, { ...options, reason: options.reason }, await entityNamesInForce(workplace));
    const [entry] = await writeDecisions(workplace, deciding, [act], decided.head.length);
    const name = entryName(entry?.sequence ?? 0);
    writeOut(`${visible(`${name}  ${act.transaction} ${kind === 'pair' ? 'is paired with' : 'is no longer paired with'} ${act.purchaseOrders.join(', ')}`)}\n`);
    tell(visible(`The next replay heeds it: ${commandFor(workplace.project.folder, 'replay')}. Somebody else must review: ${commandFor(workplace.project.folder, `review ${name} --by …`)}`));
    return 0;
  });
}
