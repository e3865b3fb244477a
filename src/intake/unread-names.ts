import { shorten } from '../domain/text.ts';
import type { UnreadColumns } from '../domain/unread-columns.ts';

/** Names beyond so many are not told: a hostile file has more columns, and another key on every line. */
export const MOST_UNREAD_COLUMNS = 1_000;
export const MOST_UNREAD_KEYS = 64;
const LONGEST_NAME = 200;

/** Gathers the names of columns or keys that nobody reads, in the order in which they are met, each once and cut where it is long. */
export class UnreadNames {
  readonly #most: number;
  readonly #names = new Map<string, string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** `name` is how the file writes what is compared as `key`; a blank one is no name. */
  add(key: string, name = key): void {
    if (key === '' || this.#names.size >= this.#most) return;
    const short = shorten(key, LONGEST_NAME);
    if (!this.#names.has(short)) this.#names.set(short, shorten(name.trim(), LONGEST_NAME));
  }

  /** What was gathered beside the known columns that the file lacks; null where nothing was. */
  columns(lacking: readonly string[]): UnreadColumns | null {
    return this.#names.size === 0 ? null : { names: [...this.#names.values()], lacking: [...lacking] };
  }
}
