import { z } from 'zod';

/**
 * What a canonical column holds, and so how its cells are written: `id` is a text in which leading zeros and exponents matter, `moment` a date
 * alone or one with its time of day, `flag` yes or no, `quantity` a number that is no money (a quantity, a percentage, a price of more decimals than the currency has).
 */
export type ColumnKind = 'text' | 'id' | 'date' | 'instant' | 'moment' | 'amount' | 'quantity' | 'currency' | 'flag';

/** One column that a reader asks for. */
export interface WantedColumn {
  name: string;
  kind: ColumnKind;
  required: boolean;
  /** Columns any of which will do where this one must be there and is not. */
  or?: readonly string[];
}

/** How dates may be written; two digits of a year are read as 20YY. */
export const DATE_STYLES = ['YYYY-MM-DD', 'YYYYMMDD', 'M/D/YYYY', 'D/M/YYYY', 'D.M.YYYY'] as const;
export type DateStyle = (typeof DATE_STYLES)[number];

/** How amounts may be written, by an example. */
export const DECIMAL_STYLES = ['1,234.56', '1.234,56'] as const;
export type DecimalStyle = (typeof DECIMAL_STYLES)[number];

/** How text files may be encoded. */
export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-1', 'iso-8859-15', 'windows-1250'] as const;
export type EncodingName = (typeof ENCODINGS)[number];

const names = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));
const patterns = z.union([z.string(), z.array(z.string()).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]));

/** Which column of a file is which, and how its cells are written (docs/header-profiles.md). */
export const headerProfileSchema = z.strictObject({
  columns: z.record(z.string(), names),
  defaults: z.record(z.string(), z.string()).default({}),
  values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  dates: z.enum(DATE_STYLES).optional(),
  decimals: z.enum(DECIMAL_STYLES).optional(),
  fillDown: z.array(z.string()).default([]),
  negate: z.array(z.string()).default([]),
  /** Whether ids lose their leading zeros: none, all, or those of these columns. */
  leadingZeros: z.union([z.enum(['keep', 'drop']), z.array(z.string()).min(1)]).default('keep'),
  header: z.number().int().positive().optional(),
  sheet: z.string().min(1).optional(),
  only: z.record(z.string(), patterns).default({}),
  skip: z.record(z.string(), patterns).default({}),
  totals: z.record(z.string(), patterns).default({}),
  encoding: z.enum(ENCODINGS).optional(),
  delimiter: z.string().regex(/^[^A-Za-z0-9"\s]$|^\t$/, 'must be one character that is no letter, digit or quote, such as ";" or "\\t"').optional(),
});
export type HeaderProfile = z.output<typeof headerProfileSchema>;
export type WrittenProfile = z.input<typeof headerProfileSchema>;
