import { visible, visibleJson } from '../../../domain/text.ts';
import { DecidedRun } from '../../../pipeline/decided-run.ts';
import { sandboxStanding } from '../../../pipeline/sandbox/sandbox-standing.ts';
import type { Workplace } from '../../../pipeline/workplace.ts';
import { runHeader } from '../../../report/model.ts';
import { sandboxTable, sandboxText } from '../../../report/sandbox-table.ts';
import { asOfOption } from '../../context.ts';
import { paintFor, tableWidth, tell, writeOut } from '../../output.ts';
import type { SandboxOptions } from './sandbox-options.ts';

/** `po-shadow sandbox status`: each pattern of the newest run, and what the sandbox said to it. */
export async function showStatus(workplace: Workplace, options: SandboxOptions): Promise<number> {
  const { run } = await DecidedRun.required(workplace, undefined);
  const standing = await sandboxStanding(workplace, run.id, asOfOption(options.asOf) ?? null);
  if (options.format === 'json') {
    writeOut(`${visibleJson({ run: runHeader(run), sandbox: standing }, 2)}\n`);
    return 0;
  }
  if (standing === null) {
    tell(`The profile generic of ${visible(run.id)} has no API that a sandbox could be asked by.`);
    return 0;
  }
  if (standing.patterns.length > 0) writeOut(`${sandboxTable(standing, { width: tableWidth(options.width), paint: paintFor(process.stdout) })}\n`);
  writeOut(sandboxText(standing, tableWidth(options.width)));
  return 0;
}
