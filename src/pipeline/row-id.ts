import { hash } from 'node:crypto';

/** Stable across replays: the same transaction (and PO of it) or the same manual PO gives the same id. */
export function rowId(key: string): string {
  return `R${hash('sha256', key).slice(0, 15)}`;
}
