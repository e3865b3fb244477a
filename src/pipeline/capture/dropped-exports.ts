import { type DroppedFile, fitsAny } from '../../project/dropped-files.ts';
import { type DroppedSet, type WaitingPart, droppedSets } from '../../project/dropped-sets.ts';
import { type FoundFile, shownPath } from '../../project/project.ts';
import type { ImportRequest } from '../import-inputs.ts';
import type { Workplace } from '../workplace.ts';

/** What was dropped and belongs together, with how it is imported; undefined where its name fits no input. */
export interface DroppedExport {
  files: DroppedFile[];
  request: ImportRequest | undefined;
}

/** What whole files of a folder are exports of: each goes by the first of `inputs` that its name fits. Files of an export that lacks others wait. */
export function droppedExports({ project, settings }: Workplace, folder: string, files: readonly DroppedFile[]): { exports: DroppedExport[]; waiting: WaitingPart[] } {
  const found = ({ path }: DroppedFile): FoundFile => ({ path, shown: shownPath(project, path) });
  const exports: DroppedExport[] = [];
  const waiting: WaitingPart[] = [];
  let left = [...files];
  const take = (fits: (file: DroppedFile) => boolean): DroppedFile[] => {
    const taken = left.filter(fits);
    left = left.filter((file) => !taken.includes(file));
    return taken;
  };
  for (const { files: patterns, controls: _controls, ...input } of settings.inputs.approvals) {
    for (const file of take(({ name }) => fitsAny(folder, name, patterns))) exports.push({ files: [file], request: { kind: 'approvals', file: found(file), input } });
  }
  for (const { files: headers, lines, assignments, controls: _controls, ...input } of settings.inputs.ledger) {
    const taken = take(({ name }) => fitsAny(folder, name, lines === undefined ? headers : [...headers, ...lines, ...(assignments ?? [])]));
    if (lines === undefined) {
      for (const file of taken) exports.push({ files: [file], request: { kind: 'ledger', file: found(file), input } });
      continue;
    }
    const joined = droppedSets(folder, taken, { headers, lines, ...(assignments === undefined ? {} : { assignments }) });
    waiting.push(...joined.waiting);
    for (const set of joined.sets) exports.push({ files: filesOf(set), request: { kind: 'ledger', input, file: found(set.headers as DroppedFile), lines: found(set.lines as DroppedFile), assignments: set.assignments === undefined ? undefined : found(set.assignments) } });
  }
  return { exports: [...exports, ...left.map((file) => ({ files: [file], request: undefined }))], waiting };
}

const filesOf = ({ headers, lines, assignments }: DroppedSet): DroppedFile[] => [headers, lines, assignments].filter((file) => file !== undefined);
