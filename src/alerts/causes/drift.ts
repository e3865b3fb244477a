import type { Alert, Look } from '../../domain/alert.ts';
import type { BusinessDate } from '../../domain/calendar.ts';
import { DRIFT_KINDS, type Drift } from '../../domain/drift.ts';
import { driftedLines } from '../../report/drift-text.ts';
import { MOST_LINES } from './most-lines.ts';

const PREFIX = 'drift/';

/** What a group of what drifted is called, and what is counted in it: one, and several. */
function wordsOf(group: ReturnType<typeof driftedLines>[number]['group']): [title: string, one: string, many: string] {
  if (group === 'row') return ['Mapping rows no longer lead where they led', 'row', 'rows'];
  if (group === 'rate') return ['Findings became more frequent', 'finding', 'findings'];
  return [`New in the workflow: ${DRIFT_KINDS[group]}`, 'value', 'values'];
}

/**
 * What drifted and needs action as alerts: one for each kind of new value, one for mapping rows, one for rates. `since` is the date before which the run lies that was compared with; nothing is said of
 * an open alert that was found against an earlier one.
 */
export function lookAtDrift(drift: Drift, since: BusinessDate): Look {
  const groups = Map.groupBy(driftedLines(drift).filter(({ needsAction }) => needsAction), ({ group }) => group);
  return {
    alerts: [...groups].map(([group, lines]): Alert => {
      const [title, one, many] = wordsOf(group);
      return {
        key: `${PREFIX}${group}`, cause: 'drift', severity: 'warning', title, count: lines.length, counted: lines.length === 1 ? one : many, money: {},
        lines: lines.slice(0, MOST_LINES).map(({ says, evidence }) => `${says}${evidence === '' ? '' : ` [${evidence}]`}`), command: `drift --since ${since}`, since,
      };
    }),
    covers: (open) => open.key.startsWith(PREFIX) && drift.against !== null && open.since !== null && open.since >= since,
  };
}
