import { plural } from '../../domain/plural.ts';
import { selftestPassed } from '../../domain/selftest.ts';
import { visible, visibleJson } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { runSelftest } from '../../pipeline/selftest/run-selftest.ts';
import { SELFTEST_RECORD, keepSelftest } from '../../pipeline/selftest/selftest-record.ts';
import { findProject } from '../../project/project.ts';
import { selftestCsv, selftestMarkdown, selftestText } from '../../report/selftest-text.ts';
import { asOfOption, type CommonOptions } from '../context.ts';
import { paintFor, tableWidth, tell, writeOut } from '../output.ts';
import { ruledVersion } from '../program-version.ts';
import { terminalProgress } from '../terminal-progress.ts';

export interface SelftestCommandOptions extends CommonOptions {
  reports: number;
  seed: number;
  format: string;
  width?: number | undefined;
}

/** Fewer could not hold one of every kind; more would say nothing new. */
const LEAST_REPORTS = 200;
const MOST_REPORTS = 200_000;

/** `po-shadow selftest`: plants known mistakes on the project's own settings and sheets, and says what the program finds of them. */
export async function run(options: SelftestCommandOptions): Promise<number> {
  asOfOption(options.asOf);
  const { reports, seed } = options;
  if (reports < LEAST_REPORTS || reports > MOST_REPORTS) throw new CannotRun(`--reports ${reports} is not from ${LEAST_REPORTS} to ${MOST_REPORTS}`, { remedy: 'Leave it out for 600.' });
  const project = findProject(options.project, process.cwd(), options.allowOutside ?? false);
  const { result, company, unreadable } = await runSelftest(project, { reports, seed, programVersion: ruledVersion(), progress: await terminalProgress() });
  for (const [shown, rows] of unreadable) tell(`${visible(shown)}: ${plural(rows, 'row')} can't be read and took no part, as in a run.`);
  switch (options.format) {
    case 'json':
      writeOut(`${visibleJson({ company, ...result }, 2)}\n`);
      break;
    case 'csv':
      writeOut(selftestCsv(result));
      break;
    case 'md':
      writeOut(selftestMarkdown(result, company));
      break;
    default:
      writeOut(selftestText(result, company, { width: tableWidth(options.width), paint: paintFor(process.stdout) }));
  }
  keepSelftest(project, result);
  tell(`Kept in ${SELFTEST_RECORD}, which the decision workbook quotes.`);
  return selftestPassed(result) ? 0 : 1;
}
