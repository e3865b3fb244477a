import { entryName } from '../../domain/audit.ts';
import { nearest } from '../../domain/nearest.ts';
import { visible } from '../../domain/text.ts';
import { CannotRun } from '../../domain/trouble.ts';
import { GATES, GATE_IDS } from '../../gates/gates.ts';
import { waivedMeasure } from '../../gates/verdict.ts';
import { statedReason, writeDecisions } from '../../pipeline/decisions/deciding.ts';
import { judgeAll } from '../../pipeline/judge-beside.ts';
import { AuditTrail } from '../../store/audit-trail.ts';
import { acting, actingInstant, type ActingOptions } from '../acting.ts';
import { inProject } from '../context.ts';
import { commandFor, tell, writeOut } from '../output.ts';

export interface WaiveOptions extends ActingOptions {
  gate: string;
  reason?: string | undefined;
}

/** `po-shadow waive`: lets a gate fail with what it measures now. */
export async function run(options: WaiveOptions): Promise<number> {
  return inProject(options, async (workplace) => {
    const gate = GATES.find(({ id }) => id === options.gate.toLowerCase().replaceAll('-', '_'));
    if (gate === undefined) {
      const close = nearest(options.gate, GATE_IDS);
      throw new CannotRun(`there is no gate ${options.gate}`, { remedy: close === undefined ? `Gates: ${GATE_IDS.join(', ')}.` : `Did you mean ${close}?` });
    }
    if (!gate.waivable) throw new CannotRun(`${gate.id} can't be waived`, { remedy: 'po-shadow gate says what would turn it.' });
    const deciding = acting(options, workplace.settings, 'preparer');
    const reason = statedReason(options.reason);
    const decided = new AuditTrail(workplace.database).head().length;
    const verdict = await judgeAll(workplace, { asOf: actingInstant(options).at, present: null });
    const result = verdict.gates.find(({ id }) => id === gate.id);
    if (result === undefined || result.passed) throw new CannotRun(`${gate.id} passes, so there is nothing to waive`, { remedy: 'po-shadow gate shows what does not pass.' });
    const [entry] = await writeDecisions(workplace, deciding, [{ kind: 'waive', gate: gate.id, measured: waivedMeasure(result), reason }], decided);
    const name = entryName(entry?.sequence ?? 0);
    writeOut(`${visible(`${name}  ${gate.id} is waived with: ${result.measuredText}`)}\n`);
    tell(visible(`It counts once somebody else reviewed it: ${commandFor(workplace.project.folder, `review ${name} --by …`)}`));
    return 0;
  });
}
