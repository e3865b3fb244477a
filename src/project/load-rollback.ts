import { type ChecklistItem, checklistSchema } from '../domain/rollback.ts';
import { loadYaml } from './load-yaml.ts';
import type { Project } from './project.ts';

export const CHECKLIST_FILE = 'rollback.yaml';

/** The items of rollback.yaml, in their order; [] where there is no such file. Throws CannotRun with the line, what is wrong and what to do. */
export async function loadRollback(project: Project): Promise<ChecklistItem[]> {
  const checklist = await loadYaml(project, { name: CHECKLIST_FILE, called: 'checklist', schema: checklistSchema, described: 'docs/rollback.md describes every key.' });
  return checklist?.items ?? [];
}
