import { fold } from '../domain/text.ts';

/** Amounts of a PO by (gl_account, department, location): parallel arrays, each code once. */
export interface Coding {
  codes: number[];
  amounts: number[];
}

export const DIMENSIONS = ['gl_account', 'department', 'location'] as const;
export type DimensionName = (typeof DIMENSIONS)[number];

/** Gives every combination of account, department and location a number, and knows the three again. */
export class CodingTable {
  readonly #texts = new Map<string, number>();
  /** By account, department and location as read: nested, so that a line costs three look-ups and no new text. */
  readonly #asRead = new Map<string, Map<string, Map<string, number>>>();
  readonly #codes = new Map<string, number>();
  readonly #triples: [number, number, number][] = [];

  #text(text: string): number {
    const folded = fold(text);
    let number = this.#texts.get(folded);
    if (number === undefined) this.#texts.set(folded, (number = this.#texts.size));
    return number;
  }

  /** The number of a combination. */
  code(glAccount: string, department: string, location: string): number {
    let byDepartment = this.#asRead.get(glAccount);
    if (byDepartment === undefined) this.#asRead.set(glAccount, (byDepartment = new Map()));
    let byLocation = byDepartment.get(department);
    if (byLocation === undefined) byDepartment.set(department, (byLocation = new Map()));
    let code = byLocation.get(location);
    if (code === undefined) byLocation.set(location, (code = this.#folded(glAccount, department, location)));
    return code;
  }

  #folded(glAccount: string, department: string, location: string): number {
    const triple: [number, number, number] = [this.#text(glAccount), this.#text(department), this.#text(location)];
    const key = triple.join('.');
    let code = this.#codes.get(key);
    if (code === undefined) {
      code = this.#triples.length;
      this.#triples.push(triple);
      this.#codes.set(key, code);
    }
    return code;
  }

  /** Adds an amount to a coding. */
  add(coding: Coding, code: number, amountMinor: number): void {
    const place = coding.codes.indexOf(code);
    if (place < 0) {
      coding.codes.push(code);
      coding.amounts.push(amountMinor);
    } else (coding.amounts[place] as number) += amountMinor;
  }

  /** manual - dry run by code, where the dimensions not compared are taken as one. */
  differences(dryRun: Coding, manual: Coding, compared: readonly boolean[]): Map<string, number> {
    const sums = new Map<string, number>();
    const add = (coding: Coding, sign: number): void => {
      for (let index = 0; index < coding.codes.length; index++) {
        const key = this.#key(coding.codes[index] as number, compared);
        sums.set(key, (sums.get(key) ?? 0) + sign * (coding.amounts[index] as number));
      }
    };
    add(dryRun, -1);
    add(manual, 1);
    return sums;
  }

  /** The same by one dimension alone. */
  differencesOf(dimension: number, dryRun: Coding, manual: Coding): Map<string, number> {
    return this.differences(dryRun, manual, DIMENSIONS.map((_, index) => index === dimension));
  }

  #key(code: number, compared: readonly boolean[]): string {
    const [account, department, location] = this.#triples[code] as [number, number, number];
    return `${compared[0] ? account : ''}.${compared[1] ? department : ''}.${compared[2] ? location : ''}`;
  }

  /** Whether two codings agree exactly; the usual case, answered without building anything. */
  equal(dryRun: Coding, manual: Coding): boolean {
    if (dryRun.codes.length !== manual.codes.length) return false;
    for (let index = 0; index < dryRun.codes.length; index++) {
      const place = dryRun.codes[index] === manual.codes[index] ? index : manual.codes.indexOf(dryRun.codes[index] as number);
      if (place < 0 || manual.amounts[place] !== dryRun.amounts[index]) return false;
    }
    return true;
  }
}

/** One coding of several. */
export function mergeCodings(table: CodingTable, codings: readonly Coding[]): Coding {
  const [first] = codings;
  if (codings.length === 1 && first !== undefined) return first;
  const merged: Coding = { codes: [], amounts: [] };
  for (const coding of codings) for (let index = 0; index < coding.codes.length; index++) table.add(merged, coding.codes[index] as number, coding.amounts[index] as number);
  return merged;
}
