import { existsSync, mkdirSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { CannotRun } from '../domain/trouble.ts';

/** Where --out says, from where the user stands. Throws CannotRun for what is no .xlsx, or lies in no folder. */
export function outPath(given: string, project: string): string {
  const path = resolve(given);
  if (extname(path).toLowerCase() !== '.xlsx') throw new CannotRun('the workbook must end in .xlsx', { where: given, remedy: 'Give --out a name such as reports/week-1.xlsx.' });
  if (dirname(path) === join(project, 'reports')) mkdirSync(dirname(path), { recursive: true });
  if (!existsSync(dirname(path))) throw new CannotRun('there is no such folder', { where: dirname(given), remedy: 'Make it, or leave --out away.' });
  return path;
}
