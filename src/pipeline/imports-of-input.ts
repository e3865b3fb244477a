import { findInputs } from '../project/project.ts';
import { hashFile } from '../store/evidence.ts';
import type { StoredImport } from '../store/record-reader.ts';
import type { Workplace } from './workplace.ts';

/** The imports of the files that an entry of `inputs` names now, told by their SHA-256. Throws CannotRun for a name that finds no file. */
export function importsOfInput({ project }: Workplace, files: readonly string[], name: string, imports: readonly StoredImport[]): StoredImport[] {
  const hashes = new Set(findInputs(project, files, name).map((file) => hashFile(file.path).sha256));
  return imports.filter(({ sha256 }) => hashes.has(sha256));
}
