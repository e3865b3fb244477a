import type { Instant } from '../domain/calendar.ts';
import type { ChecklistChange } from '../domain/checklist-change.ts';
import { type ChecklistItem, type RollbackFact, checklistHolds } from '../domain/rollback.ts';
import { loadRollback } from '../project/load-rollback.ts';
import { bindingsOf } from '../rollback/bindings.ts';
import { judgeChecklist } from '../rollback/judge-checklist.ts';
import { AuditTrail } from '../store/audit-trail.ts';
import { RecordReader } from '../store/record-reader.ts';
import { configurationOf } from './configuration.ts';
import { latestRecorded } from './decided-run.ts';
import { checklistChanges } from './checklist-versions.ts';
import type { Workplace } from './workplace.ts';

/** The checklist as it stands, and the instant that it was judged at. */
export interface JudgedChecklist {
  items: ChecklistItem[];
  facts: RollbackFact[];
  /** [] facts are not verified, nor those without a drill: a checklist that asks for nothing shows nothing. */
  verified: boolean;
  /** What changed since it was first seen, and what it lacks of the one that `po-shadow init` writes. */
  changes: ChecklistChange[];
  asOf: Instant | null;
}

/** Reads rollback.yaml and judges it by the trail, as of `given`, else of the latest instant of the record, decisions and attestations included. Throws CannotRun for a wrong rollback.yaml. */
export async function judgeRollback(workplace: Workplace, given: Instant | undefined): Promise<JudgedChecklist> {
  const items = await loadRollback(workplace.project);
  const entries = new AuditTrail(workplace.database).entries();
  const asOf = given ?? latestRecorded(await new RecordReader(workplace.database).imports(), entries);
  const facts = judgeChecklist(items, entries, { asOf, bindings: bindingsOf(items, await configurationOf(workplace)) });
  return { items, facts, verified: checklistHolds(facts), changes: await checklistChanges(workplace, items, entries), asOf };
}
