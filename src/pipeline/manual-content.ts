import type { CodingBuilder, CodingTable } from '../matching/coding.ts';
import { KnownRows } from './known-rows.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const NULL = 0x6e;
const CANCELLED = 2;
/** So many digits are exact in any number. */
const MOST_DIGITS = 15;

/** Period and vendor of POs as they are spelled: one object for all POs that have the same. */
export interface VendorInPeriod {
  period: string;
  vendorId: string;
  vendorName: string;
}

const NO_VENDOR: VendorInPeriod = { period: '', vendorId: '', vendorName: '' };

/**
 * Reads of a stored manual PO what a comparison holds of it, as it stands in its content: no object is made of a line, and what POs have in common
 * is made into texts once. Reads what packManual writes of nearly all POs; unpackManual reads everything.
 */
export class ManualContent {
  vendor = NO_VENDOR;
  reference = '';
  memo = '';
  /** Who keyed all of it: one list for all POs of a clerk. */
  enteredBy: string[] = [];
  entity = '';
  /** Sum of the lines that stand. */
  amountMinor = 0;
  /** Of each line that stands, where account, department and location begin and end, and its amount; what is behind `#standing` is of POs before. */
  readonly #lines: { starts: number[]; ends: number[]; amounts: number[] } = { starts: [], ends: [], amounts: [] };
  #standing = 0;
  readonly #vendors = new KnownRows(([period = '', vendorId = '', vendorName = '']): VendorInPeriod => ({ period, vendorId, vendorName }));
  readonly #texts = new KnownRows((texts) => texts);
  readonly #codes: KnownRows<number>;
  #content = '';
  /** Where the texts that were found last begin and end. */
  #start = 0;
  #end = 0;
  #at = 0;

  constructor(codings: CodingTable) {
    this.#codes = new KnownRows(([glAccount = '', department = '', location = '']) => codings.code(glAccount, department, location, 'ledger'));
  }

  /** Reads a content; false where it must be read in another way. */
  read(content: string): boolean {
    this.#content = content;
    this.#at = 0;
    this.amountMinor = 0;
    this.#standing = 0;
    return !content.includes('\\') && this.#readHeader() && this.#readLines() && this.#readEntity();
  }

  /** Whether any line stands. */
  get stands(): boolean {
    return this.#standing > 0;
  }

  /** Adds the lines that stand to a coding. Until then they are not coded, since what does not count has no say in how a code is spelled. */
  codeInto(coding: CodingBuilder): void {
    const { starts, ends, amounts } = this.#lines;
    for (let line = 0; line < this.#standing; line++) coding.add(this.#codes.of(this.#content, starts[line] as number, ends[line] as number), amounts[line] as number);
  }

  /** `["2026-06","V-1001","Acme","EXP-1","memo","clerk",1780000000000,` */
  #readHeader(): boolean {
    if (!this.#skip(OPEN) || !this.#findTexts(3) || !this.#skip(COMMA)) return false;
    this.vendor = this.#vendors.of(this.#content, this.#start, this.#end);
    if (!this.#findTexts(1) || !this.#skip(COMMA)) return false;
    this.reference = this.#content.slice(this.#start, this.#end);
    if (!this.#findTexts(1) || !this.#skip(COMMA)) return false;
    this.memo = this.#content.slice(this.#start, this.#end);
    if (!this.#findTexts(1) || !this.#skip(COMMA)) return false;
    this.enteredBy = this.#texts.of(this.#content, this.#start, this.#end);
    const first = this.#content.charCodeAt(this.#at);
    const comma = this.#content.indexOf(',', this.#at);
    this.#at = comma + 1;
    return comma >= 0 && (first === NULL || first === MINUS || isDigit(first));
  }

  /** `[["1","6110","D-10","L-012",84550,0],["2","6120","D-10","L-012",1200,0]]` */
  #readLines(): boolean {
    if (!this.#skip(OPEN)) return false;
    do {
      if (!this.#readLine()) return false;
    } while (this.#skip(COMMA));
    return this.#skip(CLOSE);
  }

  #readLine(): boolean {
    if (!this.#skip(OPEN) || !this.#findTexts(1) || !this.#skip(COMMA) || !this.#findTexts(3)) return false;
    const start = this.#start;
    const end = this.#end;
    if (!this.#skip(COMMA)) return false;
    const amountMinor = this.#number();
    if (!this.#skip(COMMA)) return false;
    const status = this.#number();
    // A tax may follow.
    if (this.#skip(COMMA) && Number.isNaN(this.#number())) return false;
    if (!this.#skip(CLOSE) || Number.isNaN(amountMinor) || !(status >= 0 && status <= CANCELLED)) return false;
    if (status === CANCELLED) return true;
    this.amountMinor += amountMinor;
    const { starts, ends, amounts } = this.#lines;
    starts[this.#standing] = start;
    ends[this.#standing] = end;
    amounts[this.#standing++] = amountMinor;
    return true;
  }

  /** `]`, or `,"US01"]` */
  #readEntity(): boolean {
    this.entity = '';
    if (this.#skip(COMMA)) {
      if (!this.#findTexts(1)) return false;
      [this.entity] = this.#texts.of(this.#content, this.#start, this.#end) as [string];
    }
    return this.#skip(CLOSE) && this.#at === this.#content.length;
  }

  /** Goes on behind a character, where it stands here. */
  #skip(unit: number): boolean {
    if (this.#content.charCodeAt(this.#at) !== unit) return false;
    this.#at++;
    return true;
  }

  /** Finds so many texts in a row, and goes on behind them; false where something else stands here. */
  #findTexts(count: number): boolean {
    const content = this.#content;
    const start = this.#at + 1;
    let end = this.#at - 2;
    for (let left = count; left > 0; left--) {
      if (content.charCodeAt(end + 2) !== QUOTE || (left < count && content.charCodeAt(end + 1) !== COMMA)) return false;
      end = content.indexOf('"', end + 3);
      if (end < 0) return false;
    }
    this.#start = start;
    this.#end = end;
    this.#at = end + 1;
    return true;
  }

  /** A whole number; NaN where none stands here, or one of so many digits that it may not be exact. */
  #number(): number {
    const content = this.#content;
    const isNegative = this.#skip(MINUS);
    const start = this.#at;
    let number = 0;
    let unit = content.charCodeAt(this.#at);
    for (; isDigit(unit); unit = content.charCodeAt(++this.#at)) number = 10 * number + unit - ZERO;
    return this.#at === start || this.#at - start > MOST_DIGITS ? Number.NaN : isNegative ? -number : number;
  }
}

const isDigit = (unit: number): boolean => unit >= ZERO && unit <= NINE;
