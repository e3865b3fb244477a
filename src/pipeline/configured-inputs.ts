import type { Controls } from '../domain/settings.ts';
import { CannotRun } from '../domain/trouble.ts';
import { type FoundFile, findInputs, takenByOthers } from '../project/project.ts';
import { hashFile } from '../store/evidence.ts';
import type { StoredImport } from '../store/record-reader.ts';
import { exportFiles, ledgerExports } from './ledger-files.ts';
import type { Workplace } from './workplace.ts';

/** An entry of `inputs`, with the files that it names now and what was imported of them, told by their SHA-256. */
export interface ConfiguredInput {
  /** `inputs.ledger[0]`. */
  name: string;
  kind: 'approvals' | 'ledger';
  controls: Controls | undefined;
  /** Names of its files. */
  files: string[];
  imports: StoredImport[];
  /** Those of its files that nobody imported. */
  unread: string[];
  /** Why its files can't be told: a name finds none, say. */
  trouble: CannotRun | null;
}

/** The entries of `inputs` that name exports, in the order of the settings. */
export function configuredInputs(workplace: Workplace, imports: readonly StoredImport[]): ConfiguredInput[] {
  const { project, settings } = workplace;
  const { approvals, ledger } = settings.inputs;
  const taken = takenByOthers(project, approvals.map(({ files }) => files));
  const exportsAt = ledgerExports(project, ledger);
  const entries = [
    ...approvals.map(({ controls, files }, index) => ({ kind: 'approvals' as const, index, controls, find: (name: string) => findInputs(project, files, name, taken[index]) })),
    ...ledger.map(({ controls }, index) => ({ kind: 'ledger' as const, index, controls, find: () => exportsAt(index).flatMap(exportFiles).map(({ file }) => file) })),
  ];
  return entries.map(({ kind, index, controls, find }) => {
    const name = `inputs.${kind}[${index}]`;
    return { name, kind, controls, ...filesOf(() => find(name), imports.filter((each) => each.kind === kind)) };
  });
}

/** Each file once: one that was read again, with the instant of its export say, counts as it was read last. */
const newestReadings = (imports: readonly StoredImport[]): StoredImport[] => [...new Map(imports.map((each) => [`${each.sha256} ${each.part ?? ''}`, each])).values()];

function filesOf(find: () => readonly FoundFile[], imports: readonly StoredImport[]): Pick<ConfiguredInput, 'files' | 'imports' | 'unread' | 'trouble'> {
  try {
    const found = find().map(({ path, shown }) => ({ shown, sha256: hashFile(path).sha256 }));
    const hashes = new Set(found.map(({ sha256 }) => sha256));
    const known = new Set(imports.map(({ sha256 }) => sha256));
    return { files: found.map(({ shown }) => shown), imports: newestReadings(imports.filter(({ sha256 }) => hashes.has(sha256))), unread: found.filter(({ sha256 }) => !known.has(sha256)).map(({ shown }) => shown), trouble: null };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { files: [], imports: [], unread: [], trouble: error };
  }
}
