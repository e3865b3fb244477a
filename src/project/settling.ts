import type { DroppedFile } from './dropped-files.ts';

/** Tells which files are whole: they are marked so, or neither size nor time changed for a while. */
export class Settling {
  readonly #settleMs: number;
  readonly #seen = new Map<string, { size: number; modifiedAt: number; since: number }>();

  constructor(settleSeconds: number) {
    this.#settleMs = settleSeconds * 1_000;
  }

  /** Takes what a folder holds now; returns what of it is whole. `elapsed` counts milliseconds and never goes back. */
  observe(files: readonly DroppedFile[], elapsed: number): DroppedFile[] {
    const names = new Set(files.map(({ name }) => name));
    for (const name of [...this.#seen.keys()]) if (!names.has(name)) this.#seen.delete(name);
    return files.filter(({ name, size, modifiedAt, isMarked }) => {
      const before = this.#seen.get(name);
      const isSame = before?.size === size && before.modifiedAt === modifiedAt;
      const since = isSame && before !== undefined ? before.since : elapsed;
      this.#seen.set(name, { size, modifiedAt, since });
      return isMarked || (isSame && elapsed - since >= this.#settleMs);
    });
  }
}
