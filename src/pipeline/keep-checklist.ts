import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KeptFile } from '../domain/audit.ts';
import { CannotRun } from '../domain/trouble.ts';
import { CHECKLIST_FILE, assertReadableFile } from '../project/project.ts';
import type { Workplace } from './workplace.ts';

/** Keeps rollback.yaml as it is now, for an entry that is just being written; needs that entry's transaction. Null where there is none. Throws CannotRun. */
export function keepChecklist({ project, evidence }: Workplace): KeptFile | null {
  const path = join(project.folder, CHECKLIST_FILE);
  if (!existsSync(path)) return null;
  assertReadableFile(path, CHECKLIST_FILE);
  return evidence.keep(path);
}

/** The same, for evidence of one of its items. Throws CannotRun where the checklist is gone meanwhile. */
export function keepRequiredChecklist(workplace: Workplace): KeptFile {
  const kept = keepChecklist(workplace);
  if (kept === null) throw new CannotRun('the checklist is gone', { where: CHECKLIST_FILE, remedy: 'Put it back, and repeat the command.' });
  return kept;
}
