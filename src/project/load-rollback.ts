import { type ChecklistItem, checklistSchema } from '../domain/rollback.ts';
import { type YamlFile, loadYaml, parseYaml, readYaml } from './load-yaml.ts';
import { CHECKLIST_FILE, type Project } from './project.ts';
import { starterFiles } from './starter.ts';

const checklist = (name: string): YamlFile<typeof checklistSchema> => ({ name, called: 'checklist', schema: checklistSchema, described: 'docs/rollback.md describes every key.' });

/** The items of rollback.yaml, in their order; [] where there is no such file. Throws CannotRun with the line, what is wrong and what to do. */
export async function loadRollback(project: Project): Promise<ChecklistItem[]> {
  return (await loadYaml(project, checklist(CHECKLIST_FILE)))?.items ?? [];
}

/** The items of a checklist that was kept; `shown` is what it is called in messages. Throws CannotRun. */
export const readKeptChecklist = async (path: string, shown: string): Promise<ChecklistItem[]> => (await readYaml(path, checklist(shown))).items;

/** The items of the checklist that `po-shadow init` writes. */
export const starterChecklist = async (): Promise<ChecklistItem[]> => (await parseYaml(starterFiles().get(CHECKLIST_FILE) ?? '', checklist(CHECKLIST_FILE))).items;
