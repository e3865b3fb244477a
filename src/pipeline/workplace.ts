import { join } from 'node:path';
import { ZonedClock } from '../domain/calendar.ts';
import type { Settings } from '../domain/settings.ts';
import { loadSettings } from '../project/load-settings.ts';
import { DATABASE_FILE, type Project } from '../project/project.ts';
import type { Database } from '../store/database.ts';
import { EvidenceStore } from '../store/evidence.ts';

/** How far a long piece of work is; the terminal decides whether anybody sees it. */
export interface Progress {
  start(what: string, total: number | null): void;
  advance(count: number): void;
  done(): void;
}

export const SILENT: Progress = { start() {}, advance() {}, done() {} };

/** Everything a step of the pipeline works with. */
export interface Workplace {
  project: Project;
  settings: Settings;
  clock: ZonedClock;
  database: Database;
  evidence: EvidenceStore;
  progress: Progress;
  programVersion: string;
}

/** What can be done before the database is open. */
export type Ahead = (project: Project, settings: Settings) => void;

/** Opens a project: settings first, so that a mistake in them leaves no database behind. What the database needs is loaded once they have told what can be done `ahead`. */
export async function openWorkplace(project: Project, options: { progress: Progress; programVersion: string }, ahead?: Ahead): Promise<Workplace> {
  const settings = await loadSettings(project);
  ahead?.(project, settings);
  const { Database } = await import('../store/database.ts');
  const database = await Database.open(join(project.folder, DATABASE_FILE));
  return { project, settings, clock: new ZonedClock(settings.timeZone), database, evidence: new EvidenceStore(project.folder), ...options };
}

/** The same place by the settings as they are now: work that goes on for days must not go by those of its first day. Throws CannotRun. */
export async function withPresentSettings(workplace: Workplace): Promise<Workplace> {
  const settings = await loadSettings(workplace.project);
  return { ...workplace, settings, clock: new ZonedClock(settings.timeZone) };
}
