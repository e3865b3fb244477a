import { EvidenceStore, type FileHash, hashBytes, hashFile } from './evidence.ts';

/** The evidence of a project, read where it lies: what is imported from it once more is hashed and not copied. */
export class EvidenceInPlace extends EvidenceStore {
  override keep(path: string): FileHash {
    return hashFile(path);
  }

  override keepBytes(bytes: Buffer): FileHash {
    return hashBytes(bytes);
  }
}
