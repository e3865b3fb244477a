import { visible, visibleJson } from '../../domain/text.ts';
import { reportAll } from '../../pipeline/judge-beside.ts';
import { shownPath } from '../../project/project.ts';
import { asOfOption, type CommonOptions, inProject } from '../context.ts';
import { expectedHead } from '../expected-head.ts';
import { outPath } from '../out-path.ts';
import { tell, writeOut } from '../output.ts';
import { presentAt, tellLag } from './gate.ts';

export interface ReportOptions extends CommonOptions {
  week?: number | undefined;
  out?: string | undefined;
  expect?: string | undefined;
  format: string;
}

/** `po-shadow report`: the workbook on which the controller decides; writes nothing into the record. */
export async function run(options: ReportOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const asOf = asOfOption(options.asOf);
    const { verdict, path, companions } = await reportAll(workplace, {
      asOf, expect: expectedHead(options.expect), present: presentAt(asOf), week: options.week,
      out: options.out === undefined ? undefined : outPath(options.out, workplace.project.folder),
    });
    const written = (path === null ? [] : [path, ...companions]).map((each) => shownPath(workplace.project, each));
    if (options.format === 'json') writeOut(`${visibleJson({ verdict: verdict.verdict, words: verdict.words, files: written }, 2)}\n`);
    else {
      writeOut(`${verdict.words}\n`);
      for (const each of written) writeOut(`${visible(each)}\n`);
    }
    if (asOf === undefined) tellLag(verdict.asOf);
    if (path === null) tell('Nothing was imported and replayed yet, so no workbook was written. What to do: po-shadow run.');
    if (companions.length > 0) tell('The rows are too many for one workbook; the other files hold them.');
    return verdict.verdict === 'GO' ? 0 : 1;
  });
}
