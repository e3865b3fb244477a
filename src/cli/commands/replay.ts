import { visibleJson } from '../../domain/text.ts';
import { DecidedRun } from '../../pipeline/decided-run.ts';
import { replayAll } from '../../pipeline/work-beside.ts';
import { runHeader } from '../../report/model.ts';
import { summaryText } from '../../report/summary-text.ts';
import { changedSheets } from '../../pipeline/changed-sheets.ts';
import { type ActingOptions, runCause } from '../acting.ts';
import { asOfOption, inProject } from '../context.ts';
import { commandFor, paintFor, tableWidth, tell, writeOut } from '../output.ts';

/** `po-shadow replay`: replays what was imported. */
export async function run(options: ActingOptions & { reason?: string | undefined; format: string }): Promise<number> {
  return inProject(options, async (workplace) => {
    for (const shown of await changedSheets(workplace)) tell(`${shown} differs from what was imported, and is not used; import it with po-shadow run.`);
    const { run: stored, reused } = await replayAll(workplace, asOfOption(options.asOf), undefined, runCause(options, workplace.settings));
    const summary = (await DecidedRun.required(workplace, undefined)).summary();
    if (options.format === 'json') writeOut(`${visibleJson({ run: { ...runHeader(stored), reused }, summary }, 2)}\n`);
    else {
      if (reused) tell(`Nothing is new since ${stored.id}; it stands as it was.`);
      writeOut(`${summaryText(summary, runHeader(stored), { paint: paintFor(process.stdout), width: tableWidth(undefined), command: (words) => commandFor(workplace.project.folder, words) })}\n`);
    }
    return 0;
  });
}
