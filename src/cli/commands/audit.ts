import { formatInstant } from '../../domain/calendar.ts';
import { visibleJson } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { auditAll } from '../../pipeline/judge-beside.ts';
import { actSentence, auditText, trailText } from '../../report/audit-text.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { type CommonOptions, inProject } from '../context.ts';
import { expectedHead } from '../expected-head.ts';
import { paintFor, writeOut } from '../output.ts';

export interface AuditCommandOptions extends CommonOptions {
  expect?: string;
  list: boolean;
  format: string;
}

/** `po-shadow audit`: does everything still follow from the evidence? */
export async function run(options: AuditCommandOptions): Promise<number> {
  const expect = expectedHead(options.expect);
  if (expect !== undefined && options.list) throw new CannotRun('--list only prints the trail, and --expect checks it', { remedy: 'Leave one of the two out.' });
  return inProject(options, async (workplace) => {
    if (options.list) {
      const entries = new AuditTrail(workplace.database).entries();
      if (options.format === 'json') writeOut(`${visibleJson(entries.map(({ at, ...entry }) => ({ ...entry, at: at === null ? null : formatInstant(at), says: actSentence(entry.act) })), 2)}\n`);
      else writeOut(trailText(entries));
      return 0;
    }
    const report = await auditAll(workplace, expect);
    writeOut(options.format === 'json' ? `${visibleJson(report, 2)}\n` : auditText(report, paintFor(process.stdout)));
    return report.intact ? 0 : 1;
  });
}
