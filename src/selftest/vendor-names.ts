import type { Vendor } from '../demo/parties.ts';
import type { Random } from '../demo/random.ts';
import { fold } from '../domain/text.ts';
import { nameKey, nameWords } from './company-name.ts';

/** How people write a vendor's name that they do not look up. */
export type NameSlip = 'mistyped' | 'abbreviated' | 'truncated';

/** Letters at its beginning by which a name is told from all others, so that a slip behind them leaves no doubt whose it is. */
const TELLING = 8;
/** Letters that a name needs for a slip behind these. */
const LONG_ENOUGH = 12;
/** What is kept of a second word that is abbreviated. */
const STUMP = 3;

const beginningOf = (name: string): string => nameWords(name).join('').slice(0, TELLING);
const stumpsOf = (name: string): string => {
  const [first = '', second = ''] = nameWords(name);
  return `${first} ${second.slice(0, STUMP)}`;
};

function countsOf(names: readonly string[], keyOf: (name: string) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(keyOf(name), (counts.get(keyOf(name)) ?? 0) + 1);
  return counts;
}

/** Which vendors can be told by their names alone, as they are written and with a slip; all vendors of the ERP are looked at. */
export class VendorNames {
  readonly #spelled: ReadonlyMap<string, number>;
  readonly #keys: ReadonlyMap<string, number>;
  readonly #beginnings: ReadonlyMap<string, number>;
  readonly #stumps: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    this.#spelled = countsOf(names, fold);
    this.#keys = countsOf(names, nameKey);
    this.#beginnings = countsOf(names, beginningOf);
    this.#stumps = countsOf(names, stumpsOf);
  }

  /** Whether a name stands for one vendor and no other. */
  isCertain({ name }: Vendor): boolean {
    return nameKey(name) !== '' && this.#spelled.get(fold(name)) === 1 && this.#keys.get(nameKey(name)) === 1;
  }

  /** Whether a name stays that of one vendor with such a slip. */
  bears(vendor: Vendor, slip: NameSlip): boolean {
    const { name } = vendor;
    const words = nameWords(name);
    if (!this.isCertain(vendor) || words.join('').length < LONG_ENOUGH || /[\ud800-\udfff]/.test(name)) return false;
    if (slip === 'abbreviated') return words.length > 1 && (words[1] as string).length > STUMP + 2 && this.#stumps.get(stumpsOf(name)) === 1;
    return this.#beginnings.get(beginningOf(name)) === 1;
  }

  /** A name with a slip; undefined where the slip, as it was drawn, makes no other name of it or one that somebody has. */
  written({ name }: Vendor, slip: NameSlip, random: Random): string | undefined {
    const written = { mistyped, abbreviated, truncated }[slip](name, random);
    const key = written === undefined ? undefined : nameKey(written);
    return key === undefined || key === nameKey(name) || this.#keys.has(key) ? undefined : written;
  }
}

/** Places of the letters and digits of a name that make its key: without legal form and punctuation. */
function telling(name: string): number[] {
  const places = [...name.matchAll(/[\p{L}\p{N}]/gu)].map(({ index }) => index);
  return places.slice(0, nameWords(name).join('').length);
}

/** Two neighbouring letters swapped, or one left out. */
function mistyped(name: string, random: Random): string | undefined {
  const places = telling(name).slice(TELLING);
  const place = random.pick(places);
  const [letter, next] = [name[place] as string, name[place + 1] ?? ''];
  if (random.chance(0.5)) return name.slice(0, place) + name.slice(place + 1);
  return /[\p{L}\p{N}]/u.test(next) && fold(letter) !== fold(next) ? name.slice(0, place) + next + letter + name.slice(place + 2) : undefined;
}

/** Every word but the first cut to its beginning. */
function abbreviated(name: string, random: Random): string {
  const kept = STUMP + random.integer(0, 1);
  let word = 0;
  return name.replace(/[\p{L}\p{N}]+/gu, (text) => (word++ === 0 || text.length <= kept + 1 ? text : `${text.slice(0, kept)}.`));
}

/** Cut off in the middle, as by a field that is too short. */
function truncated(name: string, random: Random): string {
  const places = telling(name);
  const last = random.integer(TELLING + 1, places.length - 2);
  return name.slice(0, (places[last] as number) + 1);
}

/** A name in capitals and without punctuation, as another system exports it. */
export const inCapitals = (name: string): string => name.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
