import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import type { NamedPath } from '../../pipeline/whatif/candidate.ts';
import { type WhatIf, rehearse } from '../../pipeline/whatif/rehearse.ts';
import { type Project, findProject, shownPath } from '../../project/project.ts';
import { whatIfCsv, whatIfJson, whatIfMarkdown, whatIfText } from '../../report/whatif-text.ts';
import { type CommonOptions, asOfOption } from '../context.ts';
import { commandFor, paintFor, tableWidth, tell, writeOut } from '../output.ts';
import { ruledVersion } from '../program-version.ts';
import { terminalProgress } from '../terminal-progress.ts';

export interface WhatIfOptions extends CommonOptions {
  mapping?: string;
  master?: string;
  settings?: string;
  failOn?: string;
  format: string;
  width?: number;
}

/** `po-shadow whatif`: what a changed mapping, master data or settings would cure and cause; nothing of it is stored. */
export async function run(options: WhatIfOptions): Promise<number> {
  const asOf = asOfOption(options.asOf);
  const project = findProject(options.project, process.cwd(), options.allowOutside ?? false);
  const named = (option: 'mapping' | 'master' | 'settings'): NamedPath | undefined => (options[option] === undefined ? undefined : namedPath(project, option, options[option]));
  const request = { mapping: named('mapping'), master: named('master'), settings: named('settings') };
  return rehearse(project, request, { progress: await terminalProgress(), programVersion: ruledVersion(), asOf }, (whatIf) => {
    for (const note of whatIf.notes) tell(visible(note));
    print(options, project, whatIf);
    return options.failOn === 'newly-caused' && whatIf.summary.totals.newly_caused.rows > 0 ? 1 : 0;
  });
}

/** A path as typed counts from where the user stands; one that is not there may count from the project. Whoever types one outside means it. */
function namedPath(project: Project, option: string, name: string): NamedPath {
  if (name === '') throw new CannotRun(`--${option} has an empty name`, { remedy: `Name what is to be tried, or leave --${option} out.` });
  const typed = resolve(name);
  const path = existsSync(typed) ? typed : resolve(project.folder, name);
  const shown = shownPath(project, path);
  return { path, shown, isOutside: shown === path };
}

function print(options: WhatIfOptions, { folder }: Project, { summary, rows }: WhatIf): void {
  const pieces = ((): Iterable<string> => {
    switch (options.format) {
      case 'json':
        return whatIfJson(summary, rows);
      case 'csv':
        return whatIfCsv(summary, rows);
      case 'md':
        return whatIfMarkdown(summary, rows);
      default:
        return whatIfText(summary, rows, { paint: paintFor(process.stdout), width: tableWidth(options.width), command: (words) => commandFor(folder, words) });
    }
  })();
  for (const piece of pieces) if (!writeOut(piece)) return;
}
