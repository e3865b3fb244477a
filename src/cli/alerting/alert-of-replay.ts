import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lookAtReplay } from '../../alerts/causes/capture.ts';
import type { Settings } from '../../domain/settings.ts';
import { loadSettings } from '../../project/load-settings.ts';
import { ALERTS_FILE, type Project, findProject } from '../../project/project.ts';
import type { CommonOptions } from '../context.ts';
import { alertOf, withAlerts } from './alert-desk.ts';
import { troubleWords } from './trouble-words.ts';

/**
 * Alerts of a `run` or `replay` that failed with this error, or, with null, that ended well after one that failed. It comes when the command is done, and what fails in it is told
 * alone. Where the settings can't be read nobody knows whom to tell.
 */
export async function alertOfReplay(options: CommonOptions, error: unknown): Promise<void> {
  const place = await placeOf(options, error);
  if (place !== undefined) await alertOf(place, [lookAtReplay(error === null ? null : troubleWords(error))]);
}

async function placeOf(options: CommonOptions, error: unknown): Promise<{ project: Project; settings: Settings } | undefined> {
  try {
    const project = findProject(options.project, process.cwd(), options.allowOutside ?? false);
    // A command that ends well and has nothing to say of it starts nothing that has a network.
    if (error === null && !existsSync(join(project.folder, ALERTS_FILE))) return undefined;
    const settings = await loadSettings(project);
    if (settings.alerts === undefined) return undefined;
    if (error === null && (await withAlerts({ project }, ({ book }) => book.open().every(({ alert }) => alert.cause !== 'replay')))) return undefined;
    return { project, settings };
  } catch {
    return undefined;
  }
}
