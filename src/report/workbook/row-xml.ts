import type { Style } from 'exceljs';
import type { Column } from './column.ts';
import { type Look, styleOf } from './look.ts';
import { rowHeight } from './row-height.ts';
import { letterOf } from './sheet-page.ts';

/** Numbers of styles in the order in which they are first used, from 1 on: 0 is that of a cell without any. */
export class StyleNumbers {
  readonly #numbers = new Map<Partial<Style>, number>();
  /** By what they say: styles that say the same are written once. */
  readonly #alike = new Map<string, number>();
  readonly #styles: Partial<Style>[] = [];

  of(style: Partial<Style>): number {
    const known = this.#numbers.get(style);
    if (known !== undefined) return known;
    const says = JSON.stringify(style);
    let number = this.#alike.get(says);
    if (number === undefined) this.#alike.set(says, (number = this.#styles.push(style)));
    this.#numbers.set(style, number);
    return number;
  }

  /** All of them, in the order of their numbers. */
  get styles(): readonly Partial<Style>[] {
    return this.#styles;
  }
}

const IS_SPECIAL = /[&<>]/;
const SPECIAL = /[&<>]/g;
const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text as XML has it; what XML can't hold at all is not in the texts of cells (cell-text.ts). */
const escaped = (text: string): string => (IS_SPECIAL.test(text) ? text.replace(SPECIAL, (character) => ESCAPED[character] as string) : text);

const HAS_OUTER_SPACE = /^\s|\s$/;

/** A text of a cell as what it is, and not as what a formula came to: of that, readers drop outer spaces and leave escapes undone. */
const textXml = (text: string): string => `<t${HAS_OUTER_SPACE.test(text) ? ' xml:space="preserve"' : ''}>${escaped(text)}</t>`;

/** Writes rows of plain cells as the XML of a sheet: of a million rows, a model of every cell would be most of the work. */
export class RowXml<Fact> {
  readonly #columns: readonly { column: Column<Fact>; letters: string }[];
  readonly #styles: StyleNumbers;
  readonly #isChecklist: boolean;

  /** `isChecklist`: texts wrap, cells are ruled, and those that people fill in are there to be filled in. */
  constructor(columns: readonly Column<Fact>[], styles: StyleNumbers, isChecklist = false) {
    this.#isChecklist = isChecklist;
    this.#columns = columns.map((column, index) => ({ column, letters: letterOf(index + 1) }));
    this.#styles = styles;
  }

  /** One thing as the row with this number. */
  of(fact: Fact, row: number): string {
    let cells = '';
    const wrapped: { text: string; width: number }[] = [];
    for (const { column, letters } of this.#columns) {
      const content = column.of(fact);
      const { value } = content;
      if (value === null && !this.#isChecklist) continue;
      if (value !== null && typeof value === 'object') throw new Error('a row of a companion holds no formula');
      const wraps = this.#isChecklist && column.wrap === true;
      if (wraps) wrapped.push({ text: content.read, width: column.width - 1 });
      const style = this.#styles.of(styleOf(column.look?.(fact) ?? this.#plainLook(column), content, wraps));
      cells += value === null ? `<c r="${letters}${row}" s="${style}"/>` : typeof value === 'string' ? `<c r="${letters}${row}" s="${style}" t="inlineStr"><is>${textXml(value)}</is></c>` : `<c r="${letters}${row}" s="${style}"><v>${value}</v></c>`;
    }
    const height = rowHeight(wrapped);
    return `<row r="${row}"${height === null ? '' : ` ht="${height}" customHeight="1"`}>${cells}</row>`;
  }

  #plainLook({ input }: Column<Fact>): Look {
    return !this.#isChecklist ? 'plain' : input === true ? 'input' : 'cell';
  }
}
