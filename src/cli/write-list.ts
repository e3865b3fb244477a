import { visible, visibleJson } from '../domain/text.ts';
import { csvCell } from '../report/variance-text.ts';
import { writeOut } from './output.ts';

/** How one entry of a list is printed in each format. */
export interface ListText<Item> {
  names: readonly string[];
  /** The columns that hold amounts. */
  amounts: readonly string[];
  /** What is said of an empty list. */
  empty: string;
  cells(item: Item): string[];
  /** As a line for a person; what comes from files is made visible. */
  line(item: Item): string;
  json(item: Item): unknown;
}

/** Prints a list to standard output: `json`, `csv`, `md`, or a line an entry. */
export function writeList<Item>(items: readonly Item[], format: string, { names, amounts, empty, cells, line, json }: ListText<Item>): void {
  switch (format) {
    case 'json':
      writeOut(`${visibleJson(items.map(json), 2)}\n`);
      return;
    case 'csv':
      writeOut(`${names.map((name) => name.toLowerCase().replaceAll(' ', '_')).join(',')}\r\n${items.map((item) => `${cells(item).map(csvCell).join(',')}\r\n`).join('')}`);
      return;
    case 'md':
      writeOut(`| ${names.join(' | ')} |\n|${names.map((name) => (amounts.includes(name) ? '---:' : '---')).join('|')}|\n${items.map((item) => `| ${cells(item).map((cell) => visible(cell).replaceAll('|', '\\|')).join(' | ')} |\n`).join('')}`);
      return;
    default:
      if (items.length === 0) writeOut(`${empty}\n`);
      for (const item of items) if (!writeOut(`${line(item)}\n`)) return;
  }
}
