import { type Act, type AuditEntry, type KeptFile, entryName } from '../domain/audit.ts';
import { formatInstant } from '../domain/calendar.ts';
import type { ChecklistChange } from '../domain/checklist-change.ts';
import type { ChecklistItem } from '../domain/rollback.ts';
import { CannotRun } from '../domain/trouble.ts';
import { readKeptChecklist, starterChecklist } from '../project/load-rollback.ts';
import { CHECKLIST_FILE } from '../project/project.ts';
import { type SeenChecklist, changesSinceFirst, shortOf } from '../rollback/checklist-changes.ts';
import type { Workplace } from './workplace.ts';

const checklistOf = (act: Act): KeptFile | null => ('checklist' in act ? act.checklist : null);

/** What of the checklist of now is other than when it was first seen by a run or by evidence, and in what it asks for less than that of `po-shadow init`. */
export async function checklistChanges(workplace: Workplace, items: readonly ChecklistItem[], entries: readonly AuditEntry[]): Promise<ChecklistChange[]> {
  if (items.length === 0) return [];
  const seen = await versionsSeen(workplace, entries);
  const now: SeenChecklist = { items, seen: 'not recorded yet', by: '' };
  return [...changesSinceFirst([...seen, now]), ...shortOf(await starterChecklist(), now)];
}

/** The checklist as entries saw it, oldest first, each once where it did not change. A kept copy that is gone is for the audit to say. */
async function versionsSeen({ evidence }: Workplace, entries: readonly AuditEntry[]): Promise<SeenChecklist[]> {
  const versions: SeenChecklist[] = [];
  let last = '';
  for (const { sequence, at, actor, act } of entries) {
    const kept = checklistOf(act);
    if (kept === null || kept.sha256 === last) continue;
    last = kept.sha256;
    try {
      versions.push({ items: await readKeptChecklist(evidence.pathOf(kept.sha256), CHECKLIST_FILE), seen: `${entryName(sequence)}${at === null ? '' : `, ${formatInstant(at)}`}`, by: actor.person ?? '' });
    } catch (error) {
      if (!(error instanceof CannotRun)) throw error;
    }
  }
  return versions;
}
