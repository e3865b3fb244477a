import { join } from 'node:path';
import { visible, visibleJson } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { changedSheets } from '../../pipeline/changed-sheets.ts';
import { health } from '../../pipeline/watching/health.ts';
import { shownPath } from '../../project/project.ts';
import { healthAnswer, healthCsv, healthMarkdown, healthText } from '../../report/health-text.ts';
import { writeHealthWorkbook } from '../../report/workbook/write-health-workbook.ts';
import { asOfOption, type CommonOptions, inProject, machineClock } from '../context.ts';
import { outPath } from '../out-path.ts';
import { paintFor, tableWidth, tell, writeOut } from '../output.ts';

export interface HealthOptions extends CommonOptions {
  format: string;
  out?: string | undefined;
  width?: number;
}

/** `po-shadow health`: credentials, mapping sheets and approvers, reviewed against the record; exit 1 where somebody has to act. */
export async function run(options: HealthOptions): Promise<number> {
  const { format, out } = options;
  if (out !== undefined && format !== 'xlsx') throw new CannotRun('--out is for a workbook', { remedy: 'Give --format xlsx too.' });
  return inProject(options, async (workplace) => {
    const reviewed = await health(workplace, asOfOption(options.asOf) ?? machineClock());
    for (const shown of await changedSheets(workplace)) tell(visible(`${shown} differs from what was imported, which is what was reviewed: po-shadow run.`));
    switch (format) {
      case 'json':
        writeOut(`${visibleJson(reviewed, 2)}\n`);
        break;
      case 'csv':
        writeOut(healthCsv(reviewed));
        break;
      case 'md':
        writeOut(healthMarkdown(reviewed));
        break;
      case 'xlsx': {
        const { folder } = workplace.project;
        const path = outPath(out ?? join(folder, 'reports', `health-${reviewed.today}.xlsx`), folder);
        await writeHealthWorkbook(reviewed, path);
        writeOut(visible(healthAnswer(reviewed)));
        writeOut(`\n${visible(shownPath(workplace.project, path))}\n`);
        break;
      }
      default:
        writeOut(healthText(reviewed, { paint: paintFor(process.stdout), width: tableWidth(options.width) }));
    }
    return reviewed.needsAction ? 1 : 0;
  });
}
