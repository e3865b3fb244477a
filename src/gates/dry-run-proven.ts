import { plural } from '../domain/plural.ts';
import { type Gate, remedy } from './judgement.ts';

/** Nothing was written to an ERP, because nothing could have been. */
export const dryRunProven: Gate = {
  id: 'dry_run_proven',
  title: 'No write to the ERP was possible',
  waivable: false,
  judge({ proof: { modules, forbidden, evidence } }) {
    const passed = modules > 0 && forbidden.length === 0;
    return {
      passed,
      measured: { modules, forbidden: forbidden.length },
      required: { forbidden: 0 },
      measuredText: `${plural(modules, 'module')} of the replay looked through, ${forbidden.length} reach a network or another process`,
      requiredText: 'none does',
      evidence: [...(modules === 0 ? ['no module of the replay could be looked through'] : []), ...forbidden, ...evidence],
      remedies: passed ? [] : [remedy('Install po-shadow anew: its replay imports what it must not')],
    };
  },
};
