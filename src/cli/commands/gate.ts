import { DAY_MS, HOUR_MS, type Instant } from '../../domain/calendar.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import type { Present } from '../../gates/present.ts';
import { judgeAll } from '../../pipeline/judge-beside.ts';
import { quoteSelftest } from '../../pipeline/selftest/quote-selftest.ts';
import { gateText } from '../../report/gate-text.ts';
import { asOfOption, type CommonOptions, inProject } from '../context.ts';
import { expectedHead } from '../expected-head.ts';
import { commandFor, paintFor, tableWidth, tell, writeOut } from '../output.ts';

export interface GateOptions extends CommonOptions {
  expect?: string | undefined;
  width?: number | undefined;
  format: string;
}

/** How far the record may end from the machine's clock before GO has to be asked for by --as-of. */

const NOT_REACHED = 'The verdict is for an instant that this machine\'s clock has not reached yet.';

/** `po-shadow gate`: every gate, and GO or NO-GO. */
export async function run(options: GateOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const asOf = asOfOption(options.asOf);
    const expect = expectedHead(options.expect);
    const verdict = await judgeAll(workplace, { asOf, expect, present: presentAt(asOf) });
    if (options.format === 'json') writeOut(`${visibleJson({ verdict: verdict.verdict, words: verdict.words, asOf: verdict.asOf, auditHead: verdict.auditHead, auditLength: verdict.auditLength, gates: verdict.gates, actions: verdict.actions, selftest: await quoteSelftest(workplace) }, 2)}\n`);
    else writeOut(gateText(verdict, { paint: paintFor(process.stdout), width: tableWidth(options.width), command: (words) => commandFor(workplace.project.folder, words) }));
    if (asOf === undefined) tellLag(verdict.asOf);
    else if (asOf > Date.now() + DAY_MS) tell(NOT_REACHED);
    return verdict.verdict === 'GO' ? 0 : 1;
  });
}

/** The instants for which GO is given: a day around now, or any where --as-of names the one that is meant. */
export const presentAt = (asOf: Instant | undefined): Present | null => (asOf === undefined ? { from: Date.now() - DAY_MS, until: Date.now() + DAY_MS } : null);

/** Says how far the verdict's instant lies behind the machine's clock, or that it lies ahead of it. */
export function tellLag(asOf: string | null): void {
  if (asOf === null) return;
  const behind = Date.now() - Date.parse(asOf);
  if (behind < 0) {
    tell(`${NOT_REACHED}${behind < -DAY_MS ? ' GO is given for the present only: give --as-of to ask for another instant.' : ''}`);
    return;
  }
  const hours = Math.floor(behind / HOUR_MS);
  tell(visible(`The verdict is for ${asOf}, ${hours === 0 ? 'less than an hour' : hours < 48 ? `${hours} hour${hours === 1 ? '' : 's'}` : `${Math.floor(hours / 24)} days`} behind this machine's clock.${hours >= 24 ? ' GO is given for the present only: give --as-of to ask for another instant.' : ''}`));
}
