import { EvidenceStore, type FileHash, hashFile } from './evidence.ts';

/** The evidence of a project, and beside it files that lie elsewhere: what is imported is hashed and read where it is, and nothing is copied. */
export class EvidenceAside extends EvidenceStore {
  readonly #aside = new Map<string, string>();

  override keep(path: string): FileHash {
    const hashed = hashFile(path);
    this.#aside.set(hashed.sha256, path);
    return hashed;
  }

  override pathOf(sha256: string): string {
    return this.#aside.get(sha256) ?? super.pathOf(sha256);
  }
}
