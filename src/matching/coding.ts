import { PerCoding } from '../domain/per-coding.ts';
import { compareText, fold } from '../domain/text.ts';

/** Amounts of a PO by (gl_account, department, location): parallel arrays, each code once. */
export interface Coding {
  readonly codes: readonly number[];
  readonly amounts: readonly number[];
}

/** A coding that is being added to. */
export interface CodingSum {
  codes: number[];
  amounts: number[];
}

export const DIMENSIONS = ['gl_account', 'department', 'location'] as const;
export type DimensionName = (typeof DIMENSIONS)[number];
/** Which of DIMENSIONS are compared. */
export type Compared = readonly boolean[];

const ALL: Compared = DIMENSIONS.map(() => true);

/** The dimensions that are compared where a ledger leaves some columns blank throughout. */
export function comparedOf(notCompared: readonly string[]): Compared {
  return notCompared.length === 0 ? ALL : DIMENSIONS.map((name) => !notCompared.includes(name));
}

/** Who spells a code: the ERP's master data, or the ledger. */
export type Speller = 'erp' | 'ledger';

/** A value of one dimension, or a combination of several, with what stands under it, in minor units. */
export interface CodedSum {
  value: string;
  amountMinor: number;
}

/** Account, department and location as a ledger's texts stand for them. */
export interface LedgerTexts {
  of(glAccount: string, department: string, location: string): [glAccount: string, department: string, location: string];
}

/** Gives every combination of account, department and location a number, and knows the three again. */
export class CodingTable {
  readonly #ledgerCodes: LedgerTexts | undefined;
  readonly #texts = new Map<string, number>();
  /** By number of text: how each spells it. Of several spellings the first in code-unit order, so that nothing depends on which was read first. */
  readonly #spelled: Record<Speller, string[]> = { erp: [], ledger: [] };
  readonly #asRead: Record<Speller, PerCoding<number>> = { erp: this.#numbersAsReadBy('erp'), ledger: this.#numbersAsReadBy('ledger') };
  readonly #codes = new Map<string, number>();
  readonly #triples: [number, number, number][] = [];

  /** `ledgerCodes` says what the ledger's texts stand for; without it they are codes. */
  constructor(ledgerCodes?: LedgerTexts) {
    this.#ledgerCodes = ledgerCodes;
  }

  #numbersAsReadBy(speller: Speller): PerCoding<number> {
    return new PerCoding((...texts) => {
      const codes = speller === 'ledger' ? (this.#ledgerCodes?.of(...texts) ?? texts) : texts;
      return this.#ofTexts(codes.map((text) => this.#spelledText(text, speller)) as [number, number, number]);
    });
  }

  #text(text: string): number {
    const folded = fold(text);
    let number = this.#texts.get(folded);
    if (number === undefined) this.#texts.set(folded, (number = this.#texts.size));
    return number;
  }

  #spelledText(text: string, speller: Speller): number {
    const number = this.#text(text);
    const spelled = this.#spelled[speller];
    const known = spelled[number];
    if (known === undefined || text < known) spelled[number] = text;
    return number;
  }

  /** The number of a combination; `speller` says whose texts these are. */
  code(glAccount: string, department: string, location: string, speller: Speller): number {
    return this.#asRead[speller].of(glAccount, department, location);
  }

  #ofTexts(triple: [number, number, number]): number {
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
  add(coding: CodingSum, code: number, amountMinor: number): void {
    const place = coding.codes.indexOf(code);
    if (place < 0) {
      coding.codes.push(code);
      coding.amounts.push(amountMinor);
    } else (coding.amounts[place] as number) += amountMinor;
  }

  /** manual - dry run by code, where the dimensions not compared are taken as one. */
  differences(dryRun: Coding, manual: Coding, compared: Compared): Map<string, number> {
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

  /**
   * What a side holds of some dimensions taken together, where the two sides hold different amounts of it; values are spelled as the
   * side spells them, and sorted by their texts.
   */
  differingSums(dimensions: Compared, dryRun: Coding, manual: Coding): { dryRun: CodedSum[]; manual: CodedSum[] } {
    const differences = this.differences(dryRun, manual, dimensions);
    const sumsOf = (coding: Coding, speller: Speller): CodedSum[] => {
      const sums = new Map<string, CodedSum>();
      for (let index = 0; index < coding.codes.length; index++) {
        const code = coding.codes[index] as number;
        const key = this.#key(code, dimensions);
        if (differences.get(key) === 0) continue;
        const sum = sums.get(key);
        if (sum === undefined) sums.set(key, { value: this.#valueOf(code, dimensions, speller), amountMinor: coding.amounts[index] as number });
        else sum.amountMinor += coding.amounts[index] as number;
      }
      return [...sums.values()].sort((left, right) => compareText(left.value, right.value));
    };
    return { dryRun: sumsOf(dryRun, 'erp'), manual: sumsOf(manual, 'ledger') };
  }

  /** The values of one dimension that only one of the sides names, whatever the amounts, spelled and sorted likewise. */
  valuesApart(dimension: number, dryRun: Coding, manual: Coding): { dryRun: string[]; manual: string[] } {
    const numberOf = (code: number): number => (this.#triples[code] as [number, number, number])[dimension] as number;
    const only = DIMENSIONS.map((_, index) => index === dimension);
    const apart = (own: Coding, other: Coding, speller: Speller): string[] => {
      const known = new Set(other.codes.map(numberOf));
      return [...new Set(own.codes.filter((code) => !known.has(numberOf(code))).map((code) => this.#valueOf(code, only, speller)))].sort(compareText);
    };
    return { dryRun: apart(dryRun, manual, 'erp'), manual: apart(manual, dryRun, 'ledger') };
  }

  #valueOf(code: number, dimensions: Compared, speller: Speller): string {
    const other: Speller = speller === 'erp' ? 'ledger' : 'erp';
    const texts = (this.#triples[code] as [number, number, number]).map((number) => this.#spelled[speller][number] ?? this.#spelled[other][number] ?? '');
    return texts.filter((_, index) => dimensions[index] === true).join(' / ');
  }

  #key(code: number, compared: Compared): string {
    const [account, department, location] = this.#triples[code] as [number, number, number];
    return `${compared[0] ? account : ''}.${compared[1] ? department : ''}.${compared[2] ? location : ''}`;
  }

  /** Whether two codings agree exactly in the dimensions that are compared. */
  agree(dryRun: Coding, manual: Coding, compared: Compared): boolean {
    if (this.equal(dryRun, manual)) return true;
    if (compared.every(Boolean)) return false;
    for (const difference of this.differences(dryRun, manual, compared).values()) if (difference !== 0) return false;
    return true;
  }

  /** Whether two codings have any code in common, in the dimensions that are compared. */
  overlap(dryRun: Coding, manual: Coding, compared: Compared): boolean {
    if (compared.every(Boolean)) return dryRun.codes.some((code) => manual.codes.includes(code));
    const known = new Set(dryRun.codes.map((code) => this.#key(code, compared)));
    return manual.codes.some((code) => known.has(this.#key(code, compared)));
  }

  /** Whether every code of a part is one of the whole, in the dimensions that are compared. */
  isPart(part: Coding, whole: Coding, compared: Compared): boolean {
    if (part.codes.every((code) => whole.codes.includes(code))) return true;
    if (compared.every(Boolean)) return false;
    const known = new Set(whole.codes.map((code) => this.#key(code, compared)));
    return part.codes.every((code) => known.has(this.#key(code, compared)));
  }

  /** Whether two codings name the same values of one dimension, whatever the amounts. */
  sameValues(dimension: number, dryRun: Coding, manual: Coding): boolean {
    const [expected, keyed] = [this.#valuesOf(dimension, dryRun), this.#valuesOf(dimension, manual)];
    return expected.size === keyed.size && [...expected].every((value) => keyed.has(value));
  }

  /** Whether every value that a part names in one dimension is one that the whole names there. */
  holdsValues(dimension: number, part: Coding, whole: Coding): boolean {
    const known = this.#valuesOf(dimension, whole);
    return [...this.#valuesOf(dimension, part)].every((value) => known.has(value));
  }

  #valuesOf(dimension: number, coding: Coding): Set<number> {
    return new Set(coding.codes.map((code) => (this.#triples[code] as [number, number, number])[dimension] as number));
  }

  /** A coding without the dimensions that are not compared. */
  projected(coding: Coding, compared: Compared): Coding {
    if (compared.every(Boolean)) return coding;
    const blank = this.#text('');
    const projected: CodingSum = { codes: [], amounts: [] };
    for (let index = 0; index < coding.codes.length; index++) {
      const [account, department, location] = this.#triples[coding.codes[index] as number] as [number, number, number];
      this.add(projected, this.#ofTexts([compared[0] ? account : blank, compared[1] ? department : blank, compared[2] ? location : blank]), coding.amounts[index] as number);
    }
    return projected;
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

/** What takes numbers, one after the other. */
interface Column {
  push(number: number): void;
}

/** Gathers lines and gives a coding that takes no more room than it needs. */
export class CodingBuilder {
  /** What is behind `#length` is left from codings before: the lists keep their room. */
  readonly #codes: number[] = [];
  readonly #amounts: number[] = [];
  #length = 0;

  add(code: number, amountMinor: number): void {
    for (let place = 0; place < this.#length; place++) {
      if (this.#codes[place] !== code) continue;
      (this.#amounts[place] as number) += amountMinor;
      return;
    }
    this.#codes[this.#length] = code;
    this.#amounts[this.#length++] = amountMinor;
  }

  /** The coding so far; the builder is empty again. */
  take(): Coding {
    const coding = { codes: this.#codes.slice(0, this.#length), amounts: this.#amounts.slice(0, this.#length) };
    this.#length = 0;
    return coding;
  }

  /** Adds the coding so far to two columns; the builder is empty again. */
  moveInto(codes: Column, amounts: Column): void {
    for (let place = 0; place < this.#length; place++) {
      codes.push(this.#codes[place] as number);
      amounts.push(this.#amounts[place] as number);
    }
    this.#length = 0;
  }
}

/** One coding of several. */
export function mergeCodings(table: CodingTable, codings: readonly Coding[]): Coding {
  const [first] = codings;
  if (codings.length === 1 && first !== undefined) return first;
  const merged: CodingSum = { codes: [], amounts: [] };
  for (const coding of codings) for (let index = 0; index < coding.codes.length; index++) table.add(merged, coding.codes[index] as number, coding.amounts[index] as number);
  return merged;
}
