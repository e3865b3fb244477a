import { z } from 'zod';

/** What a canonical column holds, and so how its cells are written: `id` is a text in which leading zeros and exponents matter. */
export type ColumnKind = 'text' | 'id' | 'date' | 'instant' | 'amount' | 'currency';

/** One column that a reader asks for. */
export interface WantedColumn {
  name: string;
  kind: ColumnKind;
  required: boolean;
}

/** How dates may be written; two digits of a year are read as 20YY. */
export const DATE_STYLES = ['YYYY-MM-DD', 'YYYYMMDD', 'M/D/YYYY', 'D/M/YYYY', 'D.M.YYYY'] as const;
export type DateStyle = (typeof DATE_STYLES)[number];

/** How amounts may be written, by an example. */
export const DECIMAL_STYLES = ['1,234.56', '1.234,56'] as const;
export type DecimalStyle = (typeof DECIMAL_STYLES)[number];

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
  leadingZeros: z.enum(['keep', 'drop']).default('keep'),
  header: z.number().int().positive().optional(),
  sheet: z.string().min(1).optional(),
  skip: z.record(z.string(), patterns).default({}),
});
export type HeaderProfile = z.output<typeof headerProfileSchema>;
export type WrittenProfile = z.input<typeof headerProfileSchema>;

/** The columns of the canonical ledger, those that must be there first (docs/file-formats.md). */
export const LEDGER_COLUMNS = [
  { name: 'po_number', kind: 'id', required: true }, { name: 'po_date', kind: 'date', required: true }, { name: 'currency', kind: 'currency', required: true },
  { name: 'amount', kind: 'amount', required: true }, { name: 'entity', kind: 'id', required: false }, { name: 'posting_period', kind: 'text', required: false },
  { name: 'vendor_id', kind: 'id', required: false }, { name: 'vendor_name', kind: 'text', required: false }, { name: 'reference', kind: 'text', required: false },
  { name: 'memo', kind: 'text', required: false }, { name: 'line', kind: 'id', required: false }, { name: 'gl_account', kind: 'id', required: false },
  { name: 'department', kind: 'id', required: false }, { name: 'location', kind: 'id', required: false }, { name: 'entered_by', kind: 'text', required: false },
  { name: 'entered_at', kind: 'instant', required: false }, { name: 'status', kind: 'text', required: false }, { name: 'tax', kind: 'amount', required: false },
] as const satisfies readonly WantedColumn[];

/** A profile of a ledger: every column that it names is one of the canonical ledger's. */
export const ledgerProfileSchema = headerProfileSchema.superRefine((profile, context) => {
  const known: readonly string[] = LEDGER_COLUMNS.map(({ name }) => name);
  const named: [key: string, columns: readonly string[]][] = [
    ['columns', Object.keys(profile.columns)], ['defaults', Object.keys(profile.defaults)], ['values', Object.keys(profile.values)], ['fillDown', profile.fillDown], ['negate', profile.negate],
  ];
  for (const [key, columns] of named) {
    for (const column of columns) if (!known.includes(column)) context.addIssue({ code: 'custom', path: [key], message: `${column} is no column of the ledger; the columns are ${known.join(', ')}` });
  }
});
