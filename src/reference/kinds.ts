import { compareText, fold } from '../domain/text.ts';
import type { RawRow } from '../intake/profiled/raw-table.ts';
import { excerpt } from '../intake/row-problem.ts';
import { headerKey } from '../intake/table.ts';

const MOST_NAMED = 6;

/** What the columns that tell several tables of one file apart say in its rows: several charts of accounts, several dimensions. */
export class Kinds {
  readonly #columns: readonly { column: string; place: number; seen: Map<string, string> }[];

  /** `apart` are those columns, `names` all of the file's; those in `chosen` are settled by what a person says. */
  constructor(apart: readonly string[], names: readonly string[], chosen: readonly string[]) {
    const isSame = (one: string, other: string): boolean => headerKey(one) === headerKey(other);
    this.#columns = apart.filter((column) => !chosen.some((name) => isSame(name, column))).flatMap((column) => {
      const place = names.findIndex((name) => isSame(name, column));
      return place === -1 ? [] : [{ column, place, seen: new Map<string, string>() }];
    });
  }

  /** Takes a row that is one of the sheet; a blank is a kind of its own. */
  see({ cells, problem }: RawRow): void {
    if (problem !== null) return;
    for (const { place, seen } of this.#columns) {
      const kind = (cells[place] ?? '').trim();
      if (!seen.has(fold(kind))) seen.set(fold(kind), kind);
    }
  }

  /** The first column that says several things, and what it says; null where each says one. */
  several(): { column: string; named: string } | null {
    const found = this.#columns.find(({ seen }) => seen.size > 1);
    if (found === undefined) return null;
    const kinds = [...found.seen.values()].sort(compareText).map((kind) => (kind === '' ? '(blank)' : excerpt(kind)));
    return { column: found.column, named: `${kinds.slice(0, MOST_NAMED).join(', ')}${kinds.length > MOST_NAMED ? ` and ${kinds.length - MOST_NAMED} more` : ''}` };
  }
}
