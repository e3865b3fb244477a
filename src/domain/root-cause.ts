import type { RefusedValue, Suggestion } from './finding.ts';
import type { MappingSheetName } from './reference-data.ts';
import type { VarianceStatus } from './variance.ts';

/** What is done about a root cause. */
export interface Fix {
  /** One sentence. */
  action: string;
  /** A sheet (`mapping/vendors`), `the ledger`, `the expense system` or `po-shadow.yaml`. */
  where: string;
  /** How much of it: `one row in mapping/vendors`. */
  size: string;
  /** Sheet rows ready to paste; null where none can be told. */
  csv: SheetRows | null;
}

/** Rows for a sheet, as CSV. */
export interface SheetRows {
  sheet: string;
  header: string;
  /** `replaces` is the file and line of the row that this one stands for; '' where it is a new one. */
  rows: { row: string; replaces: string }[];
}

/** A mapping row that the dry run used where the ledger has another value. */
export interface UsedMappingRow {
  sheet: MappingSheetName;
  from: string;
  to: string;
  at: string;
  /** How many rows of the root cause used it. */
  rows: number;
  /** How many transactions of the window used it, whatever became of them. */
  used: number;
}

/** What is known of open rows that one thing would fix, before it is put into words. */
export interface RootCauseFacts {
  /** `C` and ten hex digits, stable across runs and machines. */
  id: string;
  status: VarianceStatus;
  /** A finding's code, a cause of a comparison, or '' where the status says it all. */
  cause: string;
  /** The refused value; or what the dry run has, and what the ledger has. Both [] where there are none, or too many. */
  values: { dryRun: string[]; manual: string[] };
  rows: number;
  transactions: number;
  /** Manual POs of its rows. */
  manualOrders: number;
  /** At stake in all its rows, by currency, in plain decimals. */
  atStake: Record<string, string>;
  /** Those of its rows that need nothing else. */
  alone: { rows: number; atStake: Record<string, string> };
  /** Root causes that the others need as well, those of most rows first. */
  also: { id: string; rows: number }[];
  /** Of rejections: the ways in which the value came up, each with how many rows; `at` is the mapping row's place, '' where none led there. */
  refused: (RefusedValue & { at: string; rows: number })[];
  mapping: UsedMappingRow[];
  /** Who keyed the manual POs of its rows, most rows first. */
  enteredBy: { name: string; rows: number }[];
  /** The first transactions, or POs where there is no transaction. */
  examples: string[];
}

/** Open rows that one thing would fix: counted, in words, and with what speaks for it (docs/root-causes.md). */
export interface RootCause extends RootCauseFacts {
  label: string;
  title: string;
  fix: Fix;
  suggestion: Suggestion | null;
  /** Which side is the likelier one to be wrong; null where nothing speaks for either. */
  likely: 'mapping' | 'ledger' | null;
  evidence: string[];
}
